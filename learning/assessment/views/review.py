"""What becomes of a question in /cms/: reviewed, compared, made again, withdrawn, brought back, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from learning.assessment.actions.questions import NotFit, NotNow, Overtaken, delete_question, make_again
from learning.assessment.actions.review import (
    OwnWording,
    approve_question,
    bring_back_question,
    decline_question,
    send_to_review,
    take_back,
    withdraw_question,
)
from learning.assessment.forms.questions import ReasonForm, ReviewForm
from learning.assessment.models import Question
from learning.assessment.permissions import can_review, get_question_for, get_version_for
from learning.assessment.preview import preview_context
from learning.assessment.queries.bank import draft_of, is_used, newest_version, versions_with_words
from learning.assessment.queries.blueprint import BlueprintTooSmall
from learning.assessment.rules.questions import changes
from learning.assessment.views.bank import module_step, question_step, trail
from learning.people.decorators import SignedInRequest, form_page, page, write


@write
def send(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Ask for a second pair of eyes."""
    found = get_question_for(request.user, question_id)
    try:
        send_to_review(found, by=request.user.person)
    except (NotFit, NotNow) as refused:
        messages.warning(request, f"It was not sent. {refused}")
    else:
        messages.success(request, "It waits for somebody else to review it.")
    return redirect("question_bank:question", found.pk)


