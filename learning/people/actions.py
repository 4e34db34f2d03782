from __future__ import annotations

from datetime import date

from django.db import transaction

from framework.models import Framework, RoleProfile
from learning.outbox.actions import post_event
from learning.people.events import FrameworkOpened, PostEnded, PostStarted
from learning.people.models import Person, Post, Unit


@transaction.atomic
def start_post(
    person: Person, *, unit: Unit, role_profile: RoleProfile, line_manager: Person | None, started_on: date
) -> Post:
    """Give a person a post from a day on."""
    post = Post.objects.create(
        person=person, unit=unit, role_profile=role_profile, line_manager=line_manager, started_on=started_on
    )
    post_event(PostStarted(post_id=post.pk, person_id=person.pk))
    return post


@transaction.atomic
def end_post(post: Post, *, ended_on: date) -> Post:
    """End a post after its last day. What the person did in it stays theirs."""
    post.ended_on = ended_on
    post.save(update_fields=["ended_on"])
    post_event(PostEnded(post_id=post.pk, person_id=post.person_id, ended_on=ended_on.isoformat()))
    return post


@transaction.atomic
def open_framework(framework: Framework, *, organisation: Unit) -> None:
    """Let the people of an organisation read a practice framework. Open already, nothing changes."""
    if not organisation.frameworks.filter(pk=framework.pk).exists():
        organisation.frameworks.add(framework)
        post_event(FrameworkOpened(framework=framework.code, unit_id=organisation.pk))
