"""Screens in /cms/: making another version of a page, bringing it into step, and which are out of step."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from learning.content.difference import ADDED, CHANGED, REMOVED, Difference
from learning.content.models import SiblingKind, SiblingPage
from learning.content.siblings.actions import (
    CannotMake,
    NotPublished,
    PageMoved,
    bring_into_step,
    bring_parts_in,
    make_sibling,
)
from learning.content.siblings.permissions import get_original_for, get_sibling_for, siblings_editable_by
from learning.content.siblings.words import change_between
from learning.content.templatetags.lesson_words import block_name
from learning.people.decorators import SignedInRequest

MOVED = "The page was published anew while you looked at it, so nothing was done. This is how it stands now."
UNPUBLISHED = "Publish your changes first: a version is in step when its readers read it."
LOCKED = "Somebody has locked this version, so nothing was done."
NAMED = 3


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedInRequest, page_id: int, kind: str) -> HttpResponse:
    """Say what making another version means, and make it."""
    page = get_original_for(request.user, page_id)
    if kind not in SiblingKind.values:
        raise Http404
    wanted, problem = SiblingKind(kind), ""
    if request.method == "POST":
        try:
            sibling = make_sibling(page, wanted, by=request.user)
        except CannotMake as error:
            problem = str(error)
        else:
            messages.success(request, f"This is a draft of “{page.title}” in {wanted.label}. Now put it in its words.")
            return redirect("wagtailadmin_pages:edit", sibling.pk)
    context = {"page": page, "kind": wanted, "problem": problem}
    return render(request, "content/cms/make_sibling.html", context, status=409 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, sibling_id: int) -> HttpResponse:
    """Show what changed on the page since a version was in step, and record that it is in step again."""
    sibling = get_sibling_for(request.user, sibling_id)
    status = 200
    if request.method == "POST":
        problem = _obstacle(request, sibling) or _carry_out(request, sibling)
        if not problem:
            done = request.POST.get("do") == "done"
            return redirect("siblings:report") if done else redirect("wagtailadmin_pages:edit", sibling.pk)
        messages.error(request, problem)
        sibling, status = get_sibling_for(request.user, sibling_id), 409
    page = sibling.original
    context = {
        "page": page,
        "sibling": sibling,
        "difference": difference_of(sibling, page),
        "is_published": sibling.live and not sibling.has_unpublished_changes,
    }
    return render(request, "content/cms/step.html", context, status=status)


def _obstacle(request: SignedInRequest, sibling: SiblingPage) -> str:
    lock = sibling.get_lock()
    return LOCKED if lock is not None and lock.for_user(request.user) else ""


def _carry_out(request: SignedInRequest, sibling: SiblingPage) -> str:
    """Do what was asked; return what stands in the way."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit()):
        return MOVED
    try:
        if request.POST.get("do") == "done":
            bring_into_step(sibling, by=request.user, seen=int(seen[:15]))
            messages.success(request, f"“{sibling.title}” is in step now. Its readers are told nothing any more.")
        else:
            bring_parts_in(sibling, by=request.user, seen=int(seen[:15]))
            messages.success(request, "What is new stands in the draft in English, for you to put into its words.")
    except PageMoved:
        return MOVED
    except NotPublished:
        return UNPUBLISHED
    return ""


def difference_of(sibling: SiblingPage, page: Page) -> Difference | None:
    """Return what changed on the page since; None when the version it was made from is not kept any more."""
    if sibling.in_step_with is None or page.live_revision is None:
        return None
    return change_between(sibling.in_step_with, page.live_revision)


class StepFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(choices=SiblingKind.choices, label="Version")
    in_step = django_filters.BooleanFilter(field_name="out_of_step_since", lookup_expr="isnull", label="In step")
    to_be_checked = django_filters.BooleanFilter(label="Still to be checked")

    class Meta:
        model = SiblingPage
        fields: list[str] = []


class StepColumn(Column):
    def get_value(self, instance: SiblingPage) -> str:
        if not instance.live:
            return "Not published yet"
        if instance.out_of_step_since is None:
            return "In step"
        return f"Out of step since {timezone.localtime(instance.out_of_step_since):%-d %b %Y}"


class StepReport(ReportView):
    """Every version of a page that this account may edit: whether it says what the page says, and what changed."""

    page_title = "Versions in step"
    header_icon = "openquote"
    index_url_name = "siblings:report"
    index_results_url_name = "siblings:report_results"
    filterset_class = StepFilterSet
    is_searchable = False
    paginate_by = 25
    columns = [
        TitleColumn("title", label="Version", url_name="siblings:step"),
        Column("get_kind_display", label="In"),
        Column("about", label="Of the page"),
        StepColumn("step", label="In step"),
        Column("what_changed", label="What changed on the page"),
        Column("check", label="Checked"),
    ]
    list_export: list[str] = []

    def get_base_queryset(self) -> Any:
        found = siblings_editable_by(self.request.user).select_related("in_step_with")
        return found.order_by("-out_of_step_since", "path")

    def order_queryset(self, queryset: Any) -> Any:
        from django.db.models import F

        return queryset.order_by(F("out_of_step_since").asc(nulls_last=True), "path")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        parents = {row.path[: -SiblingPage.steplen] for row in rows}
        pages = {page.path: page for page in Page.objects.filter(path__in=parents).select_related("live_revision")}
        for row in rows:
            row.about = pages[row.path[: -SiblingPage.steplen]].title
            row.check = "To be checked" if row.to_be_checked else "Yes"
            row.what_changed = _named(row, pages[row.path[: -SiblingPage.steplen]])
        return rows


def _named(row: SiblingPage, page: Page) -> str:
    """Name the first blocks that came, went or read differently."""
    if row.out_of_step_since is None:
        return ""
    difference = difference_of(row, page)
    if difference is None:
        return "The version it was made from is not kept any more"
    words = {ADDED: "new", REMOVED: "gone", CHANGED: "changed"}
    parts = [
        f"{block_name(change.block_kind)} {words[change.kind]}: {(change.after or change.before)[:60]}"
        for change in difference.changes
        if change.kind in words
    ]
    more = f"; and {len(parts) - NAMED} more" if len(parts) > NAMED else ""
    return "; ".join(parts[:NAMED]) + more if parts else "Blocks moved"
