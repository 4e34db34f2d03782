"""Whether an author has put words of her own in place of a starting point's. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def _plain(item: Any) -> Any:
    """Return the value of a list's item, stored with an id or bare."""
    return item["value"] if isinstance(item, Mapping) and "value" in item else item


def _words(text: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", text).replace("&nbsp;", " ").split()
