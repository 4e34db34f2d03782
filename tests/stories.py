"""What the cast does, told through the product's own actions."""

from __future__ import annotations

import uuid
from datetime import date

from framework.models import CompetencyLevel
from learning.assessment.actions import (
    ObservationGiven,
    record_observation,
    save_response,
    start_attempt,
    submit_attempt,
)
from learning.assessment.models import Attempt, Observation
from learning.content.models import ModulePage
from learning.content.queries import snapshot
from learning.demo.answers import good_answers
from learning.enrolment.actions import AnswerGiven, complete_lesson, save_answer, start_study
from learning.enrolment.models import Study
from learning.people.models import Person
from learning.people.queries import local_today


def module(slug: str) -> ModulePage:
    return ModulePage.objects.get(slug=slug)


def standard(competency: str, level: str = "foundation") -> CompetencyLevel:
    return CompetencyLevel.objects.get(competency__code=competency, level__code=level)


def study_all(person: Person, slug: str) -> Study:
    """Work through a module: answer every check right, write every reflection, finish every lesson."""
    study = start_study(person, module(slug), client_id=uuid.uuid4())
    for pinned in study.lessons.all():
        for segment in snapshot(pinned.revision_id).segments:
            for chosen, text in good_answers(segment, "A thought."):
                save_answer(pinned, AnswerGiven(segment.id, uuid.uuid4(), chosen, text))
        complete_lesson(pinned)
    study.refresh_from_db()
    return study


def begin_attempt(person: Person, slug: str) -> Attempt:
    return start_attempt(person, module(slug).assessment, client_id=uuid.uuid4())


def answer_right(attempt: Attempt, *, leave_out: int = 0) -> None:
    """Answer an attempt's questions right, all but the last `leave_out`."""
    questions = list(attempt.questions.select_related("version").prefetch_related("version__options"))
    for question in questions[: len(questions) - leave_out]:
        save_response(question, list(question.version.key.right), client_id=uuid.uuid4())


def pass_assessment(person: Person, slug: str) -> Attempt:
    attempt = begin_attempt(person, slug)
    answer_right(attempt)
    return submit_attempt(attempt)


def not_yet_pass(person: Person, slug: str) -> Attempt:
    """Hand in an attempt with nothing answered."""
    return submit_attempt(begin_attempt(person, slug))


def observe(
    learner: Person,
    competency: str,
    *,
    assessor: Person,
    competent: bool = True,
    level: str = "foundation",
    on: date | None = None,
) -> Observation:
    wanted = standard(competency, level)
    given = ObservationGiven(
        client_id=uuid.uuid4(),
        observed_on=on or local_today(),
        setting="HOME",
        judgement="COMPETENT" if competent else "NOT_YET",
        went_well="She asked before she helped.",
        next_step="" if competent else "Try one open question first.",
        ratings={anchor.key: "SEEN" for anchor in wanted.anchors.all()},
    )
    return record_observation(learner, wanted, assessor=assessor, given=given)
