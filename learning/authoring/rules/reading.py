"""How hard a text is to read. Pure: no Django.

The measure is the Flesch-Kincaid grade level:

    0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59

Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, *Derivation of New Readability Formulas for Navy
Enlisted Personnel*, Research Branch Report 8-75, Naval Air Station Memphis, 1975. A grade is a school year in the
United States; the age that goes with it is the grade plus 5. Our aim, about age 11, is grade 6.

Syllables are counted as pyphen's hyphenation points plus one. Hyphenation leaves the short ends of words whole
(*peo-ple*, but *able*), so where a word has more groups of vowels than that, the groups count. The grade is an average
over a text and rough for one sentence, so a sentence is called hard for its length or its words, never for its grade.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import pyphen

AIM, LIMIT = 6.0, 8.0
FEWEST_WORDS = 100  # below that an average says little
LONG_SENTENCE = 25
LONG_WORD = 4  # syllables
HARD_WORDS_AT_MOST = 2
LONGEST_WORD = 60  # characters looked at; nobody writes longer ones, and patterns must not crawl

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No|vs|approx)\.", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
LEAVES_A_LINE = re.compile(
    r"<(?:br|/p|/li|/h[1-6]|/tr|/td|/th|/div|/blockquote|/figcaption|/dt|/dd)\b[^>]*>", re.IGNORECASE
)
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Sentence:
    """A sentence with what makes it hard; easy when nothing does."""

    text: str
    words: int
    syllables: int
    hard_words: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        return self.words > LONG_SENTENCE

    @property
    def is_hard(self) -> bool:
        return self.is_long or len(self.hard_words) > HARD_WORDS_AT_MOST

    @property
    def why(self) -> str:
        """Say why it is hard, and so what to do; nothing for an easy one."""
        reasons = []
        if self.is_long:
            reasons.append(f"{self.words} words long: make it two sentences")
        if len(self.hard_words) > HARD_WORDS_AT_MOST or (self.is_long and self.hard_words):
            reasons.append(f"hard words: {', '.join(self.hard_words)}")
        return "; ".join(reasons)


@dataclass(frozen=True)
class Reading:
    """How a text reads."""

    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        return sum(sentence.words for sentence in self.sentences)

    @property
    def grade(self) -> float | None:
        """Return the Flesch-Kincaid grade; None for a text too short to be measured."""
        if self.words < FEWEST_WORDS:
            return None
        return self.rough_grade

    @property
    def rough_grade(self) -> float:
        """Return the grade of however short a text; never below 0."""
        syllables = sum(sentence.syllables for sentence in self.sentences)
        if not self.words:
            return 0.0
        grade = 0.39 * self.words / len(self.sentences) + 11.8 * syllables / self.words - 15.59
        return max(0.0, round(grade, 1))

    @property
    def age(self) -> int | None:
        """Return the reading age in years."""
        return None if self.grade is None else round(self.grade + 5)

    @property
    def hard(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.is_hard]


def read(texts: Iterable[str]) -> Reading:
    """Return how plain texts read, taken together."""
    return Reading(tuple(sentence for text in texts for sentence in sentences_of(text)))


def sentences_of(text: str) -> list[Sentence]:
    """Return a plain text's sentences. A line ends a sentence; what holds no word is none."""
    marked = ABBREVIATIONS.sub(r"\1", text)
    found = [_sentence(" ".join(part.split())) for part in SENTENCE_END.split(marked)]
    return [sentence for sentence in found if sentence.words]


def _sentence(text: str) -> Sentence:
    words = WORD.findall(text)
    counts = [syllables_of(word) for word in words]
    hard = dict.fromkeys(word for word, count in zip(words, counts, strict=True) if count >= LONG_WORD)
    return Sentence(text, len(words), sum(counts), tuple(hard))


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """Return about how many syllables a word has; at least 1. Parts joined by a hyphen are counted each."""
    parts = re.split(r"[-’']", word.lower()[:LONGEST_WORD])
    return max(1, sum(_syllables(part) for part in parts if len(part) > 1))


def _syllables(part: str) -> int:
    by_hyphens = len(_hyphens().positions(part)) + 1
    groups = len(VOWELS.findall(part))
    if groups > 1 and _ends_silently(part):
        groups -= 1
    return max(1, by_hyphens, groups)


def _ends_silently(part: str) -> bool:
    if part.endswith("le"):
        return len(part) > 2 and part[-3] in "aeiouy"
    if part.endswith("ed"):
        return len(part) > 2 and part[-3] not in "tdaeiouy"
    if part.endswith("es"):
        return len(part) > 2 and part[-3] not in "sxzcghaeiouy"
    return part.endswith("e") and len(part) > 1 and part[-2] not in "aeiouy"


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


def lines_of_html(html: str) -> str:
    """Return an HTML fragment as plain text, each paragraph, item and cell on a line of its own."""
    return html_entities.unescape(TAG.sub("", LEAVES_A_LINE.sub("\n", html)))
