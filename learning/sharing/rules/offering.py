"""What stands at the address of a line of packs: a short signed document that says which version is the newest.

It travels as the very text that was signed, so that nobody has to agree on how JSON is written.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.sharing.rules.archive import MOST_BYTES, MOST_VERSIONS, PackRefused
from learning.sharing.rules.rich_text import UNKEEPABLE
from learning.sharing.rules.signing import is_signed_by, sign

FORMAT = "golden-thread-pack-line/1"
MOST_INDEX_BYTES = 16 * 1024
NOT_AN_ADDRESS = "What stands at this address is not a line of packs. Check the address, or ask the publisher for it."
LONGEST = {"name": 80, "title": 200, "publisher": 200, "public_key": 44, "made_at": 40, "sha256": 64}
SHAPES = {"name": r"[a-z0-9][a-z0-9-]*", "sha256": r"[0-9a-f]{64}"}


@dataclass(frozen=True)
class Newest:
    """The newest version of a line, as its publisher signed it."""

    name: str
    title: str
    version: int
    publisher: str
    public_key: str
    made_at: str
    size: int
    sha256: str


def write_index(newest: Newest, private_key: bytes) -> str:
    """Return the signed document."""
    signed = json.dumps({"format": FORMAT, **vars(newest)}, ensure_ascii=False, sort_keys=True)
    return json.dumps({"signed": signed, "signature": sign(private_key, signed.encode())}, ensure_ascii=False)


def read_index(content: bytes, public_key: str) -> Newest:
    """Return what a document says that the holder of a key signed; raise PackRefused for everything else."""
    outer = _json_object(content)
    signed, signature = outer.get("signed"), outer.get("signature")
    if not isinstance(signed, str) or not isinstance(signature, str) or UNKEEPABLE.search(signed):
        raise PackRefused(NOT_AN_ADDRESS)
    if not is_signed_by(public_key, signed.encode(), signature):
        raise PackRefused(
            "What stands at this address is not signed with the key of this publisher, or was changed on its way. "
            "Nothing was changed here. Ask them for their address and their key by another way."
        )
    return _newest_of(_json_object(signed.encode()), public_key)


def _newest_of(data: dict[str, Any], public_key: str) -> Newest:
    if data.get("format") != FORMAT:
        raise PackRefused(f"The line is of a kind we do not read ({str(data.get('format'))[:50]!r}, not {FORMAT!r}).")
    for name, longest in LONGEST.items():
        value = data.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise PackRefused(f"The line's {name} is not a text that can be kept.")
        if not re.fullmatch(SHAPES.get(name, r".*"), value, re.DOTALL):
            raise PackRefused(f"The line's {name} is not written as it should be.")
    for name, most in {"version": MOST_VERSIONS, "size": MOST_BYTES}.items():
        if type(data.get(name)) is not int or not 1 <= data[name] <= most:
            raise PackRefused(f"The line's {name} is not a number from 1 to {most:,}.")
    if data["public_key"] != public_key:
        raise PackRefused("The line names another key than the one that signed it.")
    _refuse_bad_date(data["made_at"])
    return Newest(**{name: data[name] for name in Newest.__dataclass_fields__})


def _refuse_bad_date(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise PackRefused("The line's made_at is not a date and time.") from None


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise PackRefused(NOT_AN_ADDRESS) from None
    if not isinstance(data, dict):
        raise PackRefused(NOT_AN_ADDRESS)
    return data
