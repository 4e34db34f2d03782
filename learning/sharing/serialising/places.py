"""What a document that came in may point to, and the words for what it may not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from framework.models import RoleProfile
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.media import DOCUMENTS
from learning.sharing.rules.rich_text import UNKEEPABLE

LONGEST_TEXT = 200_000
MEDIA_FIELDS = {"media", "title", "description", "focus"}


@dataclass
class Known:
    """What is here or comes along: codes by model, items that can be linked to, and the media of the pack."""

    codes: Mapping[type[Model], Collection[str]]
    items: Collection[str]
    media: Collection[str]
    notes: list[str] = field(default_factory=list)
    choices: dict[int, list[Any]] = field(default_factory=dict)

    def note(self, place: str, words: str) -> None:
        """Remember something that is left out without harm, to be told before the pack is taken."""
        self.notes.append(f"{place}: {words}")

    def code(self, model: type[Model], value: Any, place: str) -> str | None:
        """Return a code that names something known; a job that is not here is left out, anything else is refused."""
        code = text(value, place, 200)
        if code in self.codes.get(model, ()):
            return code
        word = model._meta.verbose_name
        if model is RoleProfile:
            self.note(place, f"the job {code} is not here and is left out.")
            return None
        raise PackRefused(
            f"{place}: the {word} {code!r} belongs to no framework that is here or comes along. "
            "Ask for a pack that holds the framework too."
        )

    def item(self, value: Any, place: str) -> str:
        """Return the key of a page that is here or comes along."""
        key = text(value, place, 80)
        if key not in self.items:
            raise PackRefused(f"{place}: a page it belongs with, {key}, neither comes along nor is here.")
        return key

    def link(self, kind: str, key: str, place: str) -> str | None:
        """Return what a link leads to; None takes the link off its words."""
        known = key in self.items if kind == "page" else key in self.media and key.rpartition(".")[2] in DOCUMENTS
        if not known:
            self.note(place, "a link leads to something that neither comes along nor is here; its words stay.")
        return key if known else None

    def picture(self, value: Any, place: str, *, endings: Collection[str]) -> dict[str, Any]:
        """Return a reference to media of the pack."""
        if not isinstance(value, dict) or not {"media", "title"} <= set(value) <= MEDIA_FIELDS:
            raise PackRefused(f"{place} should name a picture or document of the pack.")
        if not isinstance(value["media"], str) or value["media"] not in self.media:
            raise PackRefused(f"{place} names a picture or document that the pack does not hold.")
        if value["media"].rpartition(".")[2] not in endings:
            raise PackRefused(f"{place} names a file of another kind than belongs there.")
        named: dict[str, Any] = {"media": value["media"], "title": text(value["title"], place, 255)}
        if "description" in value:
            named["description"] = text(value["description"], place, 255)
        if "focus" in value:
            named["focus"] = _focus(value["focus"], place)
        return named


def _focus(value: Any, place: str) -> list[int | None]:
    whole = isinstance(value, list) and len(value) == 4
    if not whole or not all(one is None or (type(one) is int and 0 <= one < 100_000) for one in value):
        raise PackRefused(f"{place}: the point of interest is not four numbers.")
    return list(value)


def text(value: Any, place: str, most: int = LONGEST_TEXT) -> str:
    """Return a text that can be kept, or refuse it with its place."""
    if not isinstance(value, str):
        raise PackRefused(f"{place} should be a text.")
    if len(value) > most:
        raise PackRefused(f"{place} has more than {most:,} characters.")
    if UNKEEPABLE.search(value):
        raise PackRefused(f"{place} holds a character that cannot be kept.")
    return value


def items_of(value: Any, place: str, most: int = 2_000) -> list[Any]:
    """Return a list that is not longer than it may be."""
    if not isinstance(value, list):
        raise PackRefused(f"{place} should be a list.")
    if len(value) > most:
        raise PackRefused(f"{place} has more than {most:,} entries.")
    return value