@write
def back(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Make what is in review a draft again."""
    found = get_question_for(request.user, question_id)
    try:
        take_back(found, by=request.user.person)
    except NotNow as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "It is a draft again. Change it, then send it once more.")
    return redirect("question_bank:question", found.pk)


@form_page
def review(request: SignedInRequest, question_id: int) -> HttpResponse:
    """A wording that waits, beside the one learners are asked now. Nobody reviews their own words."""
    found = get_question_for(request.user, question_id)
    newest = newest_version(found)
    current = versions_with_words().filter(question=found, is_current=True).first()
    initial = {"version": newest.number, "saved": newest.times_saved}
    form = ReviewForm(request.POST or None, initial=initial)
    gaps: BlueprintTooSmall | None = None
    if request.method == "POST" and form.is_valid():
        try:
            words = _decide(found, form.cleaned_data, request)
        except BlueprintTooSmall as refused:
            gaps = refused
        except OwnWording:
            form.add_error(None, "You wrote some of these words. Ask somebody else to review them.")
        except (Overtaken, NotNow):
            messages.warning(request, "The question was changed while you read it. This is how it stands now.")
            return redirect("question_bank:question", found.pk)
        else:
            messages.success(request, words)
            return redirect("question_bank:bank", found.module_id)
    context = {
        "question": found,
        "version": newest,
        "draft": draft_of(newest),
        "current": current,
        "changes": changes(draft_of(current), draft_of(newest)) if current else [],
        "form": form,
        "gaps": gaps,
        "may_review": can_review(request.user, newest),
        "breadcrumbs_items": trail(module_step(found.module), question_step(found), ("", "Review")),
    }
    return render(request, "assessment/bank/review.html", context, status=422 if form.errors or gaps else 200)


def _decide(found: Question, given: dict[str, Any], request: SignedInRequest) -> str:
    by, seen, reason = request.user.person, (given["version"], given["saved"]), given["reason"]
    if not request.user.has_perm("assessment.review_questionversion"):
        raise OwnWording
    if given["decision"] == ReviewForm.DECLINE:
        decline_question(found, by=by, seen=seen, reason=reason)
        return f"{found.code} went back to its author with your reason."
    approve_question(found, by=by, seen=seen, comment=reason, anyway=given["anyway"])
    return f"{found.code} is approved. Learners are asked it from now on."


@page
def history(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Every version of a question, and what was decided about it."""
    found = get_question_for(request.user, question_id)
    versions = found.versions.prefetch_related("written_by").order_by("-number")
    context = {
        "question": found,
        "versions": list(versions),
        "decisions": found.decisions.select_related("by", "version"),
        "breadcrumbs_items": trail(module_step(found.module), question_step(found), ("", "History")),
    }
    return render(request, "assessment/bank/history.html", context)


@page
def compare(request: SignedInRequest, question_id: int, first: int, second: int) -> HttpResponse:
    """Two versions of a question, word by word."""
    one = get_version_for(request.user, question_id, first)
    other = get_version_for(request.user, question_id, second)
    context = {
        "question": one.question,
        "first": one,
        "second": other,
        "changes": changes(draft_of(one), draft_of(other)),
        "breadcrumbs_items": trail(module_step(one.question.module), question_step(one.question), ("", "Compare")),
    }
    return render(request, "assessment/bank/compare.html", context)


@page
def version(request: SignedInRequest, question_id: int, number: int) -> HttpResponse:
    """A version as a learner meets it."""
    found = get_version_for(request.user, question_id, number)
    context = {"module": found.question.module, "saved": found, **preview_context(draft_of(found))}
    return render(request, "assessment/bank/preview.html", context)


@write
def again(request: SignedInRequest, question_id: int, number: int) -> HttpResponse:
    """Make the words of an earlier version a new draft."""
    found = get_version_for(request.user, question_id, number)
    try:
        made = make_again(found.question, number, by=request.user.person)
    except NotNow as refused:
        messages.warning(request, str(refused))
        return redirect("question_bank:history", question_id)
    messages.success(request, f"Version {made.number} has the words of version {number}. Send it to review to use it.")
    return redirect("question_bank:question", question_id)


@form_page
def withdraw(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Ask a question no more, with a reason."""
    found = get_question_for(request.user, question_id)

    def act(reason: str, anyway: bool) -> str:
        withdraw_question(found, by=request.user.person, reason=reason, anyway=anyway)
        return f"{found.code} is withdrawn. It is asked no more; attempts that run keep it."

    return _with_reason(request, found, "assessment/bank/withdraw.html", act)


@form_page
def bring_back(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Ask a withdrawn question again, with a reason."""
    found = get_question_for(request.user, question_id)

    def act(reason: str, _anyway: bool) -> str:
        bring_back_question(found, by=request.user.person, reason=reason)
        return f"{found.code} is back. Learners can be asked it again."

    return _with_reason(request, found, "assessment/bank/bring_back.html", act)


def _with_reason(
    request: SignedInRequest, found: Question, template: str, act: Callable[[str, bool], str]
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    gaps: BlueprintTooSmall | None = None
    if request.method == "POST" and form.is_valid():
        try:
            words = act(form.cleaned_data["reason"], form.cleaned_data["anyway"])
        except BlueprintTooSmall as refused:
            gaps = refused
        else:
            messages.success(request, words)
            return redirect("question_bank:bank", found.module_id)
    crumbs = trail(module_step(found.module), question_step(found), ("", "Reason"))
    context = {"question": found, "form": form, "gaps": gaps, "breadcrumbs_items": crumbs}
    return render(request, template, context, status=422 if form.errors or gaps else 200)


@form_page
def delete(request: SignedInRequest, question_id: int) -> HttpResponse:
    """Delete a question that nobody was ever asked."""
    found = get_question_for(request.user, question_id)
    if is_used(found):
        messages.warning(request, "Somebody has been asked this question, so it is kept. You can withdraw it.")
        return redirect("question_bank:question", found.pk)
    gaps: BlueprintTooSmall | None = None
    if request.method == "POST":
        try:
            delete_question(found, by=request.user.person, anyway="anyway" in request.POST)
        except BlueprintTooSmall as refused:
            gaps = refused
        except NotNow as refused:
            messages.warning(request, str(refused))
            return redirect("question_bank:question", question_id)
        except Question.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{found.code} is deleted.")
            return redirect("question_bank:bank", found.module_id)
    crumbs = trail(module_step(found.module), question_step(found), ("", "Delete"))
    context = {"question": found, "gaps": gaps, "breadcrumbs_items": crumbs}
    return render(request, "assessment/bank/delete.html", context, status=422 if gaps else 200)
