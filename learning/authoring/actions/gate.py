"""Letting a draft pass the gate with a reason, noting what was mended since, and holding back what may not go live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from learning.authoring.events import GateOverridden, GateOverrideMended, PublishingHeldBack
from learning.authoring.gate.checking import Line, findings_of, report_on_revision
from learning.authoring.models import GateMended, GateOverride
from learning.authoring.queries.reviews import review_problem
from learning.content.models import LessonPage
from learning.outbox.actions import post_event
from learning.people.models import Account
from learning.people.queries import local_today

GATE, REVIEW = "gate", "review"


class NothingToPass(Exception):
    """The draft has no such finding (any more), or one that no reason passes; nothing was changed."""


@dataclass(frozen=True)
class ReasonGiven:
    """Why a finding may wait, and until when."""

    key: str
    reason: str
    mend_by: date


@transaction.atomic
def override_gate(revision: Revision, given: ReasonGiven, *, by: Account) -> GateOverride:
    """Let a page pass in spite of one finding of this draft. Raises NothingToPass when there is none that may."""
    line = _line(revision, given.key)
    finding = line.finding
    override = GateOverride.objects.create(
        page_id=int(revision.object_id),
        page_title=str(revision.object_str),
        revision=revision,
        key=finding.key,
        check_name=finding.check,
        place=finding.place,
        where=finding.where[:200],
        what=finding.what,
        reason=given.reason,
        mend_by=given.mend_by,
        given_by=by.person,
    )
    post_event(
        GateOverridden(
            override_id=override.pk,
            page_id=int(revision.object_id),
            revision_id=revision.pk,
            check=finding.check,
            key=finding.key,
            mend_by=given.mend_by.isoformat(),
        ),
        uuid=override.uuid,
    )
    return override


def _line(revision: Revision, key: str) -> Line:
    lines = report_on_revision(revision).lines
    found = next((line for line in lines if line.finding.key == key and line.finding.stops), None)
    if found is None or not found.finding.can_wait:
        raise NothingToPass
    return found


@transaction.atomic
def note_what_is_mended(page: Page) -> int:
    """Close the reasons whose finding is gone from the version that is live now; return how many."""
    waiting = list(GateOverride.objects.open().filter(page=page.pk))
    if not waiting:
        return 0
    still = {finding.key for finding in findings_of(page) if finding.stops}
    mended = [override for override in waiting if override.key not in still]
    for override in mended:
        GateMended.objects.create(override=override, revision_id=page.live_revision_id)
        post_event(GateOverrideMended(override_id=override.pk, page_id=page.pk, revision_id=page.live_revision_id or 0))
    return len(mended)


def hold_back_what_fails(now: datetime | None = None) -> int:
    """Take off the schedule what was to go live by now and may not; its owner is told. Return how many."""
    due = Revision.objects.filter(approved_go_live_at__lt=now or timezone.now())
    return sum(_hold_back_if_it_fails(revision) for revision in due)


@transaction.atomic
def _hold_back_if_it_fails(revision: Revision) -> bool:
    page = revision.content_object
    if not isinstance(page, Page):
        return False
    why = why_not_published(page.specific, revision)
    if not why:
        return False
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    tell_owner(revision, why)
    return True


def why_not_published(page: Page, revision: Revision) -> str:
    """Return whether the gate or a review that is not through keeps a draft from being published; empty for neither."""
    if report_on_revision(revision, today=local_today()).stops:
        return GATE
    return REVIEW if review_problem(page, revision) else ""


def tell_owner(revision: Revision, why: str) -> None:
    """Announce to its owner and its writer that a draft was not published, in the transaction that decides so."""
    for person_id in sorted(_answerable(revision)):
        post_event(
            PublishingHeldBack(page_id=int(revision.object_id), revision_id=revision.pk, why=why, person_id=person_id)
        )


def _answerable(revision: Revision) -> set[int]:
    page = revision.content_object.specific
    owned = page.get_parent().specific if isinstance(page, LessonPage) else page
    owner: int | None = getattr(owned, "content_owner_id", None)
    return {each for each in (owner, revision.user.person_id if revision.user else None) if each is not None}
