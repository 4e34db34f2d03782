"""Questions in files, in /cms/: taken in after a look at what would change, and given out."""

from __future__ import annotations

from uuid import UUID

from defusedcsv import csv
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from learning.assessment.actions.imports import PlanChanged, keep_import, take_import
from learning.assessment.exchange import gift, qti, spreadsheet
from learning.assessment.exchange.reading import MOST_BYTES, FileRefused
from learning.assessment.forms.questions import ImportForm, TakeForm
from learning.assessment.models import BankImport
from learning.assessment.permissions import get_bank_for, get_import_for
from learning.assessment.queries.bank import newest_drafts
from learning.assessment.queries.imports import known_questions, plan_of, read_rows, rows_of
from learning.assessment.rules.imports import CHANGED, ERROR, NEW, UNCHANGED, PlannedRow, fingerprint
from learning.assessment.views.bank import module_step, trail
from learning.content.queries import competencies_served
from learning.people.decorators import SignedInRequest, form_page, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS = {
    "xlsx": ("xlsx", XLSX, spreadsheet.write_xlsx),
    "csv": ("csv", "text/csv; charset=utf-8", spreadsheet.write_csv),
    "gift": ("gift.txt", "text/plain; charset=utf-8", gift.write_gift),
    "qti": ("qti.zip", "application/zip", qti.write_qti),
}
SHOWN_ROWS = 500


@page
def export(request: SignedInRequest, module_id: int, kind: str) -> HttpResponse:
    """The newest words of every question of a module, as a file; or an empty spreadsheet to fill in."""
    module = get_bank_for(request.user, module_id)
    if kind == "empty":
        return _file("questions-empty.xlsx", XLSX, spreadsheet.write_xlsx([]))
    if kind not in EXPORTS:
        raise Http404
    ending, content_type, write = EXPORTS[kind]
    return _file(f"{module.slug}-questions.{ending}", content_type, write(list(newest_drafts(module).values())))


def _file(name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@form_page
def choose_file(request: SignedInRequest, module_id: int) -> HttpResponse:
    """Choose a file of questions. It is looked through first; nothing changes yet."""
    module = get_bank_for(request.user, module_id)
    competencies = list(competencies_served(module).select_related("element"))
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*given, competencies=competencies)
    if form.is_valid():
        try:
            kept = _read(request, module, form.cleaned_data)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("question_bank:look_through", module.pk, kept.uuid)
    crumbs = trail(module_step(module), ("", "Import"))
    context = {"module": module, "form": form, "most": MOST_BYTES // 1_000_000, "breadcrumbs_items": crumbs}
    return render(request, "assessment/bank/import.html", context, status=422 if form.errors else 200)


def _read(request: SignedInRequest, module, given: dict) -> BankImport:
    """Read a file without ever holding more of it than a bank may have."""
    uploaded = given["file"]
    data = uploaded.read(MOST_BYTES + 1) if uploaded.size <= MOST_BYTES else bytes(MOST_BYTES + 1)
    if uploaded.size > MOST_BYTES:
        size = uploaded.size // 1_000_000
        raise FileRefused(f"The file has {size} MB; at most {MOST_BYTES // 1_000_000} MB can be read. Divide it.")
    rows = read_rows(uploaded.name, data, competency=given["competency"], difficulty=given["difficulty"])
    return keep_import(module, uploaded.name, rows, by=request.user.person)


@form_page
def look_through(request: SignedInRequest, module_id: int, import_id: UUID) -> HttpResponse:
    """What taking a file would do, row by row; and its taking, all or nothing."""
    kept = get_import_for(request.user, module_id, import_id)
    if request.method == "POST" and not kept.taken_at:
        form = TakeForm(request.POST)
        shown = form.cleaned_data["shown"] if form.is_valid() else ""
        try:
            take_import(kept, by=request.user.person, shown=shown, send=bool(request.POST.get("send")))
        except PlanChanged:
            messages.warning(request, "Nothing was taken: the questions changed meanwhile. Read below what holds now.")
            return redirect("question_bank:look_through", module_id, kept.uuid)
        messages.success(request, "The questions were taken. What is complete waits for review, if you asked for it.")
        return redirect("question_bank:bank", module_id)
    if kept.taken_at:
        messages.info(request, "This file was taken before. Nothing was changed now.")
        return redirect("question_bank:bank", module_id)
    known = known_questions(kept.module)
    planned = plan_of(kept.module, rows_of(kept), known)
    counts = {outcome: sum(row.outcome == outcome for row in planned) for outcome in (NEW, CHANGED, UNCHANGED, ERROR)}
    context = {
        "module": kept.module,
        "kept": kept,
        "rows": _worst_first(planned)[:SHOWN_ROWS],
        "more": max(0, len(planned) - SHOWN_ROWS),
        "counts": counts,
        "total": len(planned),
        "drafts": sum(bool(row.missing) for row in planned),
        "shown": fingerprint(planned, known),
        "may_take": not counts[ERROR] and counts[NEW] + counts[CHANGED] > 0,
        "breadcrumbs_items": trail(module_step(kept.module), ("", "Import")),
    }
    return render(request, "assessment/bank/look_through.html", context)


def _worst_first(planned: list[PlannedRow]) -> list[PlannedRow]:
    return sorted(planned, key=lambda row: row.outcome != ERROR)


@page
def problems(request: SignedInRequest, module_id: int, import_id: UUID) -> HttpResponse:
    """What is wrong in a file, as a spreadsheet to work through."""
    kept = get_import_for(request.user, module_id, import_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="what-to-mend.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["place", "code", "column", "what to do"])
    for row in plan_of(kept.module, rows_of(kept), known_questions(kept.module)):
        for problem in (*row.problems, *row.missing):
            writer.writerow([row.place, row.code, problem.column, problem.words])
    return response
