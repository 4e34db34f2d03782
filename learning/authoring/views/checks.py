"""What the gate says of a draft, how it reads, and letting it pass with a reason."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from learning.authoring.actions import NothingToPass, override_gate
from learning.authoring.actions.gate import why_not_published
from learning.authoring.gate.checking import report_on_revision
from learning.authoring.gate.describing import describe
from learning.authoring.models import GateOverride
from learning.authoring.permissions import asks_for_class, get_any_draft_for, is_locked_for, may_publish
from learning.authoring.queries.releases import was_published
from learning.authoring.queries.reviews import review_problem
from learning.authoring.review_forms import OverrideForm
from learning.authoring.rules.reading import AIM, LIMIT, read
from learning.authoring.starting.way_back import back_when_first_published
from learning.people.decorators import SignedInRequest
from learning.people.queries import local_today

PASSED = "Kept. The page may be published in spite of this, and the reason is on record."
GONE = "This is no longer found on the page, or no reason passes it. Nothing was changed."
NOT_PUBLISHER = "Somebody who may publish this page decides that. Nothing was changed."


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """What a draft needs before it is published; a finding may be passed with a reason and a day."""
    found, revision = get_any_draft_for(request.user, page_id, revision_id)
    if request.method != "POST":
        return _show(request, found, revision)
    form = OverrideForm(request.POST)
    if not may_publish(request.user, found):
        messages.error(request, NOT_PUBLISHER)
        return _show(request, found, revision, form, status=403)
    if not form.is_valid():
        return _show(request, found, revision, form, status=422)
    try:
        override_gate(revision, form.given(), by=request.user)
    except NothingToPass:
        messages.error(request, GONE)
        return _show(request, found, revision, form, status=409)
    messages.success(request, PASSED)
    return redirect("checks:check", page_id, revision_id)


def _show(
    request: SignedInRequest, found: Page, revision: Revision, form: OverrideForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "page": found,
        "title": revision.object_str,
        "revision": revision,
        "report": report_on_revision(revision),
        "reading": _reading_of(revision),
        "form": form,
        "publishes": may_publish(request.user, found),
        "review_problem": review_problem(found, revision),
        "is_live": found.live_revision_id == revision.pk,
        "is_newest": revision.is_latest_revision(),
    }
    return render(request, "authoring/check.html", context, status=status)


def _reading_of(revision: Revision) -> Any:
    return read(part.prose for part in describe(revision.as_object()).parts)


@require_safe
def reading(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """A draft's own text with its hard sentences marked, and why each is hard."""
    found, revision = get_any_draft_for(request.user, page_id, revision_id)
    parts = [(part, read([part.prose])) for part in describe(revision.as_object()).parts if part.prose.strip()]
    context = {
        "page": found,
        "title": revision.object_str,
        "revision": revision,
        "reading": _reading_of(revision),
        "parts": parts,
        "aim": AIM,
        "limit": LIMIT,
    }
    return render(request, "authoring/reading.html", context)


@require_POST
def publish_checked(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Publish a draft that passed the gate; a change of a lesson is first said to be of a kind."""
    found, revision = get_any_draft_for(request.user, page_id, revision_id)
    if not may_publish(request.user, found):
        raise Http404
    problem = _obstacle(request, found, revision)
    if problem:
        messages.error(request, problem)
        return redirect("checks:check", page_id, revision_id)
    if asks_for_class(found) and was_published(found):
        return redirect("authoring:publish", page_id, revision_id)
    revision.publish(user=request.user)
    way_back = back_when_first_published(request, found)
    if way_back:
        return way_back
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page_id]), "Edit")
    messages.success(request, f"‘{revision.object_str}’ has been published.", buttons=[edit])
    return redirect("wagtailadmin_explore", found.get_parent().pk)


def _obstacle(request: SignedInRequest, found: Page, revision: Revision) -> str:
    if not revision.is_latest_revision():
        return "There is a newer draft of this page. Nothing was published."
    if is_locked_for(request.user, found):
        return "This page is locked, so nothing was published. Your draft is kept."
    return "Nothing was published. Your draft is kept. See what it needs." if why_not_published(found, revision) else ""


class StateColumn(Column):
    """Overdue, waiting or mended, in a word."""

    def get_value(self, instance: Any) -> str:
        return str(super().get_value(instance))


class OverridesReport(ReportView):
    """What was let pass with a reason, on pages that this author may edit: the overdue first."""

    page_title = "Passed with a reason"
    header_icon = "warning"
    index_url_name = "checks:overrides"
    index_results_url_name = "checks:overrides_results"
    default_ordering = "mend_by"
    columns = [
        Column("page_title", label="Page", sort_key="page_title"),
        Column("what", label="What was found"),
        Column("reason", label="Why it may wait"),
        Column("given_by", label="Decided by"),
        DateColumn("given_at", label="On", sort_key="given_at"),
        Column("mend_by", label="To be mended by", sort_key="mend_by"),
        StateColumn("state", label="Now", sort_key="state"),
    ]

    def get_base_queryset(self) -> Any:
        today = local_today()
        pages = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        newer = GateOverride.objects.filter(page=OuterRef("page"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
        state = Case(
            When(mended__isnull=False, then=Value("Mended")),
            When(Exists(newer), then=Value("Given a new day")),
            When(mend_by__lt=today, then=Value("Overdue")),
            default=Value("Waiting"),
            output_field=CharField(),
        )
        return GateOverride.objects.filter(page__in=pages).select_related("given_by").annotate(state=state)

    def order_queryset(self, queryset: Any) -> Any:
        """Let what is overdue stand first unless another order is asked for; the newest row decides between equals."""
        first = Case(When(state="Overdue", then=0), When(state="Waiting", then=1), default=2)
        if self.ordering == self.default_ordering:
            return queryset.order_by(first, "mend_by", "-pk")
        return queryset.order_by(self.ordering, "-pk")
