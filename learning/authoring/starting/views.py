from __future__ import annotations

from itertools import groupby
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from framework.models import Competency
from learning.authoring.models import StartedModule
from learning.authoring.starting.actions import Start, start_module
from learning.authoring.starting.forms import StartForm
from learning.authoring.starting.permissions import (
    competencies_to_serve,
    get_started_for,
    organisation_to_write_for,
    others_who_review,
)
from learning.authoring.starting.queries import work_left
from learning.authoring.starting.templates import starting_points
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page

USED_BEFORE = "This page was used before. Open Begin a module again and choose once more."

BEGIN = "Begin a module"


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page, for the header: without it, the header's heading is empty."""
    return [{"url": url, "label": label} for url, label in ((reverse("wagtailadmin_home"), "Home"), *steps)]


@form_page
def begin(request: SignedInRequest) -> HttpResponse:
    """Choose a starting point, a name and the competencies a new module serves."""
    organisation = organisation_to_write_for(request.user)
    if organisation is None:
        raise Http404
    competencies = competencies_to_serve(request.user)
    form = StartForm(request.POST or None, competencies=competencies, initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["competencies"])
        start = Start(form.cleaned_data["client_id"], form.point(), form.cleaned_data["title"], chosen)
        try:
            started = start_module(start, organisation=organisation, by=request.user.person)
        except ClientIdReused:
            form.add_error(None, USED_BEFORE)
        else:
            messages.success(request, "Your module is begun. Nobody can see it before you publish it.")
            return redirect("starting:left", started.module_id)
    return _ask(request, form, competencies.select_related("element__framework"))


def _ask(request: SignedInRequest, form: StartForm, competencies: QuerySet[Competency]) -> HttpResponse:
    by_element = groupby(competencies, key=lambda competency: competency.element)
    context = {
        "form": form,
        "points": starting_points().values(),
        "elements": [(element, list(group)) for element, group in by_element],
        "breadcrumbs_items": _way(("", BEGIN)),
        "chosen": {str(value) for value in form["competencies"].value() or []},
    }
    return render(request, "authoring/starting/begin.html", context, status=422 if form.errors else 200)


@page
def left(request: SignedInRequest, module_id: int) -> HttpResponse:
    """What is written of a module that was begun from a starting point, and what is left to do."""
    started: StartedModule = get_started_for(request.user, module_id)
    work = work_left(started)
    context = {
        "work": work,
        "reviewers": others_who_review(request.user),
        "breadcrumbs_items": _way((reverse("starting:begin"), BEGIN), ("", work.module.title)),
    }
    return render(request, "authoring/starting/left.html", context)
