"""A document of a pack as a reader meets it, so that two versions can be held against each other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from learning.content.difference import Block, Difference, compare, settle, settled

ABOUT = "is"  # what a document says of itself; never compared
SILENT = {"id", "type", "media", "kind", "key", "code", "letter"}
BREAKS = re.compile(r"</(?:p|li|h2|h3|h4)>|<br>|<hr>")


def same(one: Any, other: Any) -> bool:
    """Answer whether two stored values say the same to a reader, however an editor's program wrote them."""
    if one == other:
        return True
    kinds = [value.get("type") if isinstance(value, dict) else None for value in (one, other)]
    return kinds[0] == kinds[1] and bool(settle(one) == settle(other))


def without_about(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != ABOUT}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Return what differs between two versions of a document, field by field and block by block."""
    names = [name for name in dict.fromkeys([*after, *before]) if name != ABOUT]
    sides = [
        [block for name in names if name in side for block in _blocks(name, side[name])] for side in (before, after)
    ]
    return compare(*sides)


def _blocks(name: str, value: Any) -> Iterator[Block]:
    if isinstance(value, list) and value and all(isinstance(item, dict) and item.get("id") for item in value):
        for item in value:
            yield Block(f"{name}/{item['id']}", str(item.get("type") or name), words_of(item), settled(_inner(item)))
    elif value not in ("", None, []):
        yield Block(name, name, words_of(value), settled(value))


def _inner(item: Mapping[str, Any]) -> Any:
    return item["value"] if "value" in item else {name: part for name, part in item.items() if name != "id"}


def words_of(value: Any) -> str:
    """Return what a reader meets in a value, as plain words on lines."""
    return "\n".join(text for text in _texts(value) if text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, bool):
        yield "Yes" if value else ""
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, list | dict):
        for part in value if isinstance(value, list) else _spoken(value):
            yield from _texts(part)


def _spoken(value: Mapping[str, Any]) -> list[Any]:
    quiet = SILENT if "media" in value or "id" in value else {"id", "type"}
    return [part for name, part in value.items() if name not in quiet]


def plain(text: str) -> str:
    """Return the words of a text or of a fragment of HTML."""
    if "<" not in text:
        return text.strip()
    return unescape(re.sub(r"<[^>]+>", "", BREAKS.sub("\n", text))).strip()
