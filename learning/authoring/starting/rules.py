"""Whether an author has put words of her own in place of a starting point's. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any


def says_as_begun(begun: Any, now: Any) -> bool:
    """Answer whether a block still says what the starting point says, however an editor has stored it since.

    Editors add empty fields and mark up paragraphs with keys of their own; only words count.
    """
    if isinstance(begun, Mapping):
        return isinstance(now, Mapping) and all(says_as_begun(value, now.get(name)) for name, value in begun.items())
    if isinstance(begun, list):
        same_length = isinstance(now, list) and len(now) == len(begun)
        return same_length and all(says_as_begun(_plain(one), _plain(two)) for one, two in zip(begun, now, strict=True))
    if isinstance(begun, str):
        return isinstance(now, str) and _words(begun) == _words(now)
    return bool(begun == now)


def texts_as_begun(begun: Any, now: Any, path: str) -> Iterator[str]:
    """Yield the place of every text in a block that still says what the starting point says: steps/try/title.

    One word alone is a choice or a label, such as home or Before, and nobody's instruction.
    """
    if isinstance(begun, Mapping):
        for name, value in begun.items():
            yield from texts_as_begun(value, now.get(name) if isinstance(now, Mapping) else None, f"{path}/{name}")
    elif isinstance(begun, list):
        for one, two in zip(begun, now if isinstance(now, list) else [], strict=False):
            yield from texts_as_begun(_plain(one), _plain(two), path)
    elif isinstance(begun, str) and len(_words(begun)) > 1 and says_as_begun(begun, now):
        yield path


def _plain(item: Any) -> Any:
    """Return the value of a list's item, stored with an id or bare."""
    return item["value"] if isinstance(item, Mapping) and "value" in item else item


def _words(text: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", text).replace("&nbsp;", " ").split()
