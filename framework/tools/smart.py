"""Is an outcome SMART? A friendly look at each letter: it finds signs in the words, explains itself, and never blocks.

The browser applies the same rule to the same data (static/js/tools/smart.js); a test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

BETWEEN_WORDS = ' \t\n\r\u00a0.,;:!?()[]"“”/…'
NOTHING_YET = "Nothing here yet."


@dataclass(frozen=True)
class Weak:
    """Phrases that say too little or the wrong thing, and what to ask oneself then."""

    phrases: tuple[str, ...]
    tip: str


@dataclass(frozen=True)
class Letter:
    """One letter: what it looks for, by how many words and which signs, and what it says."""

    key: str
    letter: str
    word: str
    looks_for: str
    least_words: int
    signs: tuple[str, ...]
    numbers_count: bool
    weak: tuple[Weak, ...]
    too_short: str
    no_sign: str
    there: str


@dataclass(frozen=True)
class Verdict:
    """Whether a letter is there, and a word of help."""

    met: bool
    says: str


SERVICE_FIRST = Weak(
    (
        "package of care",
        "care package",
        "hours of care",
        "be provided with",
        "receive care",
        "receives care",
        "receive support",
        "receives support",
        "placement",
        "be placed",
    ),
    "This names a service. What will the person be able to do?",
)
VAGUE = Weak(
    (
        "be independent",
        "more independent",
        "independence",
        "feel better",
        "improve wellbeing",
        "wellbeing",
        "be happy",
        "be safe",
        "be supported",
        "engage",
    ),
    "This could mean many things. What would you see the person do?",
)
COMPARED = Weak(
    ("better", "more", "less", "improve", "improved", "improvement", "increase", "reduce"),
    "More or better than what? Say what you would count or see.",
)
SOMETIME = Weak(
    ("soon", "ongoing", "asap", "as soon as possible", "when possible", "in due course", "long term", "as needed"),
    "That means another day to everybody. Which day shall it be?",
)
REASONS_OF_THE_SERVICE = Weak(
    ("assessed need", "eligible", "eligibility", "care act", "policy", "for safety", "safeguarding", "duty"),
    "That is the service's reason. What does the person say?",
)

SMART = (
    Letter(
        key="specific",
        letter="S",
        word="Specific",
        looks_for="At least four words that say what the person will do. Not the name of a service, and no big word "
        "such as independence that could mean many things.",
        least_words=4,
        signs=(),
        numbers_count=False,
        weak=(SERVICE_FIRST, VAGUE),
        too_short="Say a little more: who will do what, and where?",
        no_sign="",
        there="Clear. Somebody who was not there would know what is meant.",
    ),
    Letter(
        key="measurable",
        letter="M",
        word="Measurable",
        looks_for="A number, how often, or something you could see, such as “on her own” or “without a rest”.",
        least_words=2,
        signs=(
            *("once", "twice", "two", "three", "four", "five", "six", "seven", "ten", "half"),
            *("every", "each", "daily", "weekly", "monthly", "always", "all", "whole", "none", "no"),
            *("day", "days", "week", "weeks", "times", "minutes", "hour", "hours", "steps", "metres"),
            *("alone", "myself", "himself", "herself", "themselves", "on my own", "on her own", "on his own"),
            *("on their own", "without", "from", "until", "at least", "both", "first time"),
        ),
        numbers_count=True,
        weak=(COMPARED,),
        too_short="Say a little more: what will you both see or count?",
        no_sign="What could you count or see? A number, how often, or “without help” would do.",
        there="Good. You will both know when it has happened.",
    ),
    Letter(
        key="achievable",
        letter="A",
        word="Achievable",
        looks_for="At least four words, with a strength, a person or a thing that will help.",
        least_words=4,
        signs=(
            *("can", "able", "already", "knows", "know", "likes", "like", "enjoys", "enjoy", "loves", "good at"),
            *("skill", "skills", "strength", "strengths", "used to", "learned", "practise", "practising", "practice"),
            *("with", "help", "helps", "support", "friend", "friends", "neighbour", "neighbours", "family", "daughter"),
            *("son", "sister", "brother", "mother", "father", "wife", "husband", "partner", "group", "club", "team"),
            *("walker", "stick", "chair", "equipment", "phone", "money", "bus", "step by step", "first step"),
        ),
        numbers_count=False,
        weak=(),
        too_short="Say a little more: what makes it possible?",
        no_sign="Name one strength, one person or one thing that will help.",
        there="Good. It builds on something that is there.",
    ),
    Letter(
        key="relevant",
        letter="R",
        word="Relevant",
        looks_for="At least four words that say why it matters to the person, best in their own words: “I miss …”, "
        "“so that I can …”.",
        least_words=4,
        signs=(
            *("i", "my", "me", "we", "our", "because", "so that", "so i", "want", "wants", "wanted", "matters"),
            *("miss", "misses", "love", "loves", "enjoy", "enjoys", "hope", "hopes", "dream", "important", "again"),
            *("proud", "says", "said", "told"),
        ),
        numbers_count=False,
        weak=(REASONS_OF_THE_SERVICE,),
        too_short="Say a little more: why does it matter to the person?",
        no_sign="Why does it matter? Use the person's own words, such as “I miss …” or “so that I can …”.",
        there="Good. We can hear why it matters.",
    ),
    Letter(
        key="time",
        letter="T",
        word="Time-bound",
        looks_for="A day, a month, or a number of weeks. Not “soon” or “ongoing”.",
        least_words=1,
        signs=(
            *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
            *("november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            *("today", "tomorrow", "week", "weeks", "month", "months", "fortnight", "year", "easter", "christmas"),
            *("eid", "diwali", "birthday", "spring", "summer", "autumn", "winter"),
        ),
        numbers_count=True,
        weak=(SOMETIME,),
        too_short="By which day?",
        no_sign="By which day, month, or number of weeks?",
        there="Good. You both know when to look at it again.",
    ),
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without punctuation."""
    plain = text.lower().replace("’", "'")
    for mark in BETWEEN_WORDS:
        plain = plain.replace(mark, " ")
    return [word for word in (part.strip("'") for part in plain.split(" ")) if word]


def check(letter: Letter, text: str) -> Verdict:
    """Look at what was written for one letter. Never an error: at most a question worth thinking about."""
    words = words_of(text)
    line = f" {' '.join(words)} "
    if not words:
        return Verdict(met=False, says=NOTHING_YET)
    if len(words) < letter.least_words:
        return Verdict(met=False, says=letter.too_short)
    has_number = letter.numbers_count and any(digit in line for digit in "0123456789")
    if letter.signs and (has_number or _holds(line, letter.signs)):
        return Verdict(met=True, says=letter.there)
    for weak in letter.weak:
        if _holds(line, weak.phrases):
            return Verdict(met=False, says=weak.tip)
    return Verdict(met=False, says=letter.no_sign) if letter.signs else Verdict(met=True, says=letter.there)


def _holds(line: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in line for phrase in phrases)


def rule_as_data() -> dict[str, Any]:
    """Return the whole rule as plain data for the browser."""
    return {
        "between": BETWEEN_WORDS,
        "nothing": NOTHING_YET,
        "letters": [asdict(letter) for letter in SMART],
    }
