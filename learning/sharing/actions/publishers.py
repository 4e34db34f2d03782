"""Whom an organisation trusts: publishers are added with their key, and trust is withdrawn, never edited."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.people.models import Person, Unit
from learning.sharing.events import PublisherAdded, PublisherWithdrawn
from learning.sharing.models import Following, Publisher, SigningKey


class KeyTaken(Exception):
    """The key is there already; the message says whose it is."""


@transaction.atomic
def add_publisher(
    organisation: Unit, *, name: str, public_key: str, by: Person, in_place_of: Publisher | None = None
) -> Publisher:
    """Trust a key from now on. In place of an earlier key of theirs, that one is trusted no more. Raises KeyTaken."""
    if SigningKey.objects.filter(organisation=organisation, public_key=public_key).exists():
        raise KeyTaken("This is your own key. Paste the key that the other organisation sent you.")
    known = Publisher.objects.trusted().filter(organisation=organisation, public_key=public_key).first()
    if known is not None:
        raise KeyTaken(f"This key is on your list already, as {known.name}.")
    publisher = Publisher(organisation=organisation, name=name, public_key=public_key, added_by=by)
    if in_place_of is not None:
        publisher.line = in_place_of.line
        withdraw_publisher(in_place_of, by=by)
    try:
        with transaction.atomic():
            publisher.save()
    except IntegrityError:
        raise KeyTaken("Somebody added this key a moment ago. It is on your list.") from None
    if in_place_of is not None:
        Following.objects.filter(publisher=in_place_of, stopped_at=None).update(publisher=publisher, etag="")
    post_event(PublisherAdded(publisher_id=publisher.pk, by_id=by.pk))
    return publisher


@transaction.atomic
def withdraw_publisher(publisher: Publisher, *, by: Person) -> None:
    """Trust a key no more. What was taken stays; what waits can no longer be taken. Again changes nothing."""
    rows = Publisher.objects.trusted().filter(pk=publisher.pk)
    if rows.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        post_event(PublisherWithdrawn(publisher_id=publisher.pk, by_id=by.pk))
