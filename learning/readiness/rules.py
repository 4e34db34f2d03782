"""What figures are made of and how they are said. Pure: no Django."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from learning.assessment.rules.standing import DUE, EXPIRING, LAPSED, MET, OVERDUE
from learning.people.rules import add_working_days

READY, ON_THE_WAY, NOT_READY = "READY", "ON_THE_WAY", "NOT_READY"


@dataclass
class Count:
    """How many requirements stand where."""

    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys((MET, EXPIRING, DUE, OVERDUE, LAPSED), 0))

    def add(self, state: str, number: int) -> None:
        self.states[state] += number

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def met(self) -> int:
        """Return how many are met, those that end soon included."""
        return self.states[MET] + self.states[EXPIRING]

    @property
    def lapsing(self) -> int:
        return self.states[EXPIRING]

    @property
    def due(self) -> int:
        return self.states[DUE]

    @property
    def overdue(self) -> int:
        """Return how many are late: never met in time, or met once and lapsed."""
        return self.states[OVERDUE] + self.states[LAPSED]

    @property
    def share(self) -> int:
        return share(self.met, self.total)


@dataclass
class Headcount:
    """How many people are ready (every mandatory requirement met), on the way (none late), or not ready."""

    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys((READY, ON_THE_WAY, NOT_READY), 0))

    def add(self, state: str, number: int) -> None:
        self.states[state] += number

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def ready(self) -> int:
        return self.states[READY]

    @property
    def on_the_way(self) -> int:
        return self.states[ON_THE_WAY]

    @property
    def not_ready(self) -> int:
        return self.states[NOT_READY]

    @property
    def share(self) -> int:
        return share(self.ready, self.total)


def share(part: int, whole: int) -> int:
    """Return a whole percentage, rounded down so that 100 means all; 0 of nothing is 0."""
    return part * 100 // whole if whole else 0


def person_state(counts: Mapping[str, int]) -> str:
    """Return where a person stands from the states of their mandatory requirements."""
    if counts.get(OVERDUE, 0) or counts.get(LAPSED, 0):
        return NOT_READY
    return ON_THE_WAY if counts.get(DUE, 0) else READY


def last_overdue_start(as_at: date, days: int, holidays: Container[date] = ()) -> date:
    """Return the latest start of a post for which `days` working days ran out before `as_at`.

    Turns "is the due date past?" into a comparison of start dates, which a database can do for thousands at once.
    """
    start = as_at - timedelta(days=1)
    while add_working_days(start, days, holidays) >= as_at:
        start -= timedelta(days=1)
    return start
