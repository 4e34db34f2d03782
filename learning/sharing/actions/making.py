"""Making a pack: everything that was chosen and what it needs, signed, as the next version of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.people.models import Person, Unit
from learning.sharing.actions.keys import private_key, signing_key
from learning.sharing.actions.offering import index_of, sha256_of
from learning.sharing.events import PackMade
from learning.sharing.models import MadePack
from learning.sharing.queries.packing import Choice, Parcel, gather
from learning.sharing.rules.archive import MOST_BYTES, MOST_PARTS, Manifest, document, write_pack
from learning.sharing.rules.media import MediaRefused, check_media
from learning.sharing.serialising.naming import media_name, read_media

Say = Callable[[int, int, str], None]


class CannotPack(Exception):
    """What was chosen cannot be made into a pack; the message says what to change."""


@dataclass(frozen=True)
class PackAsked:
    """What somebody asked for; `asked_as` names the request, so that a repeated try makes no version twice."""

    name: str
    title: str
    notes: str
    choice: Choice
    asked_as: UUID


def make_pack(organisation: Unit, asked: PackAsked, *, by: Person, say: Say) -> MadePack:
    """Make the next version of a pack. Raises CannotPack, and KeyLost when it cannot be signed."""
    made: MadePack | None = MadePack.objects.filter(asked_as=asked.asked_as).first()
    if made is not None:
        return made
    say(0, 3, "Gathering what was chosen and what it needs")
    parcel = gather(organisation, asked.choice)
    if not parcel.documents:
        raise CannotPack("Nothing of what you chose is published any more. Choose again.")
    parts = {name: document(one) for name, one in parcel.documents.items()}
    parts.update(_media(parcel, say))
    if len(parts) > MOST_PARTS - 2 or sum(map(len, parts.values())) > MOST_BYTES:
        raise CannotPack(
            f"This would be more than {MOST_BYTES // 1024 // 1024} MB or {MOST_PARTS:,} files. Choose less."
        )
    say(2, 3, "Signing it")
    return _keep(organisation, asked, parcel, parts, by)


def _media(parcel: Parcel, say: Say) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for model, pks in parcel.media.items():
        for number, row in enumerate(model._default_manager.filter(pk__in=pks).order_by("pk"), 1):
            say(1, 3, f"Putting in {model._meta.verbose_name} {number} of {len(pks)}")
            name, content = media_name(row), read_media(row)
            if name is None or content is None:
                continue  # its file is gone, so no document names it either
            try:
                check_media(name["media"].rpartition(".")[2], content)
            except MediaRefused as refused:
                raise CannotPack(f"‘{row}’ cannot go into a pack: {refused}. Replace it or choose less.") from None
            parts[f"media/{name['media']}"] = content
    return parts


@transaction.atomic
def _keep(organisation: Unit, asked: PackAsked, parcel: Parcel, parts: dict[str, bytes], by: Person) -> MadePack:
    key = signing_key(organisation)  # holds the organisation's row: versions are counted one at a time
    newest = MadePack.objects.of_line(organisation, asked.name).first()
    about = Manifest(
        name=asked.name,
        title=asked.title,
        version=newest.version + 1 if newest else 1,
        publisher=organisation.name,
        public_key=key.public_key,
        made_at=timezone.now().isoformat(timespec="seconds"),
        notes=asked.notes,
    )
    private = private_key(key)
    content = write_pack(about, parts, private)
    made = MadePack(
        organisation=organisation,
        name=about.name,
        version=about.version,
        title=about.title,
        notes=about.notes,
        selection=asked.choice.as_json(),
        contents=_contents(parcel),
        size=len(content),
        sha256=sha256_of(content),
        index=index_of(about, content, private),
        public_key=key.public_key,
        asked_as=asked.asked_as,
        made_by=by,
    )
    made.file.save(made.file_name, ContentFile(content), save=False)
    try:
        made.save()
    except Exception:
        made.file.delete(save=False)
        raise
    post_event(PackMade(pack_id=made.pk, by_id=by.pk))
    return made


def _contents(parcel: Parcel) -> list[dict[str, Any]]:
    return [asdict(line) for line in parcel.lines]
