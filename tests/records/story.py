"""Asha's whole story, in which everything happens that statements are made of."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from learning.assessment.actions import announce_lapsed_awards, revoke_award
from learning.assessment.models import Award
from learning.enrolment.events import PathwayCompleted
from learning.enrolment.models import Enrolment
from learning.outbox.actions import deliver_due_now, post_event
from learning.outbox.models import Delivery
from learning.people.models import Account
from learning.people.queries import local_today
from learning.records.models import Statement
from tests.authoring.changed_lessons import catch_up, change, first_lesson
from tests.content.every_block import answer_every_block, begin_every_block
from tests.stories import not_yet_pass, observe, pass_assessment, study_all


def live_it_all(asha: Account, omar: Account) -> list[Statement]:
    """Return the statements that the story adds, oldest first."""
    newest = Statement.objects.latest("number").number
    study_all(asha.person, "mindset")
    answer_every_block(begin_every_block(asha.person))
    catch_up_with_a_change(asha)
    not_yet_pass(asha.person, "mindset")
    pass_assessment(asha.person, "mindset")
    observe(asha.person, "masoss-m2", assessor=omar.person, competent=False)
    observe(asha.person, "masoss-m2", assessor=omar.person)
    arrive(asha)
    lose_two_awards(by=omar)
    hear_everything()
    return list(Statement.objects.filter(number__gt=newest).order_by("number"))


def catch_up_with_a_change(asha: Account) -> None:
    """A lesson she has finished changes in a way that matters, and she reads what changed."""
    lesson = first_lesson("mindset")
    change(lesson, "MATERIAL", by=Account.objects.get(email="priya@example.org"))
    catch_up(asha.person, lesson)


def arrive(asha: Account) -> None:
    """Say that her pathway is done; what it takes to be done is enrolment's tale."""
    enrolment = Enrolment.objects.filter(person=asha.person).latest("pk")
    with transaction.atomic():
        post_event(
            PathwayCompleted(person_id=asha.person_id, enrolment_id=enrolment.pk, pathway_id=enrolment.pathway_id)
        )


def lose_two_awards(by: Account) -> None:
    """One award of a colleague's is taken back, the last day of another has passed."""
    first, second = Award.objects.holding(local_today()).order_by("pk")[:2]
    revoke_award(first, by=by.person, reason="It was another person's.")
    Award.objects.filter(pk=second.pk).update(
        awarded_on=local_today() - timedelta(days=400), expires_on=local_today() - timedelta(days=1)
    )
    announce_lapsed_awards()


def hear_everything() -> None:
    while deliver_due_now():
        pass
    assert not Delivery.objects.owed().exists(), Delivery.objects.owed().first().last_error
