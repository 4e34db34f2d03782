"""What scripts say: the texts marked with gettext or ngettext in static/js, and what stands there unmarked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from learning.people.translations import Message

TEXT = r'("(?:[^"\\\n]|\\.)*")'
MARKED_TEXT = re.compile(rf"\bgettext\(\s*{TEXT}")
MARKED_PAIR = re.compile(rf"\bngettext\(\s*{TEXT},\s*{TEXT}")
COMMENT = re.compile(r"(?m)(?:^|\s)//.*$")
LITERAL = re.compile(rf"{TEXT}|(`[^`]*`)")
LIKE_SPEECH = re.compile(r"^.[A-Z✓○◐][a-z]* \S|[a-z]{2}[.?!…].$|[a-z]{2} [a-z]{2,} [a-z]{2}")
# The SMART check looks for English words in what is written, so it speaks English too. /cms/ stays in English.
UNMARKED = ("tools/smart.js", "cms/")


def scripts() -> list[Path]:
    """Return the scripts whose every word has to be marked."""
    folder = Path(settings.BASE_DIR) / "static" / "js"
    found = sorted(folder.rglob("*.js"))
    return [path for path in found if not path.relative_to(folder).as_posix().startswith(UNMARKED)]


def script_messages() -> set[Message]:
    """Return every text that scripts mark for translation."""
    return {message for path in scripts() for message in messages_in(path.read_text(encoding="utf-8"))}


def messages_in(source: str) -> Iterator[Message]:
    for text in MARKED_TEXT.findall(source):
        yield json.loads(text), ""
    for one, many in MARKED_PAIR.findall(source):
        yield json.loads(one), json.loads(many)


def unmarked_speech(source: str) -> list[str]:
    """Return the texts of a script that look like something it says and are not marked."""
    rest = COMMENT.sub("", source)
    rest = MARKED_PAIR.sub("", MARKED_TEXT.sub("", rest))
    return [text for pair in LITERAL.findall(rest) for text in pair if LIKE_SPEECH.search(text)]
