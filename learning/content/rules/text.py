"""How long a lesson takes, and which HTML an author may write. Pure: no Django."""

import re
from collections.abc import Iterable
from math import ceil

import nh3

WORDS_A_MINUTE = 200  # unhurried reading on a screen, English as a second language in mind
MINUTES_AN_ACTIVITY = 0.75
ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "b", "i", "a", "br"}


def minutes_of_study(texts: Iterable[str], *, activities: int, media_minutes: float = 0) -> int:
    """Return whole minutes for reading the texts, doing the activities and playing the media; at least 1."""
    words = sum(len(plain_text(text).split()) for text in texts)
    return max(1, ceil(words / WORDS_A_MINUTE + activities * MINUTES_AN_ACTIVITY + media_minutes))


def plain_text(html: str) -> str:
    """Return the words of an HTML fragment."""
    return re.sub(r"<[^>]+>", " ", html)


def clean_html(html: str) -> str:
    """Return HTML with only the tags a lesson may use; scripts lose their content, links get rel=noopener."""
    return nh3.clean(html, tags=ALLOWED_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
