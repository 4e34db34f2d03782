"""A module with one lesson in which every kind of block stands, read from a file as the real modules are."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

from learning.content.actions import load_module, read_module_file
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.content.queries import Segment, snapshot
from learning.demo.answers import good_answers
from learning.enrolment.actions import AnswerGiven, save_answer, start_study
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.people.models import Person
from tests.conftest import account_of
from tests.stories import module

FILE = Path(__file__).parent / "every-block.yaml"
SLUG = "every-block"


def load_every_block() -> ModulePage:
    """Publish the module for Asha's organisation; once for each database."""
    return load_module(
        read_module_file(FILE),
        parent=LearningIndexPage.objects.get(),
        organisation=module("mindset").organisation,
        owner=account_of("priya").person,
        review_on=date(2031, 1, 1),
    )


def lesson_of_every_block() -> LessonPage:
    return load_every_block().live_lessons()[0]


def begin_every_block(person: Person) -> PinnedLesson:
    study = start_study(person, load_every_block(), client_id=uuid.uuid4())
    return study.lessons.select_related("lesson", "study__module", "study__person").get()


def asked_in(pinned: PinnedLesson, kind: str) -> Segment:
    return next(segment for segment in snapshot(pinned.revision_id).segments if segment.kind == kind)


def give(pinned: PinnedLesson, kind: str, chosen: list[str], text: str = "") -> LessonAnswer:
    return save_answer(pinned, AnswerGiven(asked_in(pinned, kind).id, uuid.uuid4(), chosen, text))


def answer_every_block(pinned: PinnedLesson) -> None:
    for segment in snapshot(pinned.revision_id).segments:
        for chosen, text in good_answers(segment, "A thought."):
            save_answer(pinned, AnswerGiven(segment.id, uuid.uuid4(), chosen, text))
