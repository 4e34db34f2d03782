"""What the pages of the assessment app show."""

from __future__ import annotations

from dataclasses import dataclass

from learning.assessment.answers import matching_lefts
from learning.assessment.models import (
    Assessment,
    Attempt,
    AttemptQuestion,
    AttemptResponse,
    Award,
    Observation,
    Option,
    QuestionKind,
)
from learning.assessment.queries.attempts import latest_responses
from learning.content.permissions import modules_open_to
from learning.people.models import Account, Person


@dataclass(frozen=True)
class QuestionLine:
    """A question in the review list."""

    question: AttemptQuestion
    response: AttemptResponse | None

    @property
    def is_answered(self) -> bool:
        return bool(self.response and self.response.chosen)


def question_lines(attempt: Attempt) -> list[QuestionLine]:
    responses = latest_responses(attempt)
    questions = attempt.questions.select_related("version").order_by("position")
    return [QuestionLine(question, responses.get(question.pk)) for question in questions]


@dataclass(frozen=True)
class OptionOutcome:
    """An option after marking: what the person did with it, what would be right, and why."""

    option: Option
    was_chosen: bool
    is_right: bool
    answer: str
    right_answer: str


@dataclass(frozen=True)
class QuestionOutcome:
    question: AttemptQuestion
    options: list[OptionOutcome]

    @property
    def is_right(self) -> bool:
        return self.question.is_right

    @property
    def is_partly_right(self) -> bool:
        return bool(self.question.score) and not self.is_right


def outcomes_of(attempt: Attempt) -> list[QuestionOutcome]:
    """Return every question of a marked attempt with feedback for each option."""
    responses = latest_responses(attempt)
    questions = attempt.questions.select_related("version__question__revisit", "attempt").prefetch_related(
        "version__options"
    )
    found = []
    for question in questions.order_by("position"):
        response = responses.get(question.pk)
        chosen = list(response.chosen) if response else []
        found.append(QuestionOutcome(question, _option_outcomes(question, chosen)))
    return found


def _option_outcomes(question: AttemptQuestion, chosen: list[str]) -> list[OptionOutcome]:
    options = list(question.version.options.all())
    if question.version.kind == QuestionKind.ORDERING:
        place = {key: str(number) for number, key in enumerate(chosen, 1)}
        return [
            OptionOutcome(
                option,
                bool(chosen),
                place.get(option.key) == str(number),
                place.get(option.key, ""),
                str(number),
            )
            for number, option in enumerate(options, 1)
        ]
    if question.version.kind == QuestionKind.MATCHING:
        texts = {option.key: option.match for option in options}
        given = dict(zip(matching_lefts(question), chosen, strict=False))
        return [
            OptionOutcome(
                option,
                bool(chosen),
                given.get(option.key) == option.key,
                texts.get(given.get(option.key, ""), ""),
                option.match,
            )
            for option in options
        ]
    return [
        OptionOutcome(option, option.key in chosen, option.correct, "", "") for option in question.options_as_shown()
    ]


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment in my list with my newest attempt."""

    assessment: Assessment
    latest: Attempt | None
    passed: bool


def assessment_lines(account: Account) -> list[AssessmentLine]:
    """Return the assessments of the modules I may open, with how I stand on each. Two queries."""
    rows = (
        Assessment.objects.filter(module__in=modules_open_to(account)).select_related("module").order_by("module__path")
    )
    latest: dict[int, Attempt] = {}
    passed = set()
    for attempt in Attempt.objects.filter(person=account.person_id).order_by("pk"):
        latest[attempt.assessment_id] = attempt
        if attempt.passed:
            passed.add(attempt.assessment_id)
    return [AssessmentLine(row, latest.get(row.pk), row.pk in passed) for row in rows]


def observations_of(person: Person) -> list[Observation]:
    rows = Observation.objects.filter(learner=person)
    return list(rows.select_related("assessor", "competency_level__competency", "competency_level__level"))


def awards_of(person: Person) -> list[Award]:
    """Return every award a person was ever given, the newest first."""
    rows = Award.objects.filter(person=person).select_related("competency__element", "level", "revocation")
    return list(rows.order_by("-awarded_on", "-pk"))
