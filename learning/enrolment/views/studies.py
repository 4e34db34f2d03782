from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.content.models import PathwayPage, SiblingPage
from learning.content.permissions import can_open_page, modules_open_to
from learning.content.queries import LessonSnapshot, Segment, snapshot, snapshot_of, with_terms_explained
from learning.content.siblings.reading import lesson_for_author, read_in, segment_in, version_asked_for
from learning.enrolment.actions import AnswerGiven, complete_lesson, keep_place, save_answer, start_study
from learning.enrolment.forms import AnswerForm, StartForm, answer_form
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.enrolment.permissions import get_module_for, get_pinned_lesson_for, get_study_for
from learning.enrolment.queries import (
    LessonPart,
    OpenUpdate,
    answers_elsewhere,
    asked_in,
    lesson_parts,
    minutes_by_module,
    module_lines,
    newest_answer,
    next_line,
    offer_of,
    open_updates,
    plans_of,
)
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, page, write
from learning.people.permissions import may_open_staff_area
from learning.people.queries import local_today

MODULES_A_PAGE = 24
ELSEWHERE = gettext_lazy(
    "You also changed this note in another window. This one counts, and the other is kept below it."
)
SENT_FOR_ANOTHER = gettext_lazy("That answer was sent for another question. Load the page again and send it once more.")


@page
def induction(request: SignedInRequest) -> HttpResponse:
    """My induction as a task list, stage by stage."""
    plans = plans_of(request.user.person, today=local_today())
    context = {"plans": plans, "next": next_line(plans), "minutes": minutes_by_module(plans)}
    return render(request, "enrolment/induction.html", context)


@page
def catalogue(request: SignedInRequest) -> HttpResponse:
    """The modules my organisation has, to search and page through."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    modules = modules_open_to(request.user).order_by("path")
    if query:
        modules = modules.filter(Q(title__icontains=query) | Q(summary__icontains=query))
    found = Paginator(modules, MODULES_A_PAGE).get_page(request.GET.get("page"))
    lines = module_lines(found.object_list, request.user.person)
    return render(request, "enrolment/catalogue.html", {"lines": lines, "page": found, "query": query})


@page
def module(request: SignedInRequest, slug: str) -> HttpResponse:
    """A module: what it is about, its lessons and how far I am."""
    pathway = PathwayPage.objects.live().filter(slug=slug).first()
    if pathway is not None and can_open_page(request.user, pathway):
        return redirect("enrolment:induction")
    found = get_module_for(request.user, slug)
    study = get_study_for(request.user, found)
    pinned = list(study.lessons.select_related("lesson")) if study else []
    live = [] if study else found.live_lessons()
    context = {
        "module": found,
        "version": version_asked_for(request, found),
        "study": study,
        "pinned": pinned,
        "live": live,
        "next": next((lesson for lesson in pinned if lesson.completed_at is None), None),
        "minutes": sum(lesson.minutes for lesson in pinned or live),
        "updates": _updates_by_pin(request) if study else {},
    }
    return render(request, "enrolment/module.html", context)


def _updates_by_pin(request: SignedInRequest) -> dict[int, OpenUpdate]:
    return {update.pinned.pk: update for update in open_updates(request.user.person, today=local_today())}


@write
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a module and go to its first lesson."""
    found = get_module_for(request.user, slug)
    client_id = StartForm.read(request.POST)
    study = get_study_for(request.user, found)
    if study is not None and study.completed_at:
        messages.info(request, _("You have finished this module. Every lesson stays open to read again."))
        return redirect("enrolment:module", slug)
    if study is None and not found.live_lessons():
        messages.error(request, _("This module has no lessons yet. Come back when its owner has added some."))
        return redirect("enrolment:module", slug)
    if client_id is None:
        messages.error(request, _("We could not start the module. Press Start again."))
        return redirect("enrolment:module", slug)
    try:
        study = start_study(request.user.person, found, client_id=client_id)
    except ClientIdReused:
        messages.error(request, SENT_FOR_ANOTHER)
        return redirect("enrolment:module", slug)
    first = study.lessons.select_related("lesson").filter(completed_at=None).first()
    if first is None:
        return redirect("enrolment:module", slug)
    return redirect("enrolment:lesson", slug, first.lesson.slug)


