"""Who may share: those whom an organisation lets own its framework or administer, and who hold the right to share.

Everything of the room belongs to one organisation; for everybody else it does not exist.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from learning.people.models import Account, Unit
from learning.people.permissions import organisations_framed_by
from learning.sharing.models import Following, MadePack, Offer, Publisher, ReceivedPack

Row = TypeVar("Row", bound=Model)


def can_share_packs(account: Account) -> bool:
    """Answer whether an account makes, takes and declines content packs for an organisation."""
    return account.has_perm("sharing.share_packs") and organisations_framed_by(account).exists()


def get_organisation_that_shares(account: Account) -> Unit:
    """Return the organisation an account shares for, the first by name if there are several, or raise Http404."""
    organisation = organisations_framed_by(account).first() if account.has_perm("sharing.share_packs") else None
    if organisation is None:
        raise Http404
    return organisation


def get_made_pack_for(account: Account, uuid: UUID) -> MadePack:
    return _own(MadePack.objects.select_related("made_by", "organisation"), account, uuid)


def get_publisher_for(account: Account, uuid: UUID) -> Publisher:
    return _own(Publisher.objects.select_related("added_by", "withdrawn_by"), account, uuid)


def get_received_pack_for(account: Account, uuid: UUID) -> ReceivedPack:
    return _own(
        ReceivedPack.objects.select_related("publisher", "received_by", "organisation", "came_by"), account, uuid
    )


def get_following_for(account: Account, uuid: UUID) -> Following:
    return _own(Following.objects.select_related("publisher"), account, uuid)


def get_offered_pack(token: str) -> MadePack:
    """Return the newest version of what stands at an address, for whoever holds the address, or raise Http404."""
    offer = get_object_or_404(Offer.objects.open().select_related("organisation"), token=token)
    newest = MadePack.objects.of_line(offer.organisation, offer.name).exclude(index="").first()
    if newest is None:
        raise Http404
    return newest


def _own(rows: QuerySet[Row], account: Account, uuid: UUID) -> Row:
    """Return a row of the account's own organisation or raise Http404."""
    return get_object_or_404(rows, organisation=get_organisation_that_shares(account), uuid=uuid)
