from __future__ import annotations

from typing import Any

from django.db import transaction

from framework.models import Competency, Level
from learning.assessment.models import Assessment, BlueprintRow, Option, Question, QuestionVersion
from learning.assessment.rules.bank import bank_problem
from learning.content.models import ModulePage


class BankFileError(ValueError):
    """A question bank that cannot be loaded; the message names the place."""


@transaction.atomic
def load_assessment(data: dict[str, Any], *, module: ModulePage) -> Assessment:
    """Create a module's assessment and its bank from a file's content; one that exists is left as it is.

    Raises BankFileError with what to change, before anything is written.
    """
    existing = Assessment.objects.filter(module=module).first()
    if existing:
        return existing
    competencies = {competency.code: competency for competency in module.competencies.all()}
    problem = bank_problem(data, competencies)
    if problem:
        raise BankFileError(problem)
    facts = data["assessment"]
    assessment = Assessment.objects.create(
        module=module, title=facts["title"], pass_mark=facts["pass_mark"], level=_first_level(competencies)
    )
    for row in facts["blueprint"]:
        BlueprintRow.objects.create(
            assessment=assessment,
            competency=competencies[row["competency"]],
            count=row["count"],
            difficulty=row.get("difficulty", "").upper(),
        )
    lessons = {lesson.slug: lesson for lesson in module.live_lessons()}
    for item in data["questions"]:
        question = Question.objects.create(
            module=module,
            code=item["code"],
            competency=competencies[item["competency"]],
            difficulty=item["difficulty"].upper(),
            revisit=lessons.get(item["revisit"]),
        )
        _load_version(question, item)
    return assessment


def _first_level(competencies: dict[str, Competency]) -> Level:
    some_competency = next(iter(competencies.values()))
    first: Level = some_competency.element.framework.levels.order_by("order")[0]
    return first


def _load_version(question: Question, item: dict[str, Any]) -> None:
    version = QuestionVersion.objects.create(
        question=question,
        kind=item["kind"].upper(),
        stem=item["stem"],
        competency=question.competency,
        difficulty=question.difficulty,
        revisit=question.revisit,
    )
    Option.objects.bulk_create(
        Option(
            version=version,
            key=option["key"],
            text=option["text"],
            match=option.get("match", ""),
            correct=bool(option.get("correct", False)),
            feedback=option["feedback"],
            misconception=option.get("misconception", ""),
            order=order,
        )
        for order, option in enumerate(item["options"], 1)
    )
