"""The question bank in /cms/: lists, and the form of a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from framework.models import Element
from learning.assessment.actions.questions import CodeTaken, NotFit, NotNow, Overtaken, make_question, save_question
from learning.assessment.actions.review import send_to_review
from learning.assessment.forms.questions import QuestionForm
from learning.assessment.models import Question, QuestionKind, QuestionVersion
from learning.assessment.permissions import (
    banks_open_to,
    can_review,
    can_write_questions,
    get_bank_for,
    get_question_for,
)
from learning.assessment.preview import preview_context
from learning.assessment.queries.bank import (
    SORTS,
    BankFilter,
    bank_lines,
    draft_of,
    is_used,
    lessons_of,
    misconceptions_in_use,
    newest_version,
    question_rows,
    questions_in,
    words_of_module,
)
from learning.assessment.queries.blueprint import gaps_of
from learning.assessment.rules.questions import (
    MOST_OPTIONS,
    OptionDraft,
    Problem,
    QuestionDraft,
    changes,
    clean_draft,
    question_problems,
)
from learning.content.models import ModulePage
from learning.content.queries import competencies_served
from learning.people.decorators import SignedInRequest, form_page, page, write

ON_A_PAGE = 50
SHOWS = [
    ("", "In use or in the making"),
    ("IN_REVIEW", "In review"),
    ("DRAFT", "Drafts"),
    ("DECLINED", "Came back"),
    ("withdrawn", "Withdrawn"),
    ("everything", "Everything"),
]
SORT_NAMES = [
    ("code", "Code"),
    ("-code", "Code, last first"),
    ("competency", "Competency"),
    ("difficulty", "Difficulty"),
    ("newest", "Changed last"),
]


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page: Home, Questions, and its own steps."""
    way = [(reverse("wagtailadmin_home"), "Home"), (reverse("question_bank:index"), "Questions"), *steps]
    return [{"url": url, "label": label} for url, label in way]


def module_step(module: ModulePage) -> tuple[str, str]:
    return reverse("question_bank:bank", args=[module.pk]), module.title


def question_step(question: Question) -> tuple[str, str]:
    return reverse("question_bank:question", args=[question.pk]), question.code


@page
def index(request: SignedInRequest) -> HttpResponse:
    """The modules whose questions I write."""
    context = {
        "lines": bank_lines(banks_open_to(request.user)),
        "may_write": can_write_questions(request.user),
        "breadcrumbs_items": [*trail()[:-1], {"url": "", "label": "Questions"}],
    }
    return render(request, "assessment/bank/index.html", context)


