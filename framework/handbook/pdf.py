"""A handbook as an accessible PDF: tagged, with language, title and bookmarks (PDF/UA-1), made in memory."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from framework.handbook.content import Handbook

TEMPLATE = Path(__file__).with_name("handbook.typ")
MOST_CHARACTERS = 1_000_000  # about 400 pages, half a gigabyte while it is made
STAND_IN = "□"
MOST_TRIES = 4
WHITE = "\t\n\r"
UNREADABLE = re.compile(r'(?:the text|disallowed codepoint) `"((?:\\.[^`]*?|[^`])+)"`')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class HandbookTooLong(Exception):
    """More text than one document should hold; nothing was made."""


def handbook_pdf(handbook: Handbook, *, fonts: Path) -> bytes:
    """Return a handbook as PDF/UA-1; the same handbook gives the same bytes. Raises HandbookTooLong.

    A character that no font can draw would make the document unreadable aloud; an empty box stands in for it.
    """
    if handbook.characters() > MOST_CHARACTERS:
        raise HandbookTooLong
    text = json.dumps(_data(handbook), ensure_ascii=False, sort_keys=True)
    for _ in range(MOST_TRIES - 1):
        try:
            return _compile(text, handbook, fonts)
        except typst.TypstError as error:
            missing = _characters_named_in(error)
            if not missing:
                raise
            text = text.translate(dict.fromkeys(map(ord, missing), STAND_IN))
    return _compile(text, handbook, fonts)


def _data(handbook: Handbook) -> dict[str, object]:
    day = handbook.made_on
    data = asdict(handbook) | {"made_on": [day.year, day.month, day.day]}
    return {name: _printable(value) for name, value in data.items()}


def _printable(value: Any) -> Any:
    """Return data with a box for what is no character: controls, halves of pairs, empty places."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_printable_character, value))
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _printable_character(character: str) -> str:
    is_none = character not in WHITE and unicodedata.category(character) in {"Cc", "Cs", "Cn"}
    return STAND_IN if is_none else character


def _compile(text: str, handbook: Handbook, fonts: Path) -> bytes:
    made_at = datetime.combine(handbook.made_on, time(12), tzinfo=UTC)
    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        sys_inputs={"book": text},
        font_paths=[str(fonts)],
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )
    return made


def _characters_named_in(error: typst.TypstError) -> set[str]:
    """Return the characters that the compiler says it cannot draw."""
    named = UNREADABLE.findall(error.diagnostic)
    return {character for text in named for character in ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)}
