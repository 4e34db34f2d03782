"""Packs of our own: what there is, what goes into the next, our key."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from learning.jobs.actions import MOST_AT_ONCE, TooManyJobs, start_job
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page
from learning.sharing.actions.keys import can_sign, renew_signing_key, signing_key
from learning.sharing.forms import PackForm
from learning.sharing.models import Following, MadePack, Offer, Publisher, ReceivedPack
from learning.sharing.permissions import get_made_pack_for, get_organisation_that_shares
from learning.sharing.queries.packing import gather, offered

SHOWN = 50
TOO_MANY = f"You have {MOST_AT_ONCE} things being made already. Wait until one is ready, or cancel one."


def head(*steps: tuple[str, str]) -> dict[str, Any]:
    """Return what the head of a page shows: the way to it (Home, Packs, and its own steps) and its title."""
    way = [(reverse("wagtailadmin_home"), "Home"), (reverse("packs:index"), "Packs"), *steps]
    return {"breadcrumbs_items": [{"url": url, "label": label} for url, label in way], "header_title": way[-1][1]}


@page
def index(request: SignedInRequest) -> HttpResponse:
    """Packs that came, packs that were made, and whom we trust."""
    organisation = get_organisation_that_shares(request.user)
    received = ReceivedPack.objects.filter(organisation=organisation).select_related("publisher")
    context = {
        "received": list(received[:SHOWN]),
        "made": list(MadePack.objects.filter(organisation=organisation).select_related("made_by")[:SHOWN]),
        "publishers": list(Publisher.objects.filter(organisation=organisation).select_related("added_by")),
        "unwell": Following.objects.active().filter(organisation=organisation).exclude(problem="").count(),
        "waiting": received.filter(state=ReceivedPack.State.WAITING).count(),
        **head(),
    }
    return render(request, "sharing/index.html", context)


@form_page
def key(request: SignedInRequest) -> HttpResponse:
    """Our public key, to be sent to others, and its fingerprint, to be read out to them."""
    organisation = get_organisation_that_shares(request.user)
    found = signing_key(organisation)
    usable = can_sign(found)
    if request.method == "POST":
        if not usable or request.POST.get("sure"):
            renew_signing_key(organisation)
            messages.success(request, "There is a new key. Send it to everybody who takes your packs.")
        return redirect("packs:key")
    context = {
        "key": found,
        "usable": usable,
        "organisation": organisation,
        **head(("", f"The key of {organisation.name}")),
    }
    return render(request, "sharing/key.html", context)


@form_page
def make(request: SignedInRequest) -> HttpResponse:
    """Choose what goes into a pack; see what comes along by itself; then have it made."""
    organisation = get_organisation_that_shares(request.user)
    groups = offered(organisation)
    like = request.GET.get("like", "")
    earlier = MadePack.objects.filter(organisation=organisation, name=like).first() if like else None
    form = PackForm(request.POST, groups=groups) if request.method == "POST" else PackForm.like(earlier, groups=groups)
    parcel = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("make"):
            answer = _start(request, form)
            if answer is not None:
                return answer
        parcel = gather(organisation, form.choice())
    newest = MadePack.objects.filter(organisation=organisation, name=form["name"].value() or "").first()
    context = {
        "form": form,
        "parcel": parcel,
        "next_version": newest.version + 1 if newest else 1,
        **head(("", "Make a pack")),
    }
    return render(request, "sharing/make.html", context, status=422 if form.errors else 200)


def _start(request: SignedInRequest, form: PackForm) -> HttpResponse | None:
    """Go to the job that makes the pack; None when none could be started."""
    given = form.cleaned_data
    asked_as = given["asked_as"] or uuid4()
    arguments = {
        "name": given["name"],
        "title": given["title"],
        "notes": given["notes"],
        "choice": form.choice().as_json(),
        "asked_as": str(asked_as),
    }
    try:
        job = start_job(request.user, "pack", arguments, client_id=asked_as)
    except TooManyJobs:
        messages.error(request, TOO_MANY)
        return None
    except ClientIdReused:
        job = start_job(request.user, "pack", {**arguments, "asked_as": str(uuid4())})
    return redirect("jobs:job", job.uuid)


@page
def made(request: SignedInRequest, made_id: UUID) -> HttpResponse:
    """One version of a pack of ours: what it holds, and its file."""
    found = get_made_pack_for(request.user, made_id)
    offer = Offer.objects.open().of_line(found.organisation, found.name).select_related("offered_by").first()
    return render(request, "sharing/made.html", {"pack": found, "offer": offer, **head(("", str(found)))})


@page
def made_file(request: SignedInRequest, made_id: UUID) -> HttpResponseBase:
    """Hand out the file of a pack of ours."""
    found = get_made_pack_for(request.user, made_id)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        messages.error(request, "The file is not here any more. Make the next version.")
        return redirect("packs:made", made_id)
    response = FileResponse(file, as_attachment=True, filename=found.file_name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
