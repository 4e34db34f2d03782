from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from framework.handbook.build import build_handbook
from framework.models import Framework
from learning.content.forms import HandbookForm
from learning.content.permissions import get_framework_for, readable_frameworks
from learning.jobs.actions import MOST_AT_ONCE, TooManyJobs, start_job
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page
from learning.people.queries import local_today

TOO_MANY = _("You have %(most)s things being made already. Wait until one is ready, or cancel one.")


@page
def handbook(request: SignedInRequest) -> HttpResponse:
    """Choose which framework a handbook is made of; where there is one, go on to what it holds."""
    frameworks = list(readable_frameworks(request.user).order_by("title"))
    if not frameworks:
        raise Http404
    if len(frameworks) == 1:
        return redirect("content:choose_handbook", frameworks[0].code)
    return render(request, "content/handbook_frameworks.html", {"frameworks": frameworks})


@form_page
def choose_handbook(request: SignedInRequest, framework: str) -> HttpResponse:
    """Choose what a handbook holds, and how it is wanted: as a PDF or as a page to print."""
    found = get_framework_for(request.user, framework)
    form = HandbookForm(request.POST or None, framework=found, initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        answer = _make(request, found, form)
        if answer is not None:
            return answer
    context = {"form": form, "framework": found}
    return render(request, "content/handbook.html", context, status=400 if form.errors else 200)


def _make(request: SignedInRequest, framework: Framework, form: HandbookForm) -> HttpResponse | None:
    """Go to the page to print, or to the job that makes the PDF; None when none could be started."""
    arguments = {"framework": framework.code, **form.chosen()}
    if form.cleaned_data["wanted"] == "page":
        query = urlencode(form.chosen(), doseq=True)
        return redirect(f"{reverse('content:print_handbook', args=[framework.code])}?{query}")
    try:
        job = start_job(request.user, "handbook", arguments, client_id=form.cleaned_data["client_id"])
    except TooManyJobs:
        messages.error(request, TOO_MANY % {"most": MOST_AT_ONCE})
        return None
    except ClientIdReused:
        job = start_job(request.user, "handbook", arguments)
    return redirect("jobs:job", job.uuid)


@page
def print_handbook(request: SignedInRequest, framework: str) -> HttpResponse:
    """The handbook as one page to print; what it holds stands in the address."""
    found = get_framework_for(request.user, framework)
    form = HandbookForm.of_address(request.GET, framework=found)
    if not form.is_valid():
        return redirect("content:choose_handbook", found.code)
    with translation.override(settings.LANGUAGE_CODE):  # a book is in the language of its pages, as its PDF is
        book = build_handbook(form.choice(), made_on=local_today(), site=settings.SITE_URL, say=lambda *step: None)
    return render(request, "content/handbook_print.html", {"book": book, "framework": found})
