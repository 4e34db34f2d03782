"""Screens under /cms/ for taking frameworks in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from framework.actions.exchange import (
    Preview,
    WaitingGone,
    confirm_import,
    get_waiting,
    keep_waiting,
    preview,
    preview_of,
    snapshot,
)
from framework.exchange.errors import ExchangeError
from framework.exchange.files import TYPES, build_file, read_file
from framework.forms import FrameworkFileForm
from framework.models import Framework, WaitingImport
from framework.permissions import may_exchange_frameworks

LINES_A_PAGE = 100
View = Callable[..., HttpResponse]


def for_exchange(view: View) -> View:
    """Let only those in who may take frameworks in and out."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_exchange_frameworks(request.user):
            return permission_denied(request)
        return view(request, *args, **kwargs)

    return guarded


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("framework:index"), "label": "Practice framework"},
        {"url": "", "label": title},
    ]
    context = {"header_title": title, "header_icon": "list-ul", "breadcrumbs_items": trail, **context}
    return render(request, f"framework/cms/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_exchange
def choose_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; what is wrong with it is said here, and nothing has been written."""
    form = FrameworkFileForm(request.POST, request.FILES) if request.method == "POST" else None
    problems: ExchangeError | None = None
    if form and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = preview(read_file(file.name, file.read()))
        except ExchangeError as error:
            problems = error
        else:
            waiting = keep_waiting(plan, file_name=file.name, account=request.user)
            return redirect("framework_import_review", uuid=waiting.pk)
    return _page(request, "import", "Import", {"form": form or FrameworkFileForm(), "refused": problems})


@require_http_methods(["GET", "HEAD", "POST"])
@for_exchange
def review_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the dry run of what waits, and take it in when it is confirmed."""
    try:
        if request.method == "POST":
            return _confirm(request, uuid)
        waiting = get_waiting(uuid, account=request.user)
        return _dry_run(request, waiting, preview_of(waiting))
    except WaitingGone:
        return _page(request, "import_gone", "Import", {})
    except ExchangeError as error:
        return _page(request, "import", "Import", {"form": FrameworkFileForm(), "refused": error})


def _dry_run(request: HttpRequest, waiting: WaitingImport, plan: Preview) -> HttpResponse:
    page = Paginator(plan.lines, LINES_A_PAGE).get_page(request.GET.get("p"))
    context = {"waiting": waiting, "plan": plan, "lines": page, "title": plan.content.framework["title"]}
    return _page(request, "import_review", "Import: what would change", context)


def _confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    framework = confirm_import(uuid, account=request.user)
    page = getattr(framework, "page", None)
    buttons = [messages.button(page.url, "See it")] if page else []
    messages.success(request, f"{framework} has been taken in.", buttons=buttons)
    return redirect("framework:index")


@require_safe
@for_exchange
def choose_export(request: HttpRequest) -> HttpResponse:
    """List the frameworks with the forms they can be taken out in."""
    return _page(request, "export", "Export", {"frameworks": Framework.objects.all()})


@require_safe
@for_exchange
def export_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Return a framework as a file."""
    framework = get_object_or_404(Framework, code=code)
    content_type = TYPES.get(form)
    if content_type is None:
        return redirect("framework_export")
    moment = timezone.now().isoformat(timespec="seconds")
    try:
        data = build_file(snapshot(framework), form, site=settings.SITE_URL, creator=settings.SITE_NAME, at=moment)
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("framework_export")
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{framework.code}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
