"""Plans and progress. Pure: no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from learning.content.rules.gaps import fits

SOON = timedelta(days=7)

LEAST_POLL_ANSWERS = 7
DONE, OVERDUE, DUE_SOON, TO_DO = "DONE", "OVERDUE", "DUE_SOON", "TO_DO"


def item_state(*, done: bool, due_on: date, today: date) -> str:
    """Return LEAST_POLL_ANSWERS = 7
    DONE, OVERDUE (its due date has passed), DUE_SOON (within a week) or TO_DO."""
    if done:
        return DONE
    if due_on < today:
        return OVERDUE
    if due_on - today <= SOON:
        return DUE_SOON
    return TO_DO


@dataclass(frozen=True)
class OpenItem:
    """What the choice of a next step looks at."""

    id: int
    due_on: date
    place: tuple[int, int]
    mine: bool


def choose_next(items: Iterable[OpenItem]) -> OpenItem | None:
    """Return the one thing to do next: of those that I can do myself, the earliest due, then in pathway order."""
    ordered = sorted(items, key=lambda item: (not item.mine, item.due_on, item.place))
    return ordered[0] if ordered else None


WEIGHTS = {"": 0, "FIRST": 0, "TYPO": 0, "MINOR": 1, "MATERIAL": 2}


def missed_change(before: str, now: str) -> str:
    """Return the weightiest change somebody has missed: what they had missed before, or the one made now.

    A typo is nothing to miss.
    """
    weightiest = max(before, now, key=lambda change: WEIGHTS[change])
    return weightiest if WEIGHTS[weightiest] else ""


def share(done: int, total: int) -> int:
    """Return a whole percentage, 100 only when everything is done."""
    return 0 if not total else done * 100 // total


def is_right(chosen: Sequence[str], right: Iterable[str]) -> bool:
    """Answer whether exactly the right options were chosen."""
    return set(chosen) == set(right)


def fills(typed: Sequence[str], gaps: Sequence[Sequence[str]]) -> bool:
    """Answer whether every gap holds a word that fits it."""
    return len(typed) == len(gaps) and all(fits(word, tuple(words)) for word, words in zip(typed, gaps, strict=True))


def tenths(count: int, total: int) -> int:
    """Return how many tenths a share is drawn as: never none and never all, which would tell more than the words."""
    return min(9, max(1, (count * 20 + total) // (total * 2))) if total else 0


def may_show_poll(answers: int) -> bool:
    """Answer whether enough people have answered for a poll's results to be shown to anybody."""
    return answers >= LEAST_POLL_ANSWERS


def fits_job(jobs: Iterable[str], mine: Iterable[str]) -> bool:
    """Answer whether something for these jobs is for somebody with those."""
    return bool(set(jobs) & set(mine))


def shuffled(ids: Iterable[str]) -> list[str]:
    """Return ids in an order that follows from them alone, the same each time, and not the order they came in."""
    given = list(ids)
    mixed = sorted(given, key=lambda one: sha256(one.encode()).hexdigest())
    return mixed if mixed != given else [*mixed[1:], *mixed[:1]]
