"""A pack of ours at an address: switched on and off in /cms/, read by whoever holds the address."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response

from learning.people.decorators import SignedInRequest, open_page, write
from learning.sharing.actions.offering import CannotOffer, offer_line, sha256_of, withdraw_offer
from learning.sharing.models import MadePack, Offer
from learning.sharing.permissions import get_made_pack_for, get_offered_pack


@write
def offer(request: SignedInRequest, made_id: UUID) -> HttpResponse:
    """Offer the pack at an address, or at a new one in place of the old."""
    found = get_made_pack_for(request.user, made_id)
    try:
        offer_line(found, by=request.user.person, anew=bool(request.POST.get("anew")))
    except CannotOffer as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Others can follow this pack now. Send the address to them.")
    return redirect("packs:made", found.uuid)


@write
def end_offer(request: SignedInRequest, made_id: UUID) -> HttpResponse:
    found = get_made_pack_for(request.user, made_id)
    current = Offer.objects.open().of_line(found.organisation, found.name).first()
    if current is not None:
        withdraw_offer(current, by=request.user.person)
    messages.success(request, "The address leads nowhere any more. What others took stays with them.")
    return redirect("packs:made", found.uuid)


@open_page
def line(request: HttpRequest, offer: str) -> HttpResponseBase:
    """Say which version is the newest, signed."""
    index = get_offered_pack(offer).index.encode()
    mark = sha256_of(index)
    return _marked(_known(request, mark) or HttpResponse(index, content_type="application/json"), mark)


@open_page
def pack(request: HttpRequest, offer: str) -> HttpResponseBase:
    """Hand out the file of the newest version."""
    found = get_offered_pack(offer)
    return _marked(_known(request, found.sha256) or _file_of(found), found.sha256)


def _file_of(pack: MadePack) -> HttpResponseBase:
    try:
        file = pack.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=pack.file_name, content_type="application/zip")


def _known(request: HttpRequest, mark: str) -> HttpResponseBase | None:
    """Return the answer to who has it already; None for everybody else."""
    answer: HttpResponseBase | None = get_conditional_response(request, etag=f'"{mark}"')
    return answer


def _marked(response: HttpResponseBase, mark: str) -> HttpResponseBase:
    """Let who asked keep the answer, and ask each time whether it still holds. Nobody on the way keeps it."""
    response["ETag"] = f'"{mark}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
