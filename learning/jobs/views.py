from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.jobs.actions import MOST_AT_ONCE, TooManyJobs, ask_again, cancel_job
from learning.jobs.kinds import kind_of
from learning.jobs.models import Job
from learning.jobs.permissions import get_job_of, jobs_of
from learning.people.decorators import SignedInRequest, page, write

JOBS_A_PAGE = 20
TOO_MANY = gettext_lazy("You have %(most)s things being made already. Wait until one is ready, or cancel one.")


def title_of(job: Job) -> str:
    """Return the screen's words for what a job makes."""
    kind = kind_of(job.kind)
    return _(kind.title) if kind else _("Something older")


@page
def index(request: SignedInRequest) -> HttpResponse:
    """What I asked for and how far it is."""
    shown = Paginator(jobs_of(request.user), JOBS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(title_of(job), job) for job in shown]
    return render(request, "jobs/index.html", {"rows": rows, "page": shown})


@page
def job(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """One job; the part that changes is asked for again and again while it runs."""
    found = get_job_of(request.user, job_id)
    template = "jobs/_job.html" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": found, "title": title_of(found)})


@write
def cancel(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    if not cancel_job(get_job_of(request.user, job_id)):
        messages.info(request, _("There was nothing to cancel any more: it had ended."))
    return redirect("jobs:job", job_id)


@write
def again(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    try:
        new = ask_again(get_job_of(request.user, job_id))
    except TooManyJobs:
        messages.error(request, TOO_MANY % {"most": MOST_AT_ONCE})
        return redirect("jobs:job", job_id)
    return redirect("jobs:job", new.uuid)


@page
def result(request: SignedInRequest, job_id: UUID) -> HttpResponseBase:
    """Hand the result to who asked for it. There is no other way to the file."""
    found = get_job_of(request.user, job_id)
    try:
        file = found.result.open("rb") if found.has_result else None
    except FileNotFoundError:
        file = None
    if file is None:
        messages.error(request, _("The file is not here any more. Ask for it again."))
        return redirect("jobs:job", job_id)
    response = FileResponse(file, as_attachment=True, filename=found.result_name, content_type=found.result_type)
    response["Cache-Control"] = "private, no-store"
    return response
