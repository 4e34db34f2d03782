"""Following a publisher's line of packs by its address."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from learning.people.decorators import SignedInRequest, page, write
from learning.sharing.actions.following import CannotFollow, follow_line, look_soon, stop_following
from learning.sharing.client import NotReached
from learning.sharing.forms import FollowForm
from learning.sharing.models import Following, Publisher, ReceivedPack
from learning.sharing.permissions import get_following_for, get_publisher_for
from learning.sharing.rules.archive import PackRefused
from learning.sharing.views.making import head


@page
def publisher(request: SignedInRequest, publisher_id: UUID) -> HttpResponse:
    """Somebody we trust, or trusted: their key, what came from them, and which of their lines we follow."""
    return _show(request, get_publisher_for(request.user, publisher_id), FollowForm())


def _show(request: SignedInRequest, found: Publisher, form: FollowForm) -> HttpResponse:
    context = {
        "publisher": found,
        "packs": list(ReceivedPack.objects.filter(publisher=found)),
        "followings": list(Following.objects.active().filter(publisher=found).select_related("followed_by")),
        "form": form,
        **head(("", found.name)),
    }
    return render(request, "sharing/publisher.html", context, status=422 if form.errors else 200)


@write
def follow(request: SignedInRequest, publisher_id: UUID) -> HttpResponse:
    """Look at an address, and follow it if its owner's signature stands there."""
    found = get_publisher_for(request.user, publisher_id)
    form = FollowForm(request.POST)
    if form.is_valid():
        try:
            following = follow_line(found, form.cleaned_data["address"], by=request.user.person)
        except (CannotFollow, NotReached, PackRefused) as reason:
            form.add_error("address", str(reason))
        else:
            messages.success(
                request, f"You follow ‘{following.title}’ now. Its newest version comes in a moment and waits for you."
            )
            return redirect("packs:publisher", found.uuid)
    return _show(request, found, form)


@write
def look(request: SignedInRequest, following_id: UUID) -> HttpResponse:
    found = get_following_for(request.user, following_id)
    look_soon(found)
    messages.info(request, "We look now. This page says how it went; load it again in a moment.")
    return redirect("packs:publisher", found.publisher.uuid)


@write
def stop(request: SignedInRequest, following_id: UUID) -> HttpResponse:
    found = get_following_for(request.user, following_id)
    stop_following(found, by=request.user.person)
    messages.success(request, f"You follow ‘{found.title}’ no more. What came from there stays.")
    return redirect("packs:publisher", found.publisher.uuid)
