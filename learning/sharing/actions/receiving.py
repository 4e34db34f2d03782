"""A pack comes in: held against whom we trust, read to the last field, and kept until somebody decides about it."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from learning.outbox.actions import post_event
from learning.people.models import Person, Unit
from learning.sharing.events import PackDeclined, PackReceived
from learning.sharing.models import Following, PackDecision, Publisher, ReceivedPack
from learning.sharing.queries.reading import Arrived, read_items
from learning.sharing.rules.archive import Manifest, Pack, PackRefused, read_pack


class NotOpen(Exception):
    """The pack cannot be decided about any more; the message says why and what to do."""


def receive_pack(organisation: Unit, content: bytes, *, by: Person, came_by: Following | None = None) -> ReceivedPack:
    """Keep a pack that came from a trusted publisher. The same pack again is the one that is here.

    `came_by` is the address it was fetched from: only the publisher of that one may have signed it then.
    Raises PackRefused, with the reason and before anything is written, for everything else.
    """
    known = Publisher.objects.trusted().filter(organisation=organisation)
    trusted = {one.public_key: one for one in (known.filter(pk=came_by.publisher_id) if came_by else known)}
    pack = read_pack(content, trusted.keys())
    publisher = trusted[pack.manifest.public_key]
    same = _same_version(publisher, pack.manifest)
    if same is not None:
        return same
    read_items(pack, organisation, publisher)
    return _keep(ReceivedPack(publisher=publisher, received_by=by, came_by=came_by), pack.manifest, content)


def _same_version(publisher: Publisher, about: Manifest) -> ReceivedPack | None:
    """Return this very version if it is here; refuse another one under its number, and one that is older."""
    earlier = ReceivedPack.objects.of_line(publisher, about.name).order_by("-version")
    newest: ReceivedPack | None = earlier.first()
    if newest is None or newest.version < about.version:
        return None
    same: ReceivedPack | None = earlier.filter(version=about.version).first()
    if same is None:
        raise PackRefused(
            f"This is version {about.version} of ‘{about.title}’. You have version {newest.version} already, "
            "which is newer. Nothing was changed."
        )
    if same.manifest != manifest_as_json(about):
        raise PackRefused(
            f"You have a version {about.version} of ‘{same.title}’ already, and this one is not the same. "
            "Ask the publisher which is right, and for a new version."
        )
    return same


def manifest_as_json(about: Manifest) -> dict[str, Any]:
    return {**vars(about), "parts": dict(about.parts)}


@transaction.atomic
def _keep(pack: ReceivedPack, about: Manifest, content: bytes) -> ReceivedPack:
    pack.organisation, pack.manifest, pack.size = pack.publisher.organisation, manifest_as_json(about), len(content)
    for name in ("name", "version", "title", "notes"):
        setattr(pack, name, getattr(about, name))
    pack.file.save(f"{about.name}-{about.version}.zip", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            pack.save()
    except IntegrityError:
        pack.file.delete(save=False)
        raise PackRefused("Somebody brought this pack a moment ago. You find it in the list of packs.") from None
    older = ReceivedPack.objects.of_line(pack.publisher, about.name).filter(version__lt=about.version)
    older.filter(state=ReceivedPack.State.WAITING).update(state=ReceivedPack.State.SUPERSEDED)
    post_event(PackReceived(pack_id=pack.pk, by_id=pack.received_by_id))
    return pack


def open_pack(received: ReceivedPack) -> tuple[Pack, Arrived]:
    """Return a pack that is here, checked anew from its signature to its last field. Raises NotOpen or PackRefused."""
    if not received.publisher.is_trusted:
        raise NotOpen(f"You no longer trust {received.publisher}, so nothing more is taken from this pack.")
    try:
        with received.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise NotOpen("The file of this pack is gone from this site. Bring the pack again.") from None
    pack = read_pack(content, {received.publisher.public_key})
    return pack, read_items(pack, received.organisation, received.publisher)


def refuse_superseded(received: ReceivedPack) -> None:
    """Raise NotOpen when a newer version of the pack is here."""
    line = ReceivedPack.objects.of_line(received.publisher, received.name)
    newer = line.filter(version__gt=received.version).first()
    if newer is not None:
        raise NotOpen(f"Version {newer.version} of this pack is here. Look at that one: it holds all of this.")


@transaction.atomic
def decline_pack(received: ReceivedPack, *, reason: str, by: Person) -> PackDecision:
    """Note that a pack is not wanted, and why. It may be taken later. Raises NotOpen when it was taken."""
    received = ReceivedPack.objects.select_for_update(of=("self",)).get(pk=received.pk)
    if received.state == ReceivedPack.State.TAKEN:
        raise NotOpen("This pack has been taken. Discard its drafts first if you do not want it.")
    decision: PackDecision = PackDecision.objects.create(
        pack=received, kind=PackDecision.Kind.DECLINED, reason=reason, by=by
    )
    if received.state == ReceivedPack.State.WAITING:
        received.state = ReceivedPack.State.DECLINED
        received.save(update_fields=["state"])
    post_event(PackDeclined(pack_id=received.pk, decision_id=decision.pk, by_id=by.pk))
    return decision