@page
def bank(request: SignedInRequest, module_id: int) -> HttpResponse:
    """The questions of one module: found, narrowed, sorted, page by page."""
    module = get_bank_for(request.user, module_id)
    wanted = read_filter(request.GET)
    found = Paginator(questions_in(module, wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    competencies = list(competencies_served(module).select_related("element"))
    context = {
        "module": module,
        "wanted": wanted,
        "page": found,
        "rows": question_rows(list(found.object_list)),
        "gaps": gaps_of(module),
        "filters": _filters(module, wanted, competencies),
        "is_narrowed": wanted != BankFilter(sort=wanted.sort),
        "breadcrumbs_items": trail(("", module.title)),
    }
    return render(request, "assessment/bank/bank.html", context)


def read_filter(data: Mapping[str, str]) -> BankFilter:
    """Return what a list was asked for; words that no filter knows narrow nothing."""
    given = {name: data.get(name, "").strip()[:100] for name in ("q", "element", "competency", "misconception")}
    known = {"difficulty": Question.Difficulty.values, "kind": QuestionKind.values, "show": dict(SHOWS), "sort": SORTS}
    chosen = {name: data.get(name, "") for name, words in known.items() if data.get(name, "") in words}
    return BankFilter(**{**{name: value.replace("\x00", "") for name, value in given.items()}, **chosen})


def _filters(module: ModulePage, wanted: BankFilter, competencies: list) -> list[dict[str, Any]]:
    """Return the choices of the list's filters, each with its name, label and what is chosen."""
    elements = {row.element.code: row.element for row in competencies}
    ordered: list[Element] = sorted(elements.values(), key=lambda element: element.order)
    used = [(name, name) for name in misconceptions_in_use(module)]
    choices = {
        "element": ("Element", [("", "Every element"), *((row.code, row.title) for row in ordered)]),
        "competency": ("Competency", [("", "Every competency"), *((row.code, str(row)) for row in competencies)]),
        "difficulty": ("Difficulty", [("", "Every difficulty"), *Question.Difficulty.choices]),
        "kind": ("Kind", [("", "Every kind"), *QuestionKind.choices]),
        "misconception": ("Misconception", [("", "Any or none"), *used]),
        "show": ("Where it stands", SHOWS),
        "sort": ("Sort by", SORT_NAMES),
    }
    return [
        {"name": name, "label": label, "choices": options, "chosen": getattr(wanted, name)}
        for name, (label, options) in choices.items()
    ]


@form_page
def add(request: SignedInRequest, module_id: int) -> HttpResponse:
    """A new question."""
    module = get_bank_for(request.user, module_id)
    if request.method != "POST":
        empty = QuestionDraft("", "SINGLE", "", request.GET.get("competency", "")[:50], "APPLIED")
        return _show_form(request, module, QuestionForm.of(empty))
    form = QuestionForm.read(request.POST)
    moved = form.after(request.POST.get("do", ""))
    if moved:
        return _show_form(request, module, moved)
    draft = clean_draft(form.draft)
    try:
        version = make_question(module, draft, by=request.user.person)
    except NotFit as refused:
        return _show_form(request, module, form.with_problems(refused.problems))
    except CodeTaken:
        taken = Problem("code", f"The module has a question {draft.code} already. Give this one another code.")
        return _show_form(request, module, form.with_problems([taken]))
    return _saved(request, version, "The question is kept as a draft.")


@form_page
def question(request: SignedInRequest, question_id: int) -> HttpResponse:
    """A question with its words and tags, to be changed. What is in review can only be read."""
    found = get_question_for(request.user, question_id)
    newest = newest_version(found)
    if request.method != "POST":
        if newest.state == QuestionVersion.State.IN_REVIEW:
            return _show_waiting(request, found, newest)
        return _show_form(request, found.module, QuestionForm.of(draft_of(newest)), version=newest)
    form = QuestionForm.read(request.POST, code=found.code)
    moved = form.after(request.POST.get("do", ""))
    if moved:
        return _show_form(request, found.module, moved, version=newest, seen=_seen(request))
    try:
        version = save_question(found, clean_draft(form.draft), by=request.user.person, seen=_seen(request))
    except NotFit as refused:
        refused_form = form.with_problems(refused.problems)
        return _show_form(request, found.module, refused_form, version=newest, seen=_seen(request))
    except (Overtaken, NotNow):
        return _show_form(request, found.module, form, version=newest_version(found), is_overtaken=True)
    return _saved(request, version, f"Version {version.number} is kept.")


def _seen(request: SignedInRequest) -> tuple[int, int]:
    parts = [request.POST.get(name, "") for name in ("version", "saved")]
    whole = [int(part) if part.isascii() and part.isdecimal() and len(part) < 9 else -1 for part in parts]
    return whole[0], whole[1]


def _saved(request: SignedInRequest, version: QuestionVersion, words: str) -> HttpResponse:
    """Say what was kept; send it to review when asked to."""
    if request.POST.get("do") != "send" or not version.is_changeable:
        messages.success(request, words)
        return redirect("question_bank:question", version.question_id)
    try:
        send_to_review(version.question, by=request.user.person)
    except NotFit as refused:
        form = QuestionForm.of(draft_of(newest_version(version.question))).with_problems(refused.problems)
        messages.warning(request, f"{words} Before somebody can review it, mend what is marked below.")
        newest = newest_version(version.question)
        return _show_form(request, newest.question.module, form, version=newest)
    except NotNow as refused:
        messages.warning(request, str(refused))
        return redirect("question_bank:question", version.question_id)
    messages.success(request, f"{words} It waits for somebody else to review it.")
    return redirect("question_bank:bank", version.question.module_id)


def _show_form(
    request: SignedInRequest,
    module: ModulePage,
    form: QuestionForm,
    *,
    version: QuestionVersion | None = None,
    seen: tuple[int, int] | None = None,
    is_overtaken: bool = False,
) -> HttpResponse:
    at = seen or ((version.number, version.times_saved) if version else (0, 0))
    step = question_step(version.question) if version else ("", "Add a question")
    context = {
        "module": module,
        "form": form,
        "draft": form.draft,
        "rows": form.rows(),
        "problem": form.problem_at(),
        "summary": form.summary(),
        "version": version,
        "question": version.question if version else None,
        "seen": at,
        "changes": changes(draft_of(version), clean_draft(form.draft)) if version and is_overtaken else [],
        "is_overtaken": is_overtaken,
        "is_used": is_used(version.question) if version else False,
        "may_add_rows": len(form.draft.options) < MOST_OPTIONS,
        "spare_row": {"number": "__row__", "option": OptionDraft(""), "problems": {}},
        "breadcrumbs_items": trail(module_step(module), ("", step[1])),
        **_choices(module),
    }
    status = 409 if is_overtaken else 422 if form.problems and request.method == "POST" else 200
    return render(request, "assessment/bank/question.html", context, status=status)


def _choices(module: ModulePage) -> dict[str, Any]:
    return {
        "kinds": QuestionKind.choices,
        "difficulties": Question.Difficulty.choices,
        "competencies": list(competencies_served(module).select_related("element")),
        "lessons": list(lessons_of(module)),
        "misconceptions": misconceptions_in_use(module),
    }


def _show_waiting(request: SignedInRequest, found: Question, newest: QuestionVersion) -> HttpResponse:
    context = {
        "module": found.module,
        "question": found,
        "version": newest,
        "draft": draft_of(newest),
        "may_review": can_review(request.user, newest),
        "breadcrumbs_items": trail(module_step(found.module), ("", found.code)),
    }
    return render(request, "assessment/bank/waiting.html", context)


@write
def preview(request: SignedInRequest, module_id: int) -> HttpResponse:
    """What has been typed, as a learner would meet it. Nothing is kept."""
    module = get_bank_for(request.user, module_id)
    draft = clean_draft(QuestionForm.read(request.POST, code=request.POST.get("code", "")).draft)
    problems = question_problems(draft, **words_of_module(module))
    context = {"module": module, "problems": problems, **preview_context(draft)}
    return render(request, "assessment/bank/preview.html", context)
