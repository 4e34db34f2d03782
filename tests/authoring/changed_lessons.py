"""Priya changes lessons: new words, a new question, another order; and publishes them as what she says they are."""

from __future__ import annotations

import json
import uuid
from typing import Any

from wagtail.models import Revision

from learning.authoring.actions import publish_as
from learning.authoring.models import Release
from learning.content.models import LessonPage
from learning.enrolment.actions import AnswerGiven, ChangeSaid, complete_update
from learning.enrolment.models import PinnedLesson, UpdateCompletion
from learning.enrolment.queries import what_changed
from learning.people.models import Account, Person
from tests.stories import module

SUMMARY = "Ask about risk together, before you write it down."
NEW_WORDS = "Ask the person what a good day looks like, and write that down first."


def first_lesson(slug: str = "aspirations") -> LessonPage:
    return LessonPage.objects.child_of(module(slug)).order_by("path").first()


def blocks(lesson: LessonPage) -> list[dict[str, Any]]:
    return json.loads(json.dumps(list(lesson.body.raw_data)))


def new_text(words: str = NEW_WORDS) -> dict[str, Any]:
    return {"type": "text", "id": str(uuid.uuid4()), "value": f"<p>{words}</p>"}


def new_check(stem: str = "Who says what matters?", block_id: str = "") -> dict[str, Any]:
    options = [
        {"text": "The person", "correct": True, "feedback": "Yes: it is their day."},
        {"text": "The form", "correct": False, "feedback": "The form comes after."},
    ]
    items = [{"type": "item", "id": str(uuid.uuid4()), "value": option} for option in options]
    value = {"kind": "single", "stem": stem, "options": items}
    return {"type": "knowledge_check", "id": block_id or str(uuid.uuid4()), "value": value}


def draft(lesson: LessonPage, raw: list[dict[str, Any]] | None = None, *, by: Account | None = None, **fields):
    """Save a draft of a lesson as the editor does, and return its revision."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = json.dumps(raw if raw is not None else [*blocks(lesson), new_text()])
    for name, value in fields.items():
        setattr(lesson, name, value)
    return lesson.save_revision(user=by)


def release(revision: Revision, change: str, *, by: Account, days: int = 10, summary: str = SUMMARY) -> Release:
    """Publish a draft as a class of change."""
    said = ChangeSaid(change, "" if change == "TYPO" else summary, days if change == "MATERIAL" else 0)
    live = LessonPage.objects.get(pk=revision.object_id).live_revision_id
    publish_as(revision, said, by=by, seen=revision.created_at, seen_live=live)
    return Release.objects.filter(page=int(revision.object_id)).latest("pk")


def change(lesson: LessonPage, change: str, *, by: Account, raw: list[dict[str, Any]] | None = None, **options):
    """Change a lesson and publish that."""
    return release(draft(lesson, raw, by=by), change, by=by, **options)


def pin_of(person: Person, lesson: LessonPage) -> PinnedLesson:
    return PinnedLesson.objects.select_related("study", "lesson").get(study__person=person, lesson=lesson)


def catch_up(person: Person, lesson: LessonPage) -> UpdateCompletion | None:
    """Read what changed, answer every new question right, done."""
    pinned = pin_of(person, lesson)
    changed = what_changed(pinned)
    if changed is None:
        return None
    answers = [
        AnswerGiven(
            question.id,
            uuid.uuid4(),
            [choice.id for choice in question.choices if choice.correct],
            "" if question.choices else "A thought.",
        )
        for question in changed.questions
    ]
    return complete_update(pinned, changed.newest, client_id=uuid.uuid4(), answers=answers)
