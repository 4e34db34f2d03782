from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.models import Page

from framework.models import ShelfPage
from learning.assessment.permissions import banks_open_to, frameworks_covered_by, get_framework_to_cover
from learning.assessment.queries.coverage import Cell, CompetencyRow, ElementRow, coverage_map
from learning.assessment.rules.coverage import CONTENT, ENOUGH, NONE, OBSERVATION, QUESTION, TOO_FEW, TOOL
from learning.content.models import LearningIndexPage
from learning.people.decorators import SignedInRequest, page

HEADINGS = {CONTENT: "Content", QUESTION: "Questions", OBSERVATION: "To observe", TOOL: "Tools"}
SYMBOLS = {ENOUGH: "tick", TOO_FEW: "half", NONE: "cross"}
STATE_WORDS = {ENOUGH: "Enough", TOO_FEW: "Not enough yet", NONE: "None yet"}


@dataclass(frozen=True)
class ShownCell:
    """A cell with where to go to fill it."""

    cell: Cell
    heading: str
    state: str
    icon: str
    address: str
    action: str


@page
def coverage_index(request: SignedInRequest) -> HttpResponse:
    """The frameworks of my organisation; the map itself when there is only one."""
    frameworks = list(frameworks_covered_by(request.user))
    if len(frameworks) == 1:
        return redirect("coverage:map", frameworks[0].code)
    context = {"frameworks": frameworks, "breadcrumbs_items": _trail(("", "Coverage"))}
    return render(request, "assessment/bank/coverage_index.html", context)


@page
def coverage(request: SignedInRequest, framework_code: str) -> HttpResponse:
    """What there is for each element and competency of a framework, and what is missing."""
    framework = get_framework_to_cover(request.user, framework_code)
    rows = coverage_map(framework, banks_open_to(request.user))
    places = _Places.find()
    shown = [
        {
            "row": row,
            "cells": [_shown(cell, _element_address(cell, row, places)) for cell in row.cells],
            "competencies": [
                {"row": line, "cells": [_shown(cell, _address(cell, line, places)) for cell in line.cells]}
                for line in row.competencies
            ],
        }
        for row in rows
    ]
    cells = [cell for row in rows for cell in row.cells]
    context = {
        "framework": framework,
        "frameworks": list(frameworks_covered_by(request.user)),
        "rows": shown,
        "headings": HEADINGS.values(),
        "empty": sum(row.gaps for row in rows),
        "enough": sum(cell.amount == ENOUGH for cell in cells),
        "total": len(cells),
        "breadcrumbs_items": _trail(("", f"Coverage of {framework.title}")),
    }
    return render(request, "assessment/bank/coverage.html", context)


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    way = [(reverse("wagtailadmin_home"), "Home"), *steps]
    return [{"url": url, "label": label} for url, label in way]


@dataclass(frozen=True)
class _Places:
    """Where pages are added."""

    learning: Page | None
    tools: Page | None

    @classmethod
    def find(cls) -> _Places:
        return cls(LearningIndexPage.objects.first(), ShelfPage.objects.filter(slug="tools").first())


def _shown(cell: Cell, link: tuple[str, str]) -> ShownCell:
    state = STATE_WORDS[cell.amount]
    return ShownCell(
        cell, HEADINGS[cell.kind], state, SYMBOLS[cell.amount], *(link if cell.amount != ENOUGH else ("", ""))
    )


def _element_address(cell: Cell, row: ElementRow, places: _Places) -> tuple[str, str]:
    """Return where an element's cell is filled: a tool on its shelf, else at its first competency that lacks it."""
    if cell.kind == TOOL:
        if places.tools is None:
            return "", ""
        add = reverse("wagtailadmin_pages:add", args=["framework", "toolpage", places.tools.pk])
        return add, "Add a tool"
    for line in row.competencies:
        for found in line.cells:
            if found.kind == cell.kind and found.amount != ENOUGH:
                return _address(found, line, places)
    return reverse("competency:index"), "Add a competency"


def _address(cell: Cell, line: CompetencyRow, places: _Places) -> tuple[str, str]:
    """Return where a competency's cell is filled, and the words for going there."""
    if cell.kind == OBSERVATION:
        return reverse("competency:edit", args=[line.competency.pk]), "Write what to observe"
    if cell.kind == QUESTION and line.module_id:
        if cell.have and cell.words.startswith("not asked"):
            return reverse("question_bank:settings", args=[line.module_id]), "Ask about it"
        address = reverse("question_bank:add", args=[line.module_id])
        return f"{address}?competency={line.competency.code}", "Add a question"
    if places.learning is None:
        return "", ""
    add = reverse("wagtailadmin_pages:add", args=["content", "modulepage", places.learning.pk])
    return add, "Add a module"
