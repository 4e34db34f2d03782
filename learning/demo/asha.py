"""Asha's first working days: one module done and passed, the second begun."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from learning.assessment.actions import save_response, start_attempt, submit_attempt
from learning.assessment.models import Attempt, Award, Evidence
from learning.content.models import ModulePage
from learning.content.queries import snapshot
from learning.demo.answers import good_answers
from learning.enrolment.actions import AnswerGiven, complete_lesson, save_answer, start_study
from learning.enrolment.models import ItemCompletion, LessonAnswer, PinnedLesson, Study
from learning.outbox.models import Event
from learning.people.models import Person
from learning.readiness.actions import refresh_people

HERS = r"^(enrolment\.(study|lesson|module|knowledge|reflection|scenario|view)|assessment)"
NOTES = "I kept to what I saw and heard today, and wrote it down as she said it."


def live_first_days(asha: Person) -> None:
    first, second = (
        ModulePage.objects.get(slug=slug, organisation__name="Northvale Council")
        for slug in ("why-strengths-based-practice", "mindset")
    )
    begun = timezone.now()
    _study(asha, first, lessons=99)
    attempt = start_attempt(asha, first.assessment, client_id=uuid.uuid4())
    _answer_well(attempt)
    submit_attempt(attempt)
    _move_into_the_past(asha, timedelta(days=3), since=begun)
    begun = timezone.now()
    _study(asha, second, lessons=2)
    _move_into_the_past(asha, timedelta(days=1), since=begun)
    refresh_people([asha.pk])


def _study(person: Person, module: ModulePage, *, lessons: int) -> None:
    study = start_study(person, module, client_id=uuid.uuid4())
    for pinned in study.lessons.all()[:lessons]:
        for segment in snapshot(pinned.revision_id).segments:
            for chosen, text in good_answers(segment, NOTES):
                save_answer(pinned, AnswerGiven(segment.id, uuid.uuid4(), chosen=chosen, text=text))
        complete_lesson(pinned)


def _answer_well(attempt: Attempt) -> None:
    """Answer everything right but the last question."""
    for question in list(attempt.questions.select_related("version").prefetch_related("version__options"))[:-1]:
        save_response(question, list(question.version.key.right), client_id=uuid.uuid4())


def _move_into_the_past(person: Person, by: timedelta, *, since: datetime) -> None:
    """Date what was done since an instant some days earlier, before anybody is told of it."""
    mine = {
        "started_at": Study.objects.filter(person=person, started_at__gte=since),
        "completed_at": PinnedLesson.objects.filter(study__person=person, completed_at__gte=since),
        "saved_at": LessonAnswer.objects.filter(pinned_lesson__study__person=person, saved_at__gte=since),
        "done_at": ItemCompletion.objects.filter(item__enrolment__person=person, done_at__gte=since),
        "occurred_at": Event.objects.filter(data__person_id=person.pk, occurred_at__gte=since, name__regex=HERS),
        "submitted_at": Attempt.objects.filter(person=person, submitted_at__gte=since),
    }
    _shift(Study.objects.filter(person=person, completed_at__gte=since), ["completed_at"], by)
    _shift(Attempt.objects.filter(person=person, started_at__gte=since), ["started_at"], by)
    _shift(Evidence.objects.filter(person=person, recorded_at__gte=since), ["recorded_at", "occurred_on"], by)
    _shift(
        Award.objects.filter(person=person, awarded_at__gte=since),
        ["awarded_at", "awarded_on", "expires_on"],
        by,
    )
    for field, rows in mine.items():
        _shift(rows, [field], by)


def _shift(rows: QuerySet, fields: list[str], by: timedelta) -> None:
    for row in rows:
        for field in fields:
            if getattr(row, field) is not None:
                setattr(row, field, getattr(row, field) - by)
        row.save(update_fields=fields)
