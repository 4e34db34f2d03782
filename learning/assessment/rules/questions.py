"""A question as its author writes it: what is wrong with it, and what differs between two wordings. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from learning.assessment.rules.bank import DIFFICULTIES, KINDS
from learning.assessment.rules.marking import MATCHING, MULTIPLE, SINGLE

MOST_OPTIONS = 10
KEYS = "abcdefghij"
LONGEST_STEM, LONGEST_TEXT, LONGEST_CODE, LONGEST_TAG = 2000, 1000, 80, 50
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
# What no page can show and some databases and spreadsheets refuse: control characters, lone surrogates, non-characters.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class OptionDraft:
    """An answer to choose, as written; `key` is empty until the version is kept."""

    text: str
    feedback: str = ""
    correct: bool = False
    match: str = ""
    misconception: str = ""
    key: str = ""


@dataclass(frozen=True)
class QuestionDraft:
    """A question as written, with its tags by their codes; its options in the order they are kept."""

    code: str
    kind: str
    stem: str
    competency: str
    difficulty: str
    revisit: str = ""
    options: tuple[OptionDraft, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do. Some problems only stand in the way of review: a draft may have them."""

    place: str
    words: str
    keeps_from_saving: bool = False


def clean_text(text: str) -> str:
    """Return a text as it is kept: no characters that cannot be shown, no space around lines, no two empty lines."""
    lines = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def clean_draft(draft: QuestionDraft) -> QuestionDraft:
    """Return a draft with clean texts, without options that are empty, and without what its kind does not use."""
    options = tuple(_clean_option(option, draft.kind) for option in draft.options)
    return replace(
        draft,
        code=clean_text(draft.code),
        stem=clean_text(draft.stem),
        competency=clean_text(draft.competency),
        revisit=clean_text(draft.revisit),
        kind=clean_text(draft.kind).upper(),
        difficulty=clean_text(draft.difficulty).upper(),
        options=tuple(option for option in options if option.text or option.match or option.feedback),
    )


def _clean_option(option: OptionDraft, kind: str) -> OptionDraft:
    return replace(
        option,
        text=clean_text(option.text),
        feedback=clean_text(option.feedback),
        match=clean_text(option.match) if kind.strip().upper() == MATCHING else "",
        correct=option.correct and kind.strip().upper() in {SINGLE, MULTIPLE},
        misconception=clean_text(option.misconception).lower(),
    )


def with_keys(draft: QuestionDraft, before: Iterable[OptionDraft] = ()) -> QuestionDraft:
    """Return a draft whose options each have a key: the one they had, found by key or by text, else a new one."""
    had = {option.text: option.key for option in before}
    free = [key for key in KEYS if key not in {*had.values(), *(option.key for option in draft.options)}]
    taken: set[str] = set()
    kept = []
    for option in draft.options:
        wanted = option.key or had.get(option.text, "")
        if not wanted or wanted in taken or not SLUG.fullmatch(wanted) or len(wanted) > 20:
            wanted = next(key for key in [*free, *KEYS, *_more_keys()] if key not in taken)
        taken.add(wanted)
        kept.append(replace(option, key=wanted))
    return replace(draft, options=tuple(kept))


def _more_keys() -> Iterator[str]:
    yield from (f"o{number}" for number in range(1, 1000))


def says_the_same(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Answer whether two drafts say the same; the keys of options are nobody's words."""
    return _without_keys(one) == _without_keys(other)


def _without_keys(draft: QuestionDraft) -> QuestionDraft:
    return replace(draft, options=tuple(replace(option, key="") for option in draft.options))


def question_problems(
    draft: QuestionDraft, *, competencies: Collection[str], lessons: Collection[str]
) -> list[Problem]:
    """Return everything that is wrong with a clean draft, in the order of the form.

    `competencies` are the codes that the module serves, `lessons` the slugs of its lessons.
    """
    return [
        *_tag_problems(draft, competencies, lessons),
        *_stem_problems(draft),
        *_option_problems(draft),
        *_choice_problems(draft),
    ]


def _tag_problems(draft: QuestionDraft, competencies: Collection[str], lessons: Collection[str]) -> Iterator[Problem]:
    if not SLUG.fullmatch(draft.code) or len(draft.code) > LONGEST_CODE:
        yield Problem("code", "Give a code of letters, numbers and hyphens, up to 80 of them.", True)
    if draft.kind not in KINDS:
        yield Problem("kind", f"Write one of {_listed(KINDS)}.", True)
    if draft.competency not in competencies:
        said = f"‘{_short(draft.competency)}’ is not one of them." if draft.competency else "There is none here."
        yield Problem("competency", f"The module serves {', '.join(sorted(competencies)) or 'none'}. {said}", True)
    if draft.difficulty not in DIFFICULTIES:
        yield Problem("difficulty", f"Write one of {_listed(DIFFICULTIES)}.", True)
    if draft.revisit and draft.revisit not in lessons:
        yield Problem(
            "revisit", f"The module has no lesson ‘{_short(draft.revisit)}’. Leave it empty or correct it.", True
        )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words).lower()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _stem_problems(draft: QuestionDraft) -> Iterator[Problem]:
    if not draft.stem:
        yield Problem("stem", "Write the question.", True)
    if len(draft.stem) > LONGEST_STEM:
        yield Problem("stem", f"The question is longer than {LONGEST_STEM} characters. Shorten it.", True)


