"""A text with gaps: `[[word]]`, or `[[word|another right word]]`. Pure: no Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

GAP = re.compile(r"\[\[([^\[\]]*)\]\]")
MOST_GAPS = 6
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class GapPart:
    """A stretch of text, or a gap with the words that fit it."""

    text: str = ""
    words: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_gap(self) -> bool:
        return bool(self.number)


def gap_parts(text: str) -> tuple[GapPart, ...]:
    """Return a text in order: what stands written, and its gaps numbered from 1."""
    parts: list[GapPart] = []
    for place, piece in enumerate(GAP.split(text)):
        if place % 2:
            words = tuple(word.strip() for word in piece.split("|") if word.strip())
            parts.append(GapPart(words=words, number=place // 2 + 1))
        elif piece:
            parts.append(GapPart(text=piece))
    return tuple(parts)


def gap_problem(text: str) -> str:
    """Return what an author must mend in a text with gaps; nothing when it is well written."""
    gaps = [part for part in gap_parts(text) if part.is_gap]
    rest = GAP.sub("", text)
    if "[[" in rest or "]]" in rest:
        return "A gap is not closed. Write each gap as [[word]], with two brackets on both sides."
    if not gaps:
        return "Add a gap: put the missing word in double brackets, like [[this]]."
    if len(gaps) > MOST_GAPS:
        return f"This text has {len(gaps)} gaps. Keep to {MOST_GAPS} or fewer, or part it in two."
    if not all(gap.words and all(map(_plain, gap.words)) for gap in gaps):
        return "A gap is empty. Write the right word in it, like [[this]]."
    return ""


def without_brackets(text: str) -> str:
    """Return the whole text as it reads once every gap is filled."""
    return GAP.sub(lambda gap: gap.group(1).split("|")[0].strip(), text)


def fits(typed: str, words: tuple[str, ...]) -> bool:
    """Answer whether what was typed is one of the right words, whatever its capitals, spaces and end marks."""
    return _plain(typed) in {_plain(word) for word in words}


def _plain(word: str) -> str:
    spaced = " ".join(unicodedata.normalize("NFKC", word).translate(QUOTES).split())
    return spaced.casefold().strip(" .,;:!?\"'")
