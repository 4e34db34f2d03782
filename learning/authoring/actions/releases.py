"""Publishing with what was said of the change: the release, its event and its consequences in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from learning.authoring.events import PageReleased
from learning.authoring.models import PlannedRelease, Release
from learning.authoring.permissions import asks_for_class
from learning.authoring.queries.releases import is_unsaid, newest_release, said_of
from learning.content.models import LessonPage
from learning.content.queries import fingerprint_of
from learning.enrolment.actions import ChangeSaid, note_version
from learning.enrolment.actions.versions import lock_lessons
from learning.enrolment.models.updates import ChangeClass
from learning.outbox.actions import post_event
from learning.people.models import Account


class DraftMoved(Exception):
    """What somebody looked at before publishing is no longer what would be published; nothing was changed."""


@transaction.atomic
def plan_release(revision: Revision, said: ChangeSaid, *, by: Account, seen: datetime) -> PlannedRelease:
    """Keep what an author says of a draft until it is published. `seen` is when the draft was saved that she looked at.

    Raises DraftMoved when that draft was written over meanwhile, or is no longer the newest.
    """
    lock_lessons([int(revision.object_id)])
    revision.refresh_from_db()
    if revision.created_at != seen or not revision.is_latest_revision():
        raise DraftMoved
    planned, _ = PlannedRelease.objects.update_or_create(
        revision=revision,
        defaults={
            "draft_saved_at": revision.created_at,
            "change": said.change,
            "summary": said.summary,
            "due_within_days": said.due_within_days,
            "said_by": by.person,
        },
    )
    return planned


@transaction.atomic
def publish_as(
    revision: Revision, said: ChangeSaid, *, by: Account, seen: datetime, seen_live: int | None
) -> PlannedRelease:
    """Publish a draft as this class of change, or have it published at the hour it names.

    `seen_live` is the live revision it was held against; should another be live by now, DraftMoved is raised and
    nobody's work is published over unseen.
    """
    planned = plan_release(revision, said, by=by, seen=seen)
    live_now = Page.objects.filter(pk=revision.object_id).values_list("live_revision", flat=True).first()
    if live_now != seen_live:
        raise DraftMoved
    revision.publish(user=by)
    return planned


def publish_approved(page: Page, user: Account | None) -> None:
    """Publish what reviewers have approved; while nobody has said what kind of change it is, it waits to be said."""
    revision = page.get_latest_revision()
    if not is_unsaid(page, revision):
        revision.publish(user=user)


@transaction.atomic
def record_release(page: Page, *, was_live: int | None) -> Release | None:
    """Write down that a page's live revision is another one now, tell it, and let it have its consequences.

    Called in the transaction that publishes, whoever publishes and how. A lesson published by a program, with nothing
    said of it, counts as a minor change: it is offered, and owed by nobody. What is live already is not released again.
    """
    newest, revision = newest_release(page.pk), page.live_revision
    if not _is_of(revision, page) or (newest is not None and newest.revision_id == revision.pk):
        return None
    previous_id = newest.revision_id if newest is not None else _own(was_live, page)
    planned = said_of(revision)
    said = _said(page, planned, previous_id)
    author = revision.user.person if revision.user else None
    release = Release.objects.create(
        page_id=page.pk,
        page_title=page.title,
        revision=revision,
        previous_revision_id=previous_id,
        change=said.change,
        summary=said.summary,
        due_within_days=said.due_within_days,
        was_said=planned is not None,
        released_by=planned.said_by if planned else author,
    )
    _tell(release, page)
    if isinstance(page, LessonPage):
        note_version(page, revision, said)
    return release


def _is_of(revision: Revision, page: Page) -> bool:
    """Answer whether a revision is the page's own: while a page is copied, the copy points to that of the original."""
    return str(revision.object_id) == str(page.pk)


def _own(revision_id: int | None, page: Page) -> int | None:
    return revision_id if page.revisions.filter(pk=revision_id).exists() else None


def _said(page: Page, planned: PlannedRelease | None, previous_id: int | None) -> ChangeSaid:
    if planned is not None and asks_for_class(page):
        return ChangeSaid(planned.change, planned.summary, planned.due_within_days)
    if previous_id is None:
        return ChangeSaid(ChangeClass.FIRST)
    if not asks_for_class(page):
        return ChangeSaid("")
    previous = Revision.objects.filter(pk=previous_id).first()
    is_same = previous is not None and fingerprint_of(previous) == fingerprint_of(page.live_revision)
    return ChangeSaid(ChangeClass.TYPO if is_same else ChangeClass.MINOR)


def _tell(release: Release, page: Page) -> None:
    post_event(
        PageReleased(
            release_id=release.pk,
            page_id=page.pk,
            revision_id=page.live_revision_id,
            previous_revision_id=release.previous_revision_id,
            change=release.change,
            due_within_days=release.due_within_days,
        ),
        uuid=release.uuid,
    )
    if release.was_said:
        log(
            instance=page,
            action="authoring.release",
            user=release.released_by.accounts.first() if release.released_by else None,
            revision=page.live_revision,
            data={"change": release.get_change_display(), "summary": release.summary},
        )
