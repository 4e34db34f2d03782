"""Whether the bank of a module can fill its blueprint."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from framework.models import Competency
from learning.assessment.models import Assessment, BlueprintRow, Question, QuestionVersion
from learning.assessment.rules.blueprint import TWICE, Gap, Line, blueprint_gaps
from learning.content.models import ModulePage


class BlueprintTooSmall(Exception):
    """A bank would lack questions. `gaps` name the rows; `stops_attempts` says that no attempt could start at all."""

    def __init__(self, gaps: list[Gap], *, stops_attempts: bool) -> None:
        super().__init__("; ".join(gap.words for gap in gaps))
        self.gaps = gaps
        self.stops_attempts = stops_attempts


def drawable(module: ModulePage, *, without: Question | None = None) -> Counter[tuple[str, str]]:
    """Count the questions that an attempt could draw today, by competency and difficulty. One query."""
    questions = Question.objects.filter(module=module, withdrawn_on=None, versions__is_current=True)
    if without is not None:
        questions = questions.exclude(pk=without.pk)
    return Counter(questions.values_list("competency__code", "difficulty"))


def blueprint_lines(module: ModulePage) -> list[Line]:
    """Return the blueprint of a module's assessment; no rows when it has none."""
    rows = BlueprintRow.objects.filter(assessment__module=module).values_list("competency__code", "count", "difficulty")
    return [Line(*row) for row in rows]


def gaps_of(module: ModulePage) -> list[Gap]:
    """Return what the bank lacks so that a second attempt gets other questions than the first."""
    return with_names(blueprint_gaps(blueprint_lines(module), drawable(module)))


def with_names(gaps: list[Gap]) -> list[Gap]:
    """Return gaps that say the names of their competencies in place of codes. A query if there is any."""
    found = Competency.objects.filter(code__in=[gap.competency for gap in gaps]) if gaps else ()
    names = {competency.code: str(competency) for competency in found}
    return [replace(gap, name=names.get(gap.competency, "")) for gap in gaps]


def refuse_a_bank_too_small(
    module: ModulePage,
    *,
    without: Question | None = None,
    instead: QuestionVersion | None = None,
    lines: list[Line] | None = None,
    anyway: bool = False,
) -> None:
    """Raise BlueprintTooSmall when a bank lacks questions for its blueprint, or for `lines` in place of it.

    It is judged without one question, or with that question under the tags of another version. Too few for two
    different attempts may be accepted (`anyway`); too few for a single one, once people can open the module, may not.
    What was lacking before is held against nobody.
    """
    wanted = blueprint_lines(module) if lines is None else lines
    have = drawable(module, without=without)
    if instead is not None and instead.competency is not None and instead.question.withdrawn_on is None:
        have[instead.competency.code, instead.difficulty] += 1
    before = drawable(module) if without is not None else Counter()
    for times in (1, TWICE):
        lacking = blueprint_gaps(wanted, have, times=times)
        known = {(gap.competency, gap.difficulty): gap.missing for gap in blueprint_gaps(wanted, before, times=times)}
        worse = [gap for gap in lacking if gap.missing > known.get((gap.competency, gap.difficulty), 0)]
        gaps = lacking if lines is not None else worse
        stops = times == 1 and module.live
        if gaps and (stops or not anyway):
            raise BlueprintTooSmall(with_names(gaps), stops_attempts=stops)


def assessment_of(module: ModulePage) -> Assessment | None:
    found: Assessment | None = Assessment.objects.filter(module=module).select_related("level").first()
    return found
