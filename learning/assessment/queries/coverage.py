"""How far the learning of an organisation covers a framework. Counts what learners find today."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from framework.models import Anchor, Competency, Element, Framework, ToolPage
from learning.assessment.models import BlueprintRow, Question
from learning.assessment.rules.blueprint import TWICE
from learning.assessment.rules.coverage import (
    CONTENT,
    ENOUGH,
    KINDS,
    NONE,
    OBSERVATION,
    QUESTION,
    TOO_FEW,
    TOOL,
    Coverage,
    CoverageGap,
    amount,
    coverage_gaps,
)
from learning.content.models import LessonPage, ModulePage


@dataclass(frozen=True)
class Cell:
    """One kind of thing for one element or competency: how much there is, how much is needed, and in words."""

    kind: str
    have: int
    amount: str
    words: str


@dataclass(frozen=True)
class CompetencyRow:
    """A competency of the map, and the module whose bank needs questions most (None when no module serves it)."""

    competency: Competency
    cells: tuple[Cell, ...]
    module_id: int | None


@dataclass(frozen=True)
class ElementRow:
    """An element of the map with its competencies."""

    element: Element
    cells: tuple[Cell, ...]
    competencies: tuple[CompetencyRow, ...]

    @property
    def gaps(self) -> int:
        """Return how many of its cells, its competencies' included, are empty."""
        every = [*self.cells, *(cell for row in self.competencies for cell in row.cells)]
        return sum(cell.amount == NONE for cell in every)


@dataclass(frozen=True)
class _Counts:
    """What there is, by competency (and module); a module counts when people can open it and it has a lesson."""

    modules: dict[int, list[int]]
    questions: Counter[tuple[int, int]]
    drawn: Counter[tuple[int, int]]
    anchors: Counter[int]

    def of(self, competency: Competency) -> Coverage:
        serving = self.modules[competency.pk]
        return Coverage(
            competency=competency.code,
            content=len(serving),
            questions=sum(self.questions[competency.pk, module] for module in serving),
            drawn=sum(self.drawn[competency.pk, module] for module in serving),
            observations=self.anchors[competency.pk],
        )

    def neediest(self, competency: Competency) -> int | None:
        """Return the module that lacks most questions on a competency; one that lacks none has least need."""
        serving = self.modules[competency.pk]
        return max(serving, key=lambda module: self._missing(competency.pk, module), default=None)

    def falls_short(self, competency: Competency) -> bool:
        """Answer whether one module's own bank is too small, however full the others' are."""
        return any(self._missing(competency.pk, module) > 0 for module in self.modules[competency.pk])

    def _missing(self, competency: int, module: int) -> int:
        return TWICE * self.drawn[competency, module] - self.questions[competency, module]


def coverage_map(framework: Framework, modules: QuerySet[ModulePage]) -> list[ElementRow]:
    """Return the map of a framework over the modules of an organisation. Seven queries, whatever their number."""
    competencies = list(Competency.objects.filter(element__framework=framework).select_related("element"))
    counts = _count(competencies, modules)
    tools = Counter(
        dict(
            ToolPage.objects.live()
            .filter(elements__framework=framework)
            .order_by()
            .values_list("elements")
            .annotate(count=Count("pk"))
        )
    )
    by_element: dict[int, list[Competency]] = defaultdict(list)
    for competency in competencies:
        by_element[competency.element_id].append(competency)
    elements = Element.objects.filter(framework=framework).order_by("order")
    return [_element_row(element, by_element[element.pk], counts, tools[element.pk]) for element in elements]


def _element_row(element: Element, competencies: list[Competency], counts: _Counts, tools: int) -> ElementRow:
    covered = [(competency, counts.of(competency)) for competency in competencies]
    rows = tuple(
        CompetencyRow(competency, _cells(found, counts.falls_short(competency)), counts.neediest(competency))
        for competency, found in covered
    )
    cells = [_sum(place, rows) for place in range(len(KINDS) - 1)]
    serving = {module for competency in competencies for module in counts.modules[competency.pk]}
    cells[0] = Cell(CONTENT, len(serving), cells[0].amount, cells[0].words)
    return ElementRow(element, (*cells, _simple(TOOL, tools)), rows)


