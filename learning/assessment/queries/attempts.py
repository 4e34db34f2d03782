from __future__ import annotations

from learning.assessment.models import (
    Assessment,
    Attempt,
    AttemptQuestion,
    AttemptResponse,
    Award,
    QuestionVersion,
)
from learning.assessment.rules.drawing import PoolQuestion
from learning.assessment.rules.standing import can_renew
from learning.people.models import Person
from learning.people.queries import local_today


def pool_of(assessment: Assessment) -> list[PoolQuestion]:
    """Return the questions that an attempt may draw from today."""
    competencies = [row.competency_id for row in assessment.blueprint.all()]
    versions = QuestionVersion.objects.filter(
        is_current=True,
        question__withdrawn_on=None,
        question__module=assessment.module_id,
        question__competency__in=competencies,
    ).select_related("question")
    return [
        PoolQuestion(version.pk, version.question.code, version.question.competency_id, version.question.difficulty)
        for version in versions
    ]


def versions_seen_by(person: Person, assessment: Assessment) -> set[int]:
    """Return the wordings that the person's earlier attempts at an assessment asked."""
    asked = AttemptQuestion.objects.filter(attempt__person=person, attempt__assessment=assessment)
    return set(asked.values_list("version_id", flat=True))


def latest_responses(attempt: Attempt) -> dict[int, AttemptResponse]:
    """Return the newest answer to each question, by the question's id; questions never answered are left out."""
    newest = {}
    for response in AttemptResponse.objects.filter(question__attempt=attempt).order_by("pk"):
        newest[response.question_id] = response
    return newest


def may_start(person: Person, assessment: Assessment) -> bool:
    """Answer whether a new attempt would serve the person: not while a pass stands and no award nears its end."""
    passed = Attempt.objects.filter(person=person, assessment=assessment, passed=True)
    if not passed.exists():
        return True
    today = local_today()
    competencies = {row.competency_id for row in assessment.blueprint.all()}
    awards = Award.objects.holding(today).filter(person=person, competency__in=competencies)
    held = {award.competency_id: award.expires_on for award in awards.order_by("awarded_on", "pk")}
    return any(can_renew(expires_on, today) for expires_on in held.values()) or _has_lapsed(
        person, competencies - set(held)
    )


def _has_lapsed(person: Person, competencies: set[int]) -> bool:
    return Award.objects.filter(person=person, competency__in=competencies).exists()
