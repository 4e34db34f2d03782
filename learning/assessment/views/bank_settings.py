from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from framework.models import Competency
from learning.assessment.actions.settings import SettingsGiven, save_settings
from learning.assessment.forms.questions import BlueprintFormSet, SettingsForm
from learning.assessment.models import Question
from learning.assessment.permissions import get_bank_for
from learning.assessment.queries.blueprint import BlueprintTooSmall, assessment_of, blueprint_lines, drawable
from learning.assessment.views.bank import module_step, trail
from learning.content.models import ModulePage
from learning.content.queries import competencies_served
from learning.people.decorators import SignedInRequest, form_page

USUAL_PASS_MARK = 70


@form_page
def settings(request: SignedInRequest, module_id: int) -> HttpResponse:
    """What a module's assessment asks, and what a pass is."""
    module = get_bank_for(request.user, module_id)
    competencies = list(competencies_served(module).select_related("element"))
    form, rows = _forms(request, module, competencies)
    gaps: BlueprintTooSmall | None = None
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = SettingsGiven(
            form.cleaned_data["title"], form.cleaned_data["level"], form.cleaned_data["pass_mark"], rows.lines()
        )
        try:
            save_settings(module, given, by=request.user.person, anyway=form.cleaned_data["anyway"])
        except BlueprintTooSmall as refused:
            gaps = refused
        else:
            messages.success(request, "The assessment is kept. Attempts that run go on as they began.")
            return redirect("question_bank:bank", module.pk)
    is_bad = bool(gaps) or (request.method == "POST" and bool(form.errors or rows.total_error_count()))
    context = {
        "module": module,
        "form": form,
        "rows": rows,
        "gaps": gaps,
        "stock": _stock(module, competencies),
        "difficulties": Question.Difficulty.labels,
        "breadcrumbs_items": trail(module_step(module), ("", "Assessment")),
    }
    return render(request, "assessment/bank/settings.html", context, status=422 if is_bad else 200)


def _forms(request: SignedInRequest, module: ModulePage, competencies: list[Competency]) -> tuple[SettingsForm, Any]:
    found = assessment_of(module)
    usual = {"title": f"Check what you know: {module.title}"[:200], "pass_mark": USUAL_PASS_MARK}
    kept = {"title": found.title, "level": found.level_id, "pass_mark": found.pass_mark} if found else usual
    lines = [
        {"competency": line.competency, "difficulty": line.difficulty, "count": line.count}
        for line in blueprint_lines(module)
    ]
    options = {"competencies": competencies}
    return (
        SettingsForm(request.POST or None, module=module, initial=kept),
        BlueprintFormSet(request.POST or None, initial=lines, form_kwargs=options, prefix="row"),
    )


def _stock(module: ModulePage, competencies: list[Competency]) -> list[tuple[Competency, list[int], int]]:
    """Return how many questions can be drawn on each competency, by difficulty and in all."""
    have: Counter[tuple[str, str]] = drawable(module)
    counted = [(row, [have[row.code, level] for level in Question.Difficulty.values]) for row in competencies]
    return [(row, counts, sum(counts)) for row, counts in counted]
