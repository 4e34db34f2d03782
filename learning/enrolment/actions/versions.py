"""What a new version of a lesson means for people who know an older one: noted where it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, Revision

from learning.content.models import LessonPage
from learning.content.queries import fingerprint_of
from learning.enrolment.models import LessonVersion, PinnedLesson, UpdateDue
from learning.enrolment.models.updates import ChangeClass
from learning.enrolment.queries.updates import minutes_of_update
from learning.enrolment.rules import missed_change
from learning.people.models import Person, Post
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days

ROWS_A_BATCH = 1000


@dataclass(frozen=True)
class ChangeSaid:
    """What an author said of a change."""

    change: str
    summary: str = ""
    due_within_days: int = 0


def lock_lessons(lesson_ids: Iterable[int]) -> None:
    """Hold lessons until the transaction ends, so that publishing one and finishing its module never miss each other.

    Only their rows' own change is held off, never rows that point to them: nobody who begins a module waits.
    """
    list(Page.objects.select_for_update(no_key=True).filter(pk__in=list(lesson_ids)).order_by("pk").values_list("pk"))


@transaction.atomic
def note_version(lesson: LessonPage, revision: Revision, said: ChangeSaid) -> LessonVersion:
    """Note that a version of a lesson is published now, and what falls due through it.

    Called in the transaction of the publishing. A material change asks everybody in post who completed the lesson in an
    older version for a short update; those in the middle of it are told when they next open it. A version that says
    what an older one said leaves those who know that one with nothing to do.
    """
    lock_lessons([lesson.pk])
    _note_older_pins(lesson)
    version = _note(lesson, revision, said)
    _mark_left_behind(version)
    _withdraw_needless(lesson)
    if version.change == ChangeClass.MATERIAL:
        _owe_everybody(version)
    return version


def _note(lesson: LessonPage, revision: Revision, said: ChangeSaid) -> LessonVersion:
    newest = LessonVersion.objects.filter(lesson=lesson).aggregate(number=Max("number"))["number"] or 0
    version, _ = LessonVersion.objects.update_or_create(
        revision=revision,
        defaults={
            "lesson": lesson,
            "number": newest + 1,
            "fingerprint": fingerprint_of(revision),
            "change": said.change,
            "summary": said.summary,
            "due_within_days": said.due_within_days,
            "published_at": timezone.now(),
            "superseded": "",
        },
    )
    return version


def _note_older_pins(lesson: LessonPage) -> None:
    """Note versions that people study and that were published before versions were kept."""
    pinned = PinnedLesson.objects.filter(lesson=lesson, revision__lesson_version=None)
    for revision in Revision.objects.filter(pk__in=pinned.values("revision")).order_by("pk"):
        _note(lesson, revision, ChangeSaid(ChangeClass.FIRST))


def _mark_left_behind(version: LessonVersion) -> None:
    others = list(LessonVersion.objects.filter(lesson=version.lesson_id).exclude(pk=version.pk))
    for other in others:
        same = other.fingerprint == version.fingerprint
        other.superseded = "" if same else missed_change(other.superseded, version.change)
    LessonVersion.objects.bulk_update(others, ["superseded"])


def _withdraw_needless(lesson: LessonPage) -> None:
    """Take back open updates of people who know what the lesson now says again."""
    known = PinnedLesson.objects.filter(lesson=lesson).missing("")
    UpdateDue.objects.open().filter(pinned__in=known).update(withdrawn_at=timezone.now())


def _owe_everybody(version: LessonVersion) -> None:
    """Owe the update to everybody in post who completed the lesson, a thousand rows at a time."""
    today = local_today()
    due_on = due_day(version, today)
    in_post = Post.objects.on(today).filter(person=OuterRef("study__person"))
    pins = PinnedLesson.objects.filter(Exists(in_post), lesson=version.lesson_id).of_completed_studies()
    found = (
        pins.missing(ChangeClass.MATERIAL)
        .order_by("study__person", "-study")
        .values_list("pk", "study__person", Coalesce(F("updated_to__revision"), F("revision")))
    )
    minutes: dict[int, int] = {}
    batch: list[UpdateDue] = []
    for pinned_id, person_id, known_id in _newest_of_each(found.iterator(ROWS_A_BATCH)):
        if known_id not in minutes:
            minutes[known_id] = minutes_of_update(known_id, version.revision_id)
        batch.append(
            UpdateDue(
                person_id=person_id, pinned_id=pinned_id, version=version, due_on=due_on, minutes=minutes[known_id]
            )
        )
        if len(batch) == ROWS_A_BATCH:
            UpdateDue.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    UpdateDue.objects.bulk_create(batch, ignore_conflicts=True)


def _newest_of_each(rows: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Return of each person the first row: who studied a module twice is asked once."""
    last = None
    for row in rows:
        if row[1] != last:
            yield row
        last = row[1]


def due_day(version: LessonVersion, today: date) -> date:
    return add_working_days(today, version.due_within_days, bank_holidays())


@transaction.atomic
def owe_updates(person: Person, *, study_id: int | None = None) -> list[UpdateDue]:
    """Owe a person what changed materially in lessons they completed in an older version; again changes nothing.

    Called when they finish a study, for that study, and when they start a post, for everything they ever completed.
    """
    pins = PinnedLesson.objects.filter(study__person=person).of_completed_studies()
    if study_id is not None:
        pins = pins.filter(study=study_id)
        lock_lessons(pins.values_list("lesson", flat=True))
    missing = pins.missing(ChangeClass.MATERIAL).select_related("updated_to", "revision__lesson_version")
    return [_owe(person, pinned) for pinned in missing.order_by("pk")]


def _owe(person: Person, pinned: PinnedLesson) -> UpdateDue:
    known = pinned.updated_to or pinned.revision.lesson_version
    later = LessonVersion.objects.filter(Q(change=ChangeClass.MATERIAL), lesson=pinned.lesson_id)
    version = later.filter(number__gt=known.number).order_by("-number")[0]
    newest = LessonVersion.objects.filter(lesson=pinned.lesson_id).order_by("-number")[0]
    update, _ = UpdateDue.objects.get_or_create(
        pinned=pinned,
        version=version,
        defaults={
            "person": person,
            "due_on": due_day(version, local_today()),
            "minutes": minutes_of_update(known.revision_id, newest.revision_id),
        },
    )
    return update
