"""Offering a pack at an address: its newest version, for whoever holds the address, until it is given up."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.people.models import Person, Unit
from learning.sharing.actions.keys import KeyLost, private_key
from learning.sharing.events import LineOffered, LineWithdrawn
from learning.sharing.models import MadePack, Offer, SigningKey
from learning.sharing.rules.archive import Manifest
from learning.sharing.rules.offering import Newest, write_index


class CannotOffer(Exception):
    """The pack cannot be offered; the message says what to do."""


@transaction.atomic
def offer_line(made: MadePack, *, by: Person, anew: bool = False) -> Offer:
    """Offer a pack at an address; again it is the same one, unless a new one is asked for: the old one then ends.

    Raises CannotOffer.
    """
    Unit.objects.select_for_update().get(pk=made.organisation_id)  # two at once queue here
    _sign_index(made)
    known: Offer | None = Offer.objects.open().of_line(made.organisation, made.name).first()
    if known is not None and not anew:
        return known
    if known is not None:
        withdraw_offer(known, by=by)
    offer: Offer = Offer.objects.create(organisation=made.organisation, name=made.name, offered_by=by)
    post_event(LineOffered(offer_id=offer.pk, by_id=by.pk))
    return offer


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Person) -> None:
    """Let an address lead nowhere any more. Again changes nothing."""
    if Offer.objects.open().filter(pk=offer.pk).update(ended_at=timezone.now(), ended_by=by):
        post_event(LineWithdrawn(offer_id=offer.pk, by_id=by.pk))


def index_of(about: Manifest, content: bytes, private: bytes) -> str:
    """Return what stands at the address of a line while this pack is its newest version."""
    values = {name: getattr(about, name) for name in ("name", "title", "version", "publisher", "public_key", "made_at")}
    return write_index(Newest(**values, size=len(content), sha256=sha256_of(content)), private)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sign_index(made: MadePack) -> None:
    """Give the newest version what it has had from its making since packs can be offered."""
    newest = MadePack.objects.of_line(made.organisation, made.name).first()
    if newest is None or newest.index:
        return
    key = SigningKey.objects.filter(organisation=made.organisation, public_key=newest.public_key).first()
    try:
        with newest.file.open("rb") as file:
            content = file.read()
        private = private_key(key) if key else b""
    except (FileNotFoundError, KeyLost):
        private = b""
    if not private:
        raise CannotOffer("This version was made before packs could be offered. Make the next version, then offer it.")
    about = Manifest(
        name=newest.name,
        title=newest.title,
        version=newest.version,
        publisher=newest.organisation.name,
        public_key=newest.public_key,
        made_at=newest.made_at.isoformat(timespec="seconds"),
    )
    newest.sha256, newest.index = sha256_of(content), index_of(about, content, private)
    newest.save(update_fields=["sha256", "index"])
