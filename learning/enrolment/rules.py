"""Plans and progress. Pure: no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=7)

DONE, OVERDUE, DUE_SOON, TO_DO = "DONE", "OVERDUE", "DUE_SOON", "TO_DO"


def item_state(*, done: bool, due_on: date, today: date) -> str:
    """Return DONE, OVERDUE (its due date has passed), DUE_SOON (within a week) or TO_DO."""
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


def share(done: int, total: int) -> int:
    """Return a whole percentage, 100 only when everything is done."""
    return 0 if not total else done * 100 // total


def is_right(chosen: Sequence[str], right: Iterable[str]) -> bool:
    """Answer whether exactly the right options were chosen."""
    return set(chosen) == set(right)
