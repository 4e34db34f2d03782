"""Builds the demo organisation, step by step, with word of how far it is."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from learning.demo.asha import live_first_days
from learning.demo.co_production import make_co_production
from learning.demo.organisation import make_history, make_people, make_units, read_organisations
from learning.demo.reviewers import make_a_review, make_reviewers
from learning.demo.site import make_editors, make_framework, make_learning, make_site
from learning.demo.versions import make_versions
from learning.enrolment.actions import enrol_for_post
from learning.outbox.actions import deliver_due_now
from learning.people.models import Account, Post


def is_loaded() -> bool:
    return Account.objects.filter(email="asha@example.org").exists()


def load_demo(say: Callable[[str], None]) -> None:
    """Create the demo organisation. All or nothing; the statements about it are written at the end."""
    with transaction.atomic():
        data = read_organisations()
        say("organisations, people and posts")
        framework_index, learning_index = make_site()
        units = make_units(data)
        make_framework(framework_index, units["northvale"])
        people = make_people(data, units)
        say("practice framework, modules and question banks")
        make_learning(learning_index, units["northvale"], people["priya"])
        make_co_production()
        make_versions()
        make_editors(people["priya"].accounts.get(), people["admin"].accounts.get())
        for post in Post.objects.select_related("unit", "person"):
            enrol_for_post(post)
        say("what people have learned so far")
        make_history(data, people)
        live_first_days(people["asha"])
        make_reviewers(data, units, people)
        make_a_review(people)
    say("xAPI statements")
    while deliver_due_now():
        pass
