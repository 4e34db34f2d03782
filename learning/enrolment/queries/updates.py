"""Reads of newer versions of lessons: what is offered, what is due, and what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wagtail.models import Revision

from learning.content.difference import ADDED, CHANGED, Change, Difference
from learning.content.queries import Segment, difference_between, snapshot
from learning.content.rules import minutes_of_study
from learning.enrolment.models import LessonAnswer, LessonVersion, PinnedLesson, UpdateCompletion, UpdateDue
from learning.enrolment.models.updates import ChangeClass
from learning.enrolment.rules import item_state
from learning.people.models import Person

MISSED = (ChangeClass.MINOR, ChangeClass.MATERIAL)
ASKED_IN_UPDATES = {"knowledge_check", "reflection"}


def newest_version(pinned: PinnedLesson) -> LessonVersion | None:
    return LessonVersion.objects.filter(lesson=pinned.lesson_id).order_by("-number").first()


def known_version(pinned: PinnedLesson) -> LessonVersion | None:
    """Return the version its reader knows: the one it was read in, or a later one through an update."""
    return pinned.updated_to or LessonVersion.objects.filter(revision=pinned.revision_id).first()


def missed_versions(known: LessonVersion) -> list[LessonVersion]:
    """Return the minor and material versions published since the lesson last said what this version says."""
    versions = LessonVersion.objects.filter(lesson=known.lesson_id)
    last = versions.filter(fingerprint=known.fingerprint).order_by("-number").values_list("number", flat=True)[0]
    return list(versions.filter(number__gt=last, change__in=MISSED).order_by("number"))


@dataclass(frozen=True)
class Offer:
    """A newer version of a lesson that its reader may take, and what its authors say of it."""

    newest: LessonVersion
    is_material: bool
    summaries: list[str]


def offer_of(pinned: PinnedLesson) -> Offer | None:
    """Return the newer version that somebody in the middle of a module may take; None when they said no to it.

    One query while nothing changed.
    """
    known = known_version(pinned)
    if pinned.study.completed_at or known is None or known.superseded not in MISSED:
        return None
    missed = [version for version in missed_versions(known) if version.number > pinned.kept_up_to]
    newest = newest_version(pinned)
    if newest is None or not missed:
        return None
    return Offer(
        newest=newest,
        is_material=any(version.change == ChangeClass.MATERIAL for version in missed),
        summaries=[version.summary for version in missed if version.summary],
    )


def minutes_of_update(from_revision_id: int, to_revision_id: int) -> int:
    """Return how long reading what changed between two revisions takes."""
    revisions = Revision.objects.in_bulk([from_revision_id, to_revision_id])
    return minutes_of_reading(difference_between(revisions[from_revision_id], revisions[to_revision_id]))


def minutes_of_reading(difference: Difference) -> int:
    texts = [change.words_to_read for change in difference.to_read]
    return minutes_of_study(texts, activities=len(_questions(difference)))


def _questions(difference: Difference) -> list[Change]:
    return [
        change
        for change in difference.to_read
        if change.kind in {ADDED, CHANGED} and change.block_kind in ASKED_IN_UPDATES
    ]


@dataclass(frozen=True)
class ChangedPart:
    """One block that is new, different or gone, as the what-changed page shows it."""

    change: Change
    segment: Segment | None
    problem: str = ""
    chosen: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def is_asked(self) -> bool:
        return self.segment is not None and self.segment.kind in ASKED_IN_UPDATES


@dataclass(frozen=True)
class WhatChanged:
    """Everything between the version that somebody knows and the newest one."""

    pinned: PinnedLesson
    newest: LessonVersion
    summaries: list[str]
    difference: Difference
    due_on: date | None

    @property
    def minutes(self) -> int:
        return minutes_of_reading(self.difference)

    @cached_property
    def parts(self) -> list[ChangedPart]:
        lesson = snapshot(self.newest.revision_id)
        return [ChangedPart(change, lesson.segment(change.id)) for change in self.difference.to_read]

    @property
    def questions(self) -> list[Segment]:
        return [part.segment for part in self.parts if part.segment is not None and part.is_asked]


def what_changed(pinned: PinnedLesson) -> WhatChanged | None:
    """Return what changed since the version that the reader of a lesson knows; None when nothing did."""
    known, newest = known_version(pinned), newest_version(pinned)
    if known is None or newest is None or known.superseded not in MISSED:
        return None
    difference = difference_between(known.revision, newest.revision)
    due = UpdateDue.objects.open().filter(pinned=pinned).order_by("due_on").first()
    return WhatChanged(
        pinned=pinned,
        newest=newest,
        summaries=[version.summary for version in missed_versions(known) if version.summary],
        difference=difference,
        due_on=due.due_on if due else None,
    )


def answered_in_update(done: UpdateCompletion) -> list[tuple[Segment, LessonAnswer]]:
    """Return the questions that an update asked, each with what was answered."""
    lesson = snapshot(done.to_version.revision_id)
    answers = done.pinned.answers.filter(revision=done.to_version.revision_id).order_by("pk")
    newest = {answer.block_id: answer for answer in answers}
    return [(segment, newest[segment.id]) for segment in lesson.segments if segment.id in newest]


@dataclass(frozen=True)
class OpenUpdate:
    """What somebody owes for one lesson: all its open updates as one."""

    pinned: PinnedLesson
    due_on: date
    minutes: int
    state: str

    @property
    def title(self) -> str:
        return str(self.pinned.lesson.title)


def open_updates(person: Person, *, today: date) -> list[OpenUpdate]:
    """Return the updates a person owes, one a lesson, the earliest due first. One query."""
    rows = UpdateDue.objects.open().for_person(person)
    by_pin: dict[int, list[UpdateDue]] = {}
    for row in rows.select_related("pinned__lesson", "pinned__study__module").order_by("pk"):
        by_pin.setdefault(row.pinned_id, []).append(row)
    updates = [_as_one(owed, today) for owed in by_pin.values()]
    return sorted(updates, key=lambda update: (update.due_on, update.pinned.pk))


def _as_one(owed: list[UpdateDue], today: date) -> OpenUpdate:
    due_on = min(row.due_on for row in owed)
    state = item_state(done=False, due_on=due_on, today=today)
    return OpenUpdate(owed[-1].pinned, due_on, owed[-1].minutes, state)


def asked_in(pinned: PinnedLesson, block_id: str) -> tuple[Segment, int] | None:
    """Return a question of a lesson and the revision that asks it: of the version read now, else of one read before.

    A page that was open when a newer version was taken on another device still sends its answers.
    """
    segment = snapshot(pinned.revision_id).segment(block_id)
    if segment is not None:
        return segment, pinned.revision_id
    for revision_id in pinned.taken.order_by("-pk").values_list("from_revision", flat=True):
        segment = snapshot(revision_id).segment(block_id)
        if segment is not None:
            return segment, revision_id
    return None
