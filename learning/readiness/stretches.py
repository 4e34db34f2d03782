"""From facts to stretches of time and from these to the changes that are summed. Pure: no database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from learning.assessment.rules.standing import EXPIRING_WITHIN, AwardFact, requirement_state
from learning.readiness.rules import person_state

ONE_DAY = timedelta(days=1)
YEAR, MONTH, DAY = "Y", "M", "D"


@dataclass(frozen=True)
class Run:
    """A state from its first to its last day (None: it goes on)."""

    state: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class Need:
    """One requirement of one post: when it is asked for, and by when it is due."""

    first_day: date
    last_day: date | None
    due_on: date


def requirement_runs(need: Need, awards: Sequence[AwardFact]) -> list[Run]:
    """Return the states of a requirement from its first to its last day, each as long as it lasts."""
    turns = {need.first_day, need.due_on + ONE_DAY}
    for award in awards:
        turns.add(award.on)
        if award.revoked_on is not None:
            turns.add(award.revoked_on)
        if award.until is not None:
            turns |= {award.until + ONE_DAY, award.until - EXPIRING_WITHIN}
    days = sorted(day for day in turns if _inside(day, need.first_day, need.last_day))
    return _runs([(day, requirement_state(awards, due_on=need.due_on, as_at=day)) for day in days], need.last_day)


def _inside(day: date, first_day: date, last_day: date | None) -> bool:
    return first_day <= day and (last_day is None or day <= last_day)


def _runs(states: Sequence[tuple[date, str]], last_day: date | None) -> list[Run]:
    """Join neighbours in the same state; each ends the day before the next begins."""
    runs: list[Run] = []
    for number, (day, state) in enumerate(states):
        ends = states[number + 1][0] - ONE_DAY if number + 1 < len(states) else last_day
        if runs and runs[-1].state == state:
            runs[-1] = Run(state, runs[-1].first_day, ends)
        else:
            runs.append(Run(state, day, ends))
    return runs


def person_runs(requirements: Iterable[tuple[bool, Run]]) -> list[Run]:
    """Return the states of a person as a whole from the runs of all their requirements, each mandatory or not.

    On days on which nothing is asked of them they are not counted.
    """
    opening: dict[date, list[tuple[bool, str]]] = {}
    closing: dict[date, list[tuple[bool, str]]] = {}
    for mandatory, run in requirements:
        opening.setdefault(run.first_day, []).append((mandatory, run.state))
        if run.last_day is not None:
            closing.setdefault(run.last_day + ONE_DAY, []).append((mandatory, run.state))
    running: Counter[tuple[bool, str]] = Counter()
    found: list[Run] = []
    days = sorted({*opening, *closing})
    for number, day in enumerate(days):
        running.update(opening.get(day, []))
        running.subtract(closing.get(day, []))
        if running.total() > 0:
            state = person_state({state: count for (mandatory, state), count in running.items() if mandatory})
            ends = days[number + 1] - ONE_DAY if number + 1 < len(days) else None
            _append(found, Run(state, day, ends))
    return found


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, as part of the one before when that is its direct neighbour in the same state."""
    if runs and runs[-1].state == run.state and runs[-1].last_day == run.first_day - ONE_DAY:
        runs[-1] = Run(run.state, runs[-1].first_day, run.last_day)
    else:
        runs.append(run)


def changes(run: Run, count: int = 1) -> list[tuple[date, int]]:
    """Return what a run changes: `count` more from its first day on, `count` fewer from the day after its last."""
    begins = [(run.first_day, count)]
    return begins if run.last_day is None else [*begins, (run.last_day + ONE_DAY, -count)]


def buckets(day: date) -> list[tuple[str, date]]:
    """Return the grain and first day of each row that a change on a day is kept in."""
    return [(YEAR, day.replace(month=1, day=1)), (MONTH, day.replace(day=1)), (DAY, day)]