def _option_problems(draft: QuestionDraft) -> Iterator[Problem]:
    if len(draft.options) > MOST_OPTIONS:
        yield Problem("options", f"There are more than {MOST_OPTIONS} options. Take some out.", True)
    for number, option in enumerate(draft.options[:MOST_OPTIONS], 1):
        yield from _one_option(draft.kind, number, option)


def _one_option(kind: str, number: int, option: OptionDraft) -> Iterator[Problem]:
    for part, words in (("text", option.text), ("match", option.match), ("feedback", option.feedback)):
        if len(words) > LONGEST_TEXT:
            yield Problem(f"{part}-{number}", f"This is longer than {LONGEST_TEXT} characters. Shorten it.", True)
    if not option.text:
        yield Problem(f"text-{number}", f"Option {number} has no text. Write it or empty the whole option.", True)
    if option.misconception and not (SLUG.fullmatch(option.misconception) and len(option.misconception) <= LONGEST_TAG):
        words = "Name a misconception in letters, numbers and hyphens, such as service-first."
        yield Problem(f"misconception-{number}", words, True)
    if kind == MATCHING and not option.match:
        yield Problem(f"match-{number}", f"Option {number} needs what belongs to it.")
    if not option.feedback:
        yield Problem(f"feedback-{number}", f"Option {number} needs feedback: why it is right, or what it misses.")


def _choice_problems(draft: QuestionDraft) -> Iterator[Problem]:
    if len(draft.options) < 2:
        yield Problem("options", "Give at least two options.")
    right = sum(option.correct for option in draft.options)
    if draft.kind == SINGLE and right != 1:
        yield Problem("options", f"Mark one option as right; {right or 'none'} is marked now.")
    if draft.kind == MULTIPLE and not 1 <= right < len(draft.options):
        yield Problem("options", "Mark at least one option as right, and not all of them.")
    for part, words in (("text", "Two options say the same."), ("match", "Two options belong to the same words.")):
        said = [getattr(option, part) for option in draft.options if getattr(option, part)]
        if len(set(said)) < len(said):
            yield Problem("options", f"{words} A learner could not tell them apart.")


@dataclass(frozen=True)
class Change:
    """One part of a question in two wordings, as runs of words: the same, gone, or new."""

    what: str
    runs: tuple[tuple[str, str], ...]


def changes(before: QuestionDraft, after: QuestionDraft) -> list[Change]:
    """Return what differs between two wordings, part by part, in the order of the form."""
    found = []
    one, other = _parts(before), _parts(after)
    for what in dict.fromkeys([*one, *other]):
        if one.get(what, "") != other.get(what, ""):
            found.append(Change(what, _runs(one.get(what, ""), other.get(what, ""))))
    return found


def _parts(draft: QuestionDraft) -> dict[str, str]:
    parts = {
        "Kind": draft.kind.capitalize(),
        "Competency": draft.competency,
        "Difficulty": draft.difficulty.capitalize(),
        "Lesson to read again": draft.revisit,
        "Question": draft.stem,
    }
    for number, option in enumerate(draft.options, 1):
        parts[f"Option {number}"] = option.text
        parts[f"Option {number}, what belongs to it"] = option.match
        parts[f"Option {number}, right"] = "Yes" if option.correct else "No"
        parts[f"Option {number}, feedback"] = option.feedback
        parts[f"Option {number}, misconception"] = option.misconception
    return parts


def _runs(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return two texts as one, word by word: ("same" | "gone" | "new", words)."""
    one, other = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    runs: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(one[i:j])))
        else:
            runs += [(name, "".join(words)) for name, words in (("gone", one[i:j]), ("new", other[k:m])) if words]
    return tuple(runs)
