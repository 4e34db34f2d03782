"""What a reader's words may mean: other endings, beginnings of words, and spellings that are nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

MOST_WORDS = 8
MOST_MEANINGS = 20
SHORTEST_BEGINNING = 3
SHORTEST_CORRECTED = 4
LONGEST_WORD = 40
ALIKE = 72  # of 100; found by trying the misspellings in tests/search/test_spelling.py
ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "y", "e")
LITTLE_WORDS_IN_ENGLISH = (
    "a about am an and are as at be by can could did do does for from had has have how i if in into is it its me my "
    "of on or our shall she should so that the their them there they this to us was we were what when where which "
    "who will with would you your"
)
LITTLE_WORDS = frozenset(LITTLE_WORDS_IN_ENGLISH.split())
SNIPPET = 180


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, in order. An apostrophe stays inside its word's stem."""
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", text.lower().replace("’", "'").replace("'s", ""))]


def sought_words(query: str) -> list[str]:
    """Return the words of a query that narrow it down, each once; if it has only little words, those."""
    words = list(dict.fromkeys(words_of(query)))
    return ([word for word in words if word not in LITTLE_WORDS] or words)[:MOST_WORDS]


@dataclass(frozen=True)
class Meaning:
    """One word of a query, the words of the vocabulary it is taken for, and whether its spelling was mended."""

    sought: str
    words: tuple[str, ...]
    is_mended: bool = False


def meaning_of(word: str, vocabulary: Sequence[str]) -> Meaning:
    """Return what a word may mean: itself, its other endings and what it begins; failing all, spellings near it.

    A word that means nothing keeps itself, so that it finds nothing rather than everything.
    """
    known = _family(word, vocabulary)
    if known:
        return Meaning(word, tuple(sorted(known, key=lambda other: (other != word, len(other)))[:MOST_MEANINGS]))
    near = [other for one in _near(word, vocabulary) for other in _family(one, vocabulary)]
    if near:
        return Meaning(word, tuple(dict.fromkeys(near))[:MOST_MEANINGS], is_mended=True)
    return Meaning(word, (word,))


def _family(word: str, vocabulary: Iterable[str]) -> list[str]:
    """Return the words that go on from what was typed, or are the same word with another ending."""
    its_stem = stem(word)
    beginnings = [other for other in vocabulary if other.startswith(its_stem)]
    return [
        other
        for other in beginnings
        if (len(word) >= SHORTEST_BEGINNING and other.startswith(word)) or other == word or stem(other) == its_stem
    ]


def stem(word: str) -> str:
    """Return a word without its ending, at least four letters of it."""
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 4), "")
    return word.removesuffix(ending)


def _near(word: str, vocabulary: Iterable[str]) -> list[str]:
    if len(word) < SHORTEST_CORRECTED:
        return []
    found = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=6)
    if not found:
        return []
    nearest = min(DamerauLevenshtein.distance(word, other) for other, _, _ in found)
    return [other for other, _, _ in found if DamerauLevenshtein.distance(word, other) <= nearest]


def score(title: str, summary: str, meanings: Iterable[Meaning]) -> int:
    """Return how well a find answers: each sought word counts most in the title, most of all as it was typed."""
    in_title, in_summary = words_of(title), set(words_of(summary))
    total = 0
    for meaning in meanings:
        total += 100 * (meaning.sought in in_title) + 60 * any(word in in_title for word in meaning.words)
        total += 10 * any(word in in_summary for word in meaning.words)
    return total - min(len(in_title), 20)


@dataclass(frozen=True)
class Piece:
    """A stretch of a snippet, and whether it is one of the words that were sought."""

    text: str
    is_hit: bool = False


def snippet(text: str, words: Iterable[str]) -> list[Piece]:
    """Return a stretch of a text around the first hit, in pieces, so that a template can mark the hits."""
    wanted = set(words)
    hits = [match for match in re.finditer(r"[^\W_]+", text) if match.group().lower() in wanted]
    first = hits[0].start() if hits else 0
    start = text.rfind(" ", 0, max(0, first - SNIPPET // 3)) + 1
    end = text.find(" ", min(len(text), start + SNIPPET))
    end = len(text) if end == -1 else end
    return _pieces(text, start, end, [hit for hit in hits if start <= hit.start() and hit.end() <= end])


def _pieces(text: str, start: int, end: int, hits: list[re.Match[str]]) -> list[Piece]:
    pieces, at = [Piece("… ")] if start else [], start
    for hit in hits:
        pieces += [Piece(text[at : hit.start()]), Piece(hit.group(), is_hit=True)]
        at = hit.end()
    pieces.append(Piece(text[at:end]))
    return [*pieces, Piece(" …")] if end < len(text) else pieces