def _cells(found: Coverage, falls_short: bool) -> tuple[Cell, ...]:
    return (
        _simple(CONTENT, found.content),
        _question_cell(found, falls_short),
        _simple(OBSERVATION, found.observations),
    )


def _simple(kind: str, have: int) -> Cell:
    return Cell(kind, have, amount(have), "" if have else "None yet")


def _question_cell(found: Coverage, falls_short: bool) -> Cell:
    state = amount(found.questions, found.needed)
    if state == ENOUGH and falls_short:
        return Cell(QUESTION, found.questions, TOO_FEW, "too few in one module")
    words = {NONE: "None yet", ENOUGH: "", TOO_FEW: f"of {found.needed} needed"}[state]
    if state == TOO_FEW and not found.needed:
        words = "not asked in any assessment"
    return Cell(QUESTION, found.questions, state, words)


def _sum(place: int, rows: tuple[CompetencyRow, ...]) -> Cell:
    """Return the cell of an element: empty when all its competencies' are, enough when all are."""
    cells = [row.cells[place] for row in rows]
    have = sum(cell.have for cell in cells)
    fine = sum(cell.amount == ENOUGH for cell in cells)
    if not have:
        return Cell(KINDS[place], 0, NONE, "None yet")
    state = ENOUGH if fine == len(cells) else TOO_FEW
    return Cell(KINDS[place], have, state, "" if state == ENOUGH else f"enough for {fine} of {len(cells)} competencies")


def _count(competencies: Iterable[Competency], modules: QuerySet[ModulePage]) -> _Counts:
    ids = [competency.pk for competency in competencies]
    open_modules = modules.filter(live=True, path__in=_paths_with_lessons())
    serving: dict[int, list[int]] = defaultdict(list)
    through = ModulePage.competencies.through.objects.filter(competency__in=ids, modulepage__in=open_modules)
    for competency, module in through.order_by("modulepage").values_list("competency", "modulepage"):
        serving[competency].append(module)
    questions = Question.objects.filter(
        competency__in=ids, module__in=open_modules, withdrawn_on=None, versions__is_current=True
    ).values_list("competency", "module")
    drawn = BlueprintRow.objects.filter(competency__in=ids, assessment__module__in=open_modules)
    anchors = Anchor.objects.filter(competency_level__competency__in=ids)
    return _Counts(
        serving,
        Counter({(row[0], row[1]): row[2] for row in questions.order_by().annotate(count=Count("pk"))}),
        Counter(
            {
                (row[0], row[1]): row[2]
                for row in drawn.order_by().values_list("competency", "assessment__module").annotate(total=Sum("count"))
            }
        ),
        Counter(dict(anchors.order_by().values_list("competency_level__competency").annotate(count=Count("pk")))),
    )


def _paths_with_lessons() -> QuerySet[LessonPage, str]:
    """Return the paths of modules that have a lesson people can open."""
    parent = Substr("path", 1, Length("path") - Page.steplen)
    lessons = LessonPage.objects.live().annotate(parent=parent)
    paths: QuerySet[LessonPage, str] = lessons.order_by().values_list("parent", flat=True).distinct()
    return paths


def coverage_of_module(module: ModulePage) -> list[Coverage]:
    """Return what there is for each competency that a module serves, in this module alone, published or not."""
    competencies = list(module.competencies.all())
    has_lesson = LessonPage.objects.child_of(module).exists()
    anchors = Counter(
        Anchor.objects.filter(competency_level__competency__in=competencies).values_list(
            "competency_level__competency", flat=True
        )
    )
    drawable = Question.objects.filter(module=module, withdrawn_on=None, versions__is_current=True)
    questions = Counter(drawable.values_list("competency", flat=True))
    drawn: Counter[int] = Counter()
    for competency, count in BlueprintRow.objects.filter(assessment__module=module).values_list("competency", "count"):
        drawn[competency] += count
    return [
        Coverage(row.code, int(has_lesson), questions[row.pk], drawn[row.pk], anchors[row.pk]) for row in competencies
    ]


def too_few_questions(module: ModulePage) -> list[CoverageGap]:
    """Return the competencies of a module that have too few questions, each with how many it has and needs.

    Enough is twice what one attempt draws. This is what a publish gate asks of the assessment app.
    """
    return [gap for gap in coverage_gaps(coverage_of_module(module)) if gap.kind == QUESTION]