@page
def lesson(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """A lesson as it was when I began the module."""
    pinned = get_pinned_lesson_for(request.user, module_slug, slug)
    if pinned is not None:
        return _render_lesson(request, pinned)
    if may_open_staff_area(request.user, "/cms/"):
        return _render_published(request, module_slug, slug)
    return redirect("enrolment:module", module_slug)


def _render_published(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """Show an author the lesson as it is published, without beginning the module."""
    module = get_module_for(request.user, module_slug)
    published = next(row for row in module.live_lessons() if row.slug == slug)
    version = version_asked_for(request, published)
    read = lesson_for_author(version) if version else snapshot_of(published, for_author=True)
    shown, terms = with_terms_explained(read, request.user)
    about = {"about": published, "version": version}
    context = {"lesson": shown, "terms": terms, "module": module, "is_published": True, **about}
    return render(request, "enrolment/lesson.html", context)


def _render_lesson(
    request: SignedInRequest, pinned: PinnedLesson, *, refused: LessonPart | None = None, status: int = 200
) -> HttpResponse:
    version = version_asked_for(request, pinned.lesson)
    read, kept = _words_of(pinned, version)
    shown, terms = with_terms_explained(read, request.user)
    parts = lesson_parts(pinned, shown.segments)
    if refused is not None:
        parts = [refused if part.segment.id == refused.segment.id else part for part in parts]
    lessons = list(pinned.study.lessons.select_related("lesson"))
    place = next(number for number, row in enumerate(lessons) if row.pk == pinned.pk)
    context = {
        "lesson": shown,
        "terms": terms,
        "about": pinned.lesson,
        "version": version,
        "kept": kept,
        "module": pinned.study.module,
        "pinned": pinned,
        "parts": parts,
        "lessons": lessons,
        "number": place + 1,
        "previous": lessons[place - 1] if place else None,
        "following": lessons[place + 1] if place + 1 < len(lessons) else None,
        "offer": offer_of(pinned),
        "elsewhere": answers_elsewhere(pinned, shown.segments),
        "left_at": pinned.last_block if not pinned.completed_at else "",
        "refused": refused,
    }
    return render(request, "enrolment/lesson.html", context, status=status)


def _words_of(pinned: PinnedLesson, version: SiblingPage | None) -> tuple[LessonSnapshot, int]:
    """Return the lesson in the words that were asked for, and how many of its blocks had to stay as they were."""
    if version is None:
        return snapshot(pinned.revision_id), 0
    merged = read_in(version, pinned.revision_id)
    return merged.lesson, merged.kept


def _own_lesson(request: SignedInRequest, module_slug: str, slug: str) -> PinnedLesson:
    pinned = get_pinned_lesson_for(request.user, module_slug, slug)
    if pinned is None:
        raise Http404
    return pinned


@write
def answer(request: SignedInRequest, module_slug: str, slug: str, block_id: str) -> HttpResponse:
    """Keep an answer and show what it means: as a part of the page, as JSON, or as the whole page again."""
    pinned = _own_lesson(request, module_slug, slug)
    asked = asked_in(pinned, block_id)
    if asked is None or not asked[0].is_answered:
        raise Http404
    segment, revision_id = asked
    before = newest_answer(pinned, block_id)
    form = answer_form(request.POST, segment=segment, may_empty=before is not None)
    if not form.is_valid():
        return _refuse(request, pinned, segment, form, form.first_problem())
    sent = form.sent()
    try:
        given = AnswerGiven(block_id, form.cleaned_data["client_id"], sent.chosen, sent.text)
        saved = save_answer(pinned, given, revision_id=revision_id)
    except ClientIdReused:
        return _refuse(request, pinned, segment, form, str(SENT_FOR_ANOTHER))
    return _answered(request, pinned, segment, saved, before)


def _answered(
    request: SignedInRequest,
    pinned: PinnedLesson,
    segment: Segment,
    saved: LessonAnswer,
    before: LessonAnswer | None,
) -> HttpResponse:
    if request.accepts("text/html"):
        if request.htmx:
            note = str(ELSEWHERE) if _changed_elsewhere(request, saved, before) else ""
            part, version = _part_in_words(request, pinned, segment)
            part = replace(part, note=note)
            return render(request, "enrolment/_part.html", {"part": part, "pinned": pinned, "version": version})
        messages.success(request, _("Saved %(time)s") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"})
        version = version_asked_for(request, pinned.lesson)
        read_as = f"?in={version.kind}" if version else ""
        return redirect(f"{reverse('enrolment:lesson', args=_address(pinned))}{read_as}#block-{segment.id}")
    note = str(ELSEWHERE) if _changed_elsewhere(request, saved, before) else ""
    return JsonResponse({"saved": f"{timezone.localtime(saved.saved_at):%H:%M}", "answer": saved.pk, "note": note})


def _part_in_words(
    request: SignedInRequest, pinned: PinnedLesson, segment: Segment
) -> tuple[LessonPart, SiblingPage | None]:
    """Return a part of a lesson in the words that it was read in, and the version that has them."""
    version = version_asked_for(request, pinned.lesson)
    is_read_now = version is not None and snapshot(pinned.revision_id).segment(segment.id) == segment
    shown = segment_in(version, pinned.revision_id, segment) if version and is_read_now else segment
    return lesson_parts(pinned, [shown])[0], version


def _changed_elsewhere(request: SignedInRequest, saved: LessonAnswer, before: LessonAnswer | None) -> bool:
    """Answer whether the text was changed in another window since this one was loaded. Both texts are kept."""
    seen = request.POST.get("seen", "")
    return bool(before and before.pk != saved.pk and str(before.pk) != seen and before.text != saved.text)


def _refuse(
    request: SignedInRequest, pinned: PinnedLesson, segment: Segment, form: AnswerForm, problem: str
) -> HttpResponse:
    """Say what is wrong, with everything that was chosen or typed still there."""
    if not request.accepts("text/html"):
        return JsonResponse({"problem": problem}, status=422)
    part, version = _part_in_words(request, pinned, segment)
    part = replace(part, problem=problem, typed=form.sent())
    if request.htmx:
        return render(request, "enrolment/_part.html", {"part": part, "pinned": pinned, "version": version})
    return _render_lesson(request, pinned, refused=part, status=422)


@write
def position(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """Keep the bookmark: which block the reader has come to."""
    pinned = _own_lesson(request, module_slug, slug)
    try:
        block_id = str(UUID(request.POST.get("block", "")))
    except ValueError:
        return JsonResponse({"problem": "Send the id of a block of this lesson."}, status=422)
    if snapshot(pinned.revision_id).segment(block_id) is None:
        return JsonResponse({"problem": "This lesson has no such block."}, status=422)
    keep_place(pinned, block_id)
    return HttpResponse(status=204)


@write
def complete(request: SignedInRequest, module_slug: str, slug: str) -> HttpResponse:
    """Finish a lesson and go on to the next one, or back to the module when it was the last."""
    pinned = complete_lesson(_own_lesson(request, module_slug, slug))
    following = pinned.study.lessons.select_related("lesson").filter(completed_at=None).first()
    if following is None:
        messages.success(request, _("Every lesson is done. Well worked through."))
        return redirect("enrolment:module", module_slug)
    return redirect("enrolment:lesson", module_slug, following.lesson.slug)


def _address(pinned: PinnedLesson) -> list[str]:
    return [pinned.study.module.slug, pinned.lesson.slug]
