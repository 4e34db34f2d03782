"""An organisation's own signing key: made when first needed, kept sealed, replaced when it can be opened no more."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.people.models import Unit
from learning.sharing.events import SigningKeyMade
from learning.sharing.models import SigningKey
from learning.sharing.rules.sealing import SealBroken, open_sealed, seal
from learning.sharing.rules.signing import new_private_key, public_key_of


class KeyLost(Exception):
    """The private key cannot be opened: SECRET_KEY was changed since it was sealed."""


@transaction.atomic
def signing_key(organisation: Unit) -> SigningKey:
    """Return an organisation's key, made now if it has none."""
    Unit.objects.select_for_update().get(pk=organisation.pk)  # two at once queue here
    found: SigningKey | None = SigningKey.objects.filter(organisation=organisation, retired_at=None).first()
    return found or _make(organisation)


@transaction.atomic
def renew_signing_key(organisation: Unit) -> SigningKey:
    """Retire an organisation's key and make another. Whoever takes its packs has to be given the new one."""
    Unit.objects.select_for_update().get(pk=organisation.pk)
    SigningKey.objects.filter(organisation=organisation, retired_at=None).update(retired_at=timezone.now())
    return _make(organisation)


def private_key(key: SigningKey) -> bytes:
    """Return the private half; raise KeyLost when neither SECRET_KEY nor its fallbacks open it."""
    try:
        return open_sealed([str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)], key.sealed)
    except SealBroken:
        raise KeyLost from None


def can_sign(key: SigningKey) -> bool:
    """Answer whether the private half can still be opened."""
    try:
        private_key(key)
    except KeyLost:
        return False
    return True


def _make(organisation: Unit) -> SigningKey:
    private = new_private_key()
    made: SigningKey = SigningKey.objects.create(
        organisation=organisation, public_key=public_key_of(private), sealed=seal(settings.SECRET_KEY, private)
    )
    post_event(SigningKeyMade(key_id=made.pk, unit_id=organisation.pk))
    return made
