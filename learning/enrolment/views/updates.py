"""Newer versions of lessons: to take, to keep one's own, or to read what changed."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.enrolment.actions import complete_update, keep_lesson, take_newer_lesson
from learning.enrolment.forms import OUT_OF_DATE, UpdateForm
from learning.enrolment.models import PinnedLesson, UpdateCompletion
from learning.enrolment.permissions import get_pinned_lesson_for
from learning.enrolment.queries.updates import ChangedPart, WhatChanged, answered_in_update, what_changed
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, write

ONCE_MORE = _("This lesson was changed once more while you read. What is new stands here as well.")


def _own_lesson(request: SignedInRequest, module_slug: str, slug: str) -> PinnedLesson:
    pinned = get_pinned_lesson_for(request.user, module_slug, slug)
    if pinned is None:
        raise Http404
    return pinned


@write
def take(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """Read the newer lesson from now on."""
    pinned = _own_lesson(request, module_slug, slug)
    before = pinned.revision_id
    if take_newer_lesson(pinned).revision_id != before:
        messages.success(request, gettext("This is the newer lesson. Everything you had answered is kept."))
    return redirect("enrolment:lesson", module_slug, slug)


@write
def keep(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """Go on with the lesson as it was."""
    keep_lesson(_own_lesson(request, module_slug, slug))
    messages.success(request, gettext("You go on with the lesson as you began it."))
    return redirect("enrolment:lesson", module_slug, slug)


@form_page
def changes(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """What changed since I finished a lesson: read it, answer what is new, done."""
    pinned = _own_lesson(request, module_slug, slug)
    changed = what_changed(pinned)
    if request.method != "POST":
        return _show(request, pinned, changed)
    if changed is None:
        messages.info(request, gettext("You are up to date with this lesson."))
        return redirect("enrolment:changes", module_slug, slug)
    if pinned.completed_at is None:
        return redirect("enrolment:lesson", module_slug, slug)
    return _finish(request, pinned, changed)


def _finish(request: SignedInRequest, pinned: PinnedLesson, changed: WhatChanged) -> HttpResponse:
    form = UpdateForm(request.POST, questions=changed.questions)
    if form.is_valid() and form.cleaned_data["version"] != changed.newest.number:
        messages.info(request, ONCE_MORE)
        return _show(request, pinned, changed, form=form, status=409)
    if not form.is_whole():
        if not form.is_valid():
            messages.error(request, OUT_OF_DATE)
        return _show(request, pinned, changed, form=form, status=422)
    try:
        complete_update(pinned, changed.newest, client_id=form.cleaned_data["client_id"], answers=form.given())
    except ClientIdReused:
        messages.error(request, OUT_OF_DATE)
        return _show(request, pinned, changed, form=form, status=422)
    messages.success(request, gettext("Done. You are up to date with this lesson."))
    return redirect("enrolment:changes", pinned.study.module.slug, pinned.lesson.slug)


def _show(
    request: SignedInRequest,
    pinned: PinnedLesson,
    changed: WhatChanged | None,
    *,
    form: UpdateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    parts = [_with_typed(part, form) for part in changed.parts] if changed else []
    done = None if changed else UpdateCompletion.objects.filter(pinned=pinned).order_by("-pk").first()
    context = {
        "pinned": pinned,
        "module": pinned.study.module,
        "lesson": pinned.lesson,
        "changed": changed,
        "parts": parts,
        "problems": [part for part in parts if part.problem],
        "done": done,
        "answered": answered_in_update(done) if done else [],
    }
    return render(request, "enrolment/changes.html", context, status=status)


def _with_typed(part: ChangedPart, form: UpdateForm | None) -> ChangedPart:
    """Return a part with what was typed for it, and what is wrong with that."""
    if form is None or not part.is_asked:
        return part
    name = part.change.id
    chosen, text = form.sent.getlist(f"choice-{name}"), form.sent.get(f"text-{name}", "")
    return replace(part, problem=form.problem_of(name), chosen=chosen, text=text)
