"""What was said of drafts, and whom a new version of a lesson would affect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, Revision

from learning.authoring.models import PlannedRelease, Release
from learning.authoring.permissions import asks_for_class
from learning.content.difference import Difference, compare, fingerprint
from learning.content.models import LessonPage
from learning.content.queries import blocks_of
from learning.enrolment.models import PinnedLesson, UpdateDue
from learning.enrolment.queries.updates import minutes_of_reading
from learning.people.models import Person, Post


def newest_release(page_id: int) -> Release | None:
    return Release.objects.filter(page=page_id).order_by("-pk").first()


def said_of(revision: Revision) -> PlannedRelease | None:
    """Return what was said of a draft as it stands now; None when it was written over since."""
    return PlannedRelease.objects.filter(revision=revision, draft_saved_at=revision.created_at).first()


def was_published(page: Page) -> bool:
    """Answer whether the page has been live at any time."""
    return page.first_published_at is not None or newest_release(page.pk) is not None


def is_unsaid(page: Page, revision: Revision) -> bool:
    """Answer whether publishing this revision must first be said to be a typo, a minor or a material change."""
    return (
        asks_for_class(page)
        and page.live_revision_id != revision.pk
        and was_published(page)
        and said_of(revision) is None
    )


def unsaid_among(pages: Iterable[Page], *, with_drafts_below: bool) -> list[tuple[Page, Revision]]:
    """Return which of these pages, and of unpublished ones below them, wait to be said what change they are."""
    found = list(pages)
    if with_drafts_below:
        found += [draft for page in found for draft in page.get_descendants().not_live()]
    drafts = [(page, page.get_latest_revision()) for page in found if asks_for_class(page)]
    return [(page, revision) for page, revision in drafts if revision and is_unsaid(page, revision)]


def published_before(lesson: LessonPage) -> Revision | None:
    """Return the version that learners know: the live one, or the last that was."""
    if lesson.live_revision_id:
        return lesson.live_revision
    newest = newest_release(lesson.pk)
    return newest.revision if newest else None


@dataclass(frozen=True)
class Affected:
    """How many people know an older version of a lesson than the one that would be published."""

    midway: int
    complete: int
    left: int
    waiting: int


@dataclass(frozen=True)
class Effect:
    """What publishing a draft means: what differs, and for whom."""

    difference: Difference
    affected: Affected
    minutes: int
    has_older: bool


def effect_of(lesson: LessonPage, revision: Revision, *, today: date) -> Effect:
    """Return what publishing a draft of a lesson would mean. The same few queries, whatever the number of learners."""
    older, new = published_before(lesson), blocks_of(revision.as_object())
    difference = compare(blocks_of(older.as_object()), new) if older else Difference(())
    return Effect(
        difference=difference,
        affected=affected_by(lesson, fingerprint(new), today=today),
        minutes=minutes_of_reading(difference),
        has_older=older is not None,
    )


def affected_by(lesson: LessonPage, fingerprint: str, *, today: date) -> Affected:
    """Count people by where they stand with a lesson that is to say something they do not know yet."""
    pins = PinnedLesson.objects.filter(lesson=lesson)
    knows = Q(updated_to=None, revision__lesson_version__fingerprint=fingerprint)
    behind = pins.exclude(knows | Q(updated_to__fingerprint=fingerprint))
    done = behind.of_completed_studies()
    in_post = Post.objects.on(today).filter(person=OuterRef("pk"))
    people = Person.objects.filter(pk__in=done.values("study__person"))
    complete = people.filter(Exists(in_post)).count()
    return Affected(
        midway=_people(behind.of_open_studies()),
        complete=complete,
        left=people.count() - complete,
        waiting=UpdateDue.objects.open().filter(pinned__in=done).values("person").distinct().count(),
    )


def _people(pins: QuerySet[PinnedLesson]) -> int:
    return pins.values("study__person").distinct().count()
