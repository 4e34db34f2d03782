"""What Priya meets at the publishing gate."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from learning.authoring.actions import (
    ReasonGiven,
    override_gate,
    publish_as,
)
from learning.authoring.gate.checking import report_on_revision
from learning.authoring.models import GateOverride
from learning.content.models import LessonPage
from learning.enrolment.actions import ChangeSaid
from learning.outbox.models import Event
from learning.people.queries import local_today

BARE = '<a href="https://example.org/">click here</a>'


REASON = "The partner sends the right address next week."


def check_address(revision) -> str:
    return reverse("checks:check", args=[revision.object_id, revision.pk])


def key_of(revision) -> str:
    return report_on_revision(revision).stopping[0].finding.key


def let_pass(revision, by, *, days: int = 7) -> GateOverride:
    given = ReasonGiven(key_of(revision), REASON, local_today() + timedelta(days=days))
    return override_gate(revision, given, by=by)


def overdue(override: GateOverride) -> None:
    GateOverride.objects.filter(pk=override.pk).update(mend_by=local_today() - timedelta(days=1))


def told(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=f"authoring.{name}.v1").order_by("pk")]


def live(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


def revision_block(revision) -> str:
    return str(revision.as_object().body[-1].id)


def edit(revision) -> str:
    return reverse("wagtailadmin_pages:edit", args=[revision.object_id])


def release(revision, by) -> None:
    page = LessonPage.objects.get(pk=revision.object_id)
    publish_as(revision, ChangeSaid("TYPO"), by=by, seen=revision.created_at, seen_live=page.live_revision_id)


def let_pass_again(revision, by) -> None:
    GateOverride.objects.create(
        page_id=int(revision.object_id),
        page_title="A page",
        revision=revision,
        key=str(GateOverride.objects.count()),
        check_name="link-text",
        where="Text",
        what="A link",
        reason=REASON,
        mend_by=local_today(),
        given_by=by.person,
    )
