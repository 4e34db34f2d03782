"""How a review stands. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

WAITING, APPROVED, CHANGES = "", "APPROVED", "CHANGES"


def standing(decisions: Iterable[str]) -> str:
    """Return where a round stands: it waits for every role, and changes asked for by one count against all approvals.

    A round that asks nobody is never approved.
    """
    given = list(decisions)
    if not given or WAITING in given:
        return WAITING
    return CHANGES if CHANGES in given else APPROVED


def is_overdue(due_on: date, *, today: date) -> bool:
    """Answer whether an answer is late; the last day counts as in time."""
    return today > due_on


def may_decide(person_id: int, *, holders: Collection[int], writers: Collection[int], asked: int | None) -> bool:
    """Answer whether a person may decide for a role: she holds it, wrote none of it, and nobody else was asked."""
    return person_id in holders and person_id not in writers and asked in {None, person_id}
