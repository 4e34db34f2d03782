"""Packs of others: whom we trust, what came, what taking it would change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from learning.people.decorators import SignedInRequest, form_page, page, write
from learning.sharing.actions.publishers import KeyTaken, add_publisher, withdraw_publisher
from learning.sharing.actions.receiving import NotOpen, decline_pack, open_pack, receive_pack, refuse_superseded
from learning.sharing.actions.taking import take_pack
from learning.sharing.actions.undoing import undo_take
from learning.sharing.forms import BringForm, DeclineForm, PublisherForm
from learning.sharing.models import Publisher, ReceivedPack
from learning.sharing.permissions import get_organisation_that_shares, get_publisher_for, get_received_pack_for
from learning.sharing.queries.standing import CHANGED, MIXED, NEW, UNCHANGED, Standing, standings
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import fingerprint
from learning.sharing.views.making import head

MOST_NOTES = 20


@form_page
def add(request: SignedInRequest) -> HttpResponse:
    """Paste a key, compare its fingerprint with its owner's, then trust it."""
    organisation = get_organisation_that_shares(request.user)
    form = PublisherForm(request.POST or None, organisation=organisation)
    print_of = ""
    if request.method == "POST" and form.is_valid():
        print_of = fingerprint(form.cleaned_data["public_key"])
        if request.POST.get("compared"):
            try:
                added = add_publisher(organisation, by=request.user.person, **form.cleaned_data)
            except KeyTaken as taken:
                form.add_error("public_key", str(taken))
            else:
                messages.success(request, f"You trust {added.name} now. You can bring their packs.")
                return redirect("packs:index")
    has_others = Publisher.objects.filter(organisation=organisation).exists()
    context = {"form": form, "fingerprint": print_of, "has_others": has_others, **head(("", "Add a publisher"))}
    return render(request, "sharing/add_publisher.html", context, status=422 if form.errors else 200)


@write
def withdraw(request: SignedInRequest, publisher_id: UUID) -> HttpResponse:
    found = get_publisher_for(request.user, publisher_id)
    withdraw_publisher(found, by=request.user.person)
    messages.success(request, f"You trust this key of {found.name} no more. What you took from them stays.")
    return redirect("packs:publisher", found.uuid)


@form_page
def bring(request: SignedInRequest) -> HttpResponse:
    """Bring the file of a pack. Whatever is wrong with it is said here, and nothing has been written."""
    organisation = get_organisation_that_shares(request.user)
    form = BringForm(request.POST or None, request.FILES or None) if request.method == "POST" else BringForm()
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            got = receive_pack(organisation, form.cleaned_data["file"].read(), by=request.user.person)
        except PackRefused as reason:
            refused = str(reason)
        else:
            return redirect("packs:received", got.uuid)
    trusted = list(Publisher.objects.trusted().filter(organisation=organisation))
    context = {"form": form, "refused": refused, "trusted": trusted, **head(("", "Bring a pack"))}
    return render(request, "sharing/bring.html", context, status=422 if refused or form.errors else 200)


@page
def received(request: SignedInRequest, received_id: UUID) -> HttpResponse:
    """What taking a pack would change here, item by item, with a box to tick for each."""
    return _show(request, get_received_pack_for(request.user, received_id), DeclineForm())


def _show(request: SignedInRequest, found: ReceivedPack, decline_form: DeclineForm, status: int = 200) -> HttpResponse:
    closed, lines = "", []
    try:
        refuse_superseded(found)
        _, arrived = open_pack(found)
        lines = standings(arrived, found.organisation, found.publisher, request.user)
    except (NotOpen, PackRefused) as reason:
        closed = str(reason)
    context = {
        "pack": found,
        "closed": closed,
        "lines": lines,
        "counts": counted(lines),
        "can_take": any(line.can_be_taken for line in lines),
        "decisions": list(found.decisions.select_related("by")),
        "decline_form": decline_form,
        **head(("", f"{found.title}, version {found.version}")),
    }
    return render(request, "sharing/received.html", context, status=status)


def counted(lines: list[Standing]) -> dict[str, int]:
    """Return how many items are new, changed, changed on both sides, and as they are."""
    return {state.lower(): sum(line.state == state for line in lines) for state in (NEW, CHANGED, MIXED, UNCHANGED)}


@write
def take(request: SignedInRequest, received_id: UUID) -> HttpResponse:
    """Write drafts of what was ticked."""
    found = get_received_pack_for(request.user, received_id)
    try:
        decision, left = take_pack(found, request.POST.getlist("item"), by=request.user)
    except (NotOpen, PackRefused) as reason:
        messages.error(request, str(reason))
        return redirect("packs:received", found.uuid)
    count = decision.items.exclude(wrote=None).count()
    messages.success(
        request, f"Taken. {count} page{'' if count == 1 else 's'} wait as drafts. Nothing is published yet."
    )
    for words in left[:MOST_NOTES]:
        messages.warning(request, f"Left out for now. {words}")
    return redirect("packs:taken", found.uuid)


@page
def taken(request: SignedInRequest, received_id: UUID) -> HttpResponse:
    """What was written: the drafts, each with the way to its editor."""
    found = get_received_pack_for(request.user, received_id)
    decision = found.decisions.filter(kind="TAKEN").first()
    items = decision.items.select_related("page", "wrote") if decision else []
    context = {
        "pack": found,
        "pages": [item for item in items if item.page and item.wrote and not item.undone_at],
        "banks": [item for item in items if item.page and item.versions and not item.undone_at],
        **head((reverse("packs:received", args=[found.uuid]), found.title), ("", f"Taken: {found.title}")),
    }
    return render(request, "sharing/taken.html", context)


@write
def decline(request: SignedInRequest, received_id: UUID) -> HttpResponse:
    found = get_received_pack_for(request.user, received_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, 422)
    try:
        decline_pack(found, reason=form.cleaned_data["reason"], by=request.user.person)
    except NotOpen as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Declined. You can still take it later.")
    return redirect("packs:received", found.uuid)


@write
def undo(request: SignedInRequest, received_id: UUID) -> HttpResponse:
    """Discard the drafts that taking the pack made."""
    found = get_received_pack_for(request.user, received_id)
    try:
        count, stays = undo_take(found, by=request.user)
    except NotOpen as reason:
        messages.error(request, str(reason))
        return redirect("packs:received", found.uuid)
    messages.success(request, f"Discarded: {count} item{'' if count == 1 else 's'} as before.")
    for words in stays[:MOST_NOTES]:
        messages.warning(request, words)
    return redirect("packs:received", found.uuid)
