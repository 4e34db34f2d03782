"""A write that a browser makes twice counts once: each carries a UUID that the browser made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

Row = TypeVar("Row", bound="ClientWrite")


class ClientIdReused(Exception):
    """The same UUID arrived for something else; nothing was changed."""


class ClientWrite(models.Model):
    """A fact that a browser sent, with the UUID it made for it."""

    client_id = models.UUIDField(unique=True)

    class Meta:
        abstract = True


def write_once(
    model: type[Row], client_id: UUID, identity: dict[str, Any], create: Callable[[], Row]
) -> tuple[Row, bool]:
    """Return the row for this UUID and whether it is new. `identity` says whose it is and about what.

    A replay returns the first row and calls nothing; a UUID seen before with another identity raises ClientIdReused.
    """
    existing = _find(model, client_id, identity)
    if existing is not None:
        return existing, False
    try:
        with transaction.atomic():
            return create(), True
    except IntegrityError:
        existing = _find(model, client_id, identity)
        if existing is None:
            raise
        return existing, False


def _find(model: type[Row], client_id: UUID, identity: dict[str, Any]) -> Row | None:
    existing = model._default_manager.filter(client_id=client_id).first()
    if existing is None:
        return None
    if any(getattr(existing, field) != value for field, value in identity.items()):
        raise ClientIdReused
    return existing
