"""One screen before a lesson is published again: what differs, whom it touches, and what it is to mean for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Revision

from learning.authoring.actions import DraftMoved, plan_release, publish_as
from learning.authoring.forms import ReleaseForm, SeenForm
from learning.authoring.permissions import get_draft_for, is_locked_for
from learning.authoring.queries.releases import effect_of, newest_release, was_published
from learning.content.models import LessonPage
from learning.people.decorators import SignedInRequest
from learning.people.queries import local_today

MOVED = "This lesson was changed while you looked at it, so nothing was published. This is how it stands now."
LOCKED = "This page is locked or scheduled already, so it cannot be published now. Your draft is kept."
UNFINISHED = "This draft is not finished, so it was not published. Open it in the editor: it marks what is missing."
ALREADY = "This version is published already."


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Say what kind of change a draft is, and publish it."""
    return Screen(request, page_id, revision_id, publishes=True).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Say what kind of change a draft is, for when its reviewers have approved it."""
    return Screen(request, page_id, revision_id, publishes=False).answer()


@dataclass
class Screen:
    """The screen for one draft, which publishes it or only keeps what is said."""

    request: SignedInRequest
    page_id: int
    revision_id: int
    publishes: bool

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        self.lesson, self.revision = get_draft_for(
            self.request.user, self.page_id, self.revision_id, publishes=self.publishes
        )

    def answer(self) -> HttpResponse:
        if self.lesson.live_revision_id == self.revision_id:
            messages.info(self.request, ALREADY)
            return redirect("wagtailadmin_pages:edit", self.page_id)
        if not was_published(self.lesson):
            return redirect("wagtailadmin_pages:edit", self.page_id)
        if self.request.method != "POST":
            return self.show(_form_with_what_was_said(self.revision))
        form = ReleaseForm(self.request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        return self.do(form)

    def do(self, form: ReleaseForm) -> HttpResponse:
        """Do what was asked, or say what stands in the way with everything that was typed still there."""
        seen = SeenForm(self.request.POST)
        problem = self.obstacle(seen)
        if not problem and self.publishes:
            answer = _run_hooks("before_publish_page", self.request, self.revision.as_object())
            if answer is not None:
                return answer
        if not problem:
            problem = self.carry_out(form, seen)
        if problem:
            messages.error(self.request, problem)
            self.read()
            return self.show(form, status=409)
        return self.published() if self.publishes else self.kept()

    def obstacle(self, seen: SeenForm) -> str:
        if not seen.is_valid():
            return MOVED
        if not self.publishes:
            return ""
        if is_locked_for(self.request.user, self.lesson):
            return LOCKED
        return "" if _is_finished(self.revision) else UNFINISHED

    def carry_out(self, form: ReleaseForm, seen: SeenForm) -> str:
        at, live = seen.cleaned_data["seen"], seen.cleaned_data["seen_live"]
        try:
            if self.publishes:
                publish_as(self.revision, form.said(), by=self.request.user, seen=at, seen_live=live)
            else:
                plan_release(self.revision, form.said(), by=self.request.user, seen=at)
        except DraftMoved:
            return MOVED
        return ""

    def show(self, form: ReleaseForm, *, status: int = 200) -> HttpResponse:
        draft = self.revision.as_object()
        context = {
            "page": self.lesson,
            "draft": draft,
            "revision": self.revision,
            "form": form,
            "effect": effect_of(self.lesson, self.revision, today=local_today()),
            "publishes": self.publishes,
            "goes_live": _hour_to_come(draft),
            "is_newest": self.revision.is_latest_revision(),
        }
        return render(self.request, "authoring/release.html", context, status=status)

    def kept(self) -> HttpResponse:
        words = f"Kept. ‘{self.title}’ is published as you said, once it is approved."
        messages.success(self.request, words, buttons=[self.edit_button])
        return redirect("wagtailadmin_explore", self.lesson.get_parent().pk)

    def published(self) -> HttpResponse:
        lesson = LessonPage.objects.get(pk=self.page_id)
        self.revision.refresh_from_db()
        if lesson.live_revision_id == self.revision_id:
            view = messages.button(lesson.url, "View live", new_window=False)
            words = f"‘{self.title}’ has been published. {_owed(lesson)}".strip()
            messages.success(self.request, words, buttons=[view, self.edit_button])
        else:
            at = timezone.localtime(self.revision.approved_go_live_at)
            words = f"‘{self.title}’ is to be published on {at:%-d %B %Y at %H:%M}, as you said."
            messages.success(self.request, words, buttons=[self.edit_button])
        answer = _run_hooks("after_publish_page", self.request, lesson)
        return answer or redirect("wagtailadmin_explore", lesson.get_parent().pk)

    @property
    def title(self) -> str:
        return str(self.revision.object_str)

    @property
    def edit_button(self) -> Any:
        return messages.button(reverse("wagtailadmin_pages:edit", args=[self.page_id]), "Edit")


def _is_finished(revision: Revision) -> bool:
    """Answer whether a draft could be published from the editor, which keeps unfinished drafts as well."""
    page = revision.as_object()
    try:
        page.full_clean()
        page.body.stream_block.clean(page.body)
    except ValidationError:
        return False
    return True


def _hour_to_come(draft: LessonPage) -> Any:
    return draft.go_live_at if draft.go_live_at and draft.go_live_at > timezone.now() else None


def _owed(lesson: LessonPage) -> str:
    """Say how many people were asked for a short update."""
    release = newest_release(lesson.pk)
    owed = release.revision.lesson_version.updates_due.count() if release and release.revision else 0
    return f"{owed} {'person was' if owed == 1 else 'people were'} asked for a short update." if owed else ""


def _run_hooks(name: str, request: SignedInRequest, page: LessonPage) -> HttpResponse | None:
    """Let everybody else who watches publishing have their say."""
    request.release_is_said = True  # type: ignore[attr-defined]
    for hook in hooks.get_hooks(name):
        answer: HttpResponse | None = hook(request, page)
        if answer is not None and hasattr(answer, "status_code"):
            return answer
    return None


def _form_with_what_was_said(revision: Revision) -> ReleaseForm:
    """Return the form with what was said of this draft before, even if it was written over since."""
    planned = getattr(revision, "planned_release", None)
    if planned is None:
        return ReleaseForm()
    days = {"due_within_days": planned.due_within_days} if planned.due_within_days else {}
    return ReleaseForm(initial={"change": planned.change, "summary": planned.summary, **days})
