"""What may stand in a field of a framework file, whichever format it comes in, and how a cell writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nh3

from framework import rules
from framework.exchange.errors import UnfitError

LONGEST_TEXT = 30_000  # fits a cell of any spreadsheet program
LONGEST_LINE, MOST_LINES = 1_000, 60
MOST_MONTHS = 1_200
PLAIN_TAGS = {"p", "ul", "ol", "li", "b", "i", "strong", "em", "a", "br"}
# What XML, PostgreSQL or a screen cannot keep: controls, halves of a character, and two that are no characters.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CODE = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True)
class FieldType:
    """How a value is read from JSON, how it is written in a cell, and how it is read back from one."""

    read: Callable[[Any], Any]
    to_cell: Callable[[Any], str] = str
    from_cell: Callable[[str], Any] = str


def tidy(text: str) -> str:
    """Return a text with one kind of line break and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def keepable(text: str) -> str:
    """Return a text without characters that no file can carry, for what stands in the database already."""
    return tidy(UNKEEPABLE.sub("", text))


def clean_html(html: str) -> str:
    """Return HTML with the few tags an author may use; scripts lose their content."""
    return nh3.clean(
        tidy(html), tags=PLAIN_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None
    )


def _text(value: Any, most: int, needed: bool) -> str:
    if not isinstance(value, str):
        raise UnfitError("write text.")
    found = UNKEEPABLE.search(value)
    if found:
        raise UnfitError(f"take out the character U+{ord(found[0]):04X}, which cannot be kept.")
    text = tidy(value)
    if needed and not text:
        raise UnfitError("write something here.")
    if len(text) > most:
        raise UnfitError(f"write at most {most} characters; these are {len(text)}.")
    return text


def title(most: int) -> FieldType:
    """A short text on one line."""

    def read(value: Any) -> str:
        text = _text(value, most, needed=True)
        if "\n" in text:
            raise UnfitError("write it on one line.")
        return text

    return FieldType(read)


def text(*, needed: bool = True) -> FieldType:
    return FieldType(lambda value: _text(value, LONGEST_TEXT, needed))


def code(most: int = 50) -> FieldType:
    """What names a thing in every file and address."""

    def read(value: Any) -> str:
        found = _text(value, most, needed=True)
        if not CODE.fullmatch(found):
            raise UnfitError("write letters, digits and hyphens only.")
        return found

    return FieldType(read)


def html() -> FieldType:
    return FieldType(lambda value: clean_html(_text(value, LONGEST_TEXT, needed=False)))


def lines() -> FieldType:
    """A list of short lines; in a cell, one below the other."""

    def read(value: Any) -> list[str]:
        if not isinstance(value, list):
            raise UnfitError("write a list of lines.")
        found = [line for line in (_text(line, LONGEST_LINE, needed=False) for line in value) if line]
        if any("\n" in line for line in found):
            raise UnfitError("write each line as one of the list, without line breaks.")
        if len(found) > MOST_LINES or sum(map(len, found)) > LONGEST_TEXT - MOST_LINES:
            raise UnfitError(f"write at most {MOST_LINES} lines and {LONGEST_TEXT} characters.")
        return found

    return FieldType(read, "\n".join, lambda cell: tidy(cell).split("\n") if cell.strip() else [])


def months() -> FieldType:
    """A whole number of months, or nothing."""

    def read(value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_MONTHS:
            raise UnfitError(f"write a whole number of months from 1 to {MOST_MONTHS}, or leave it empty.")
        return value

    return FieldType(read, lambda value: "" if value is None else str(value), _number)


def _number(cell: str) -> Any:
    plain = cell.strip()
    if not plain:
        return None
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else plain


def rule() -> FieldType:
    """An evidence rule as JSON, or nothing."""

    def read(value: Any) -> Any:
        if value is None:
            return None
        try:
            rules.parse(value)
        except rules.RuleError as error:
            raise UnfitError(str(error)) from None
        if UNKEEPABLE.search(json.dumps(value, ensure_ascii=False)):
            raise UnfitError("take out characters that cannot be kept.")
        return value

    return FieldType(read, lambda value: "" if value is None else json.dumps(value, ensure_ascii=False), _json)


def _json(cell: str) -> Any:
    if not cell.strip():
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise UnfitError('write a rule such as {"knowledge": {}}.') from None


def choice(*allowed: str) -> FieldType:
    def read(value: Any) -> str:
        if value not in allowed:
            raise UnfitError(f"write one of {', '.join(allowed)}.")
        return str(value)

    return FieldType(read)
