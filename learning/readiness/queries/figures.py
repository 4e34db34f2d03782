"""Counts for units as at any day, past or to come: sums over the tallies, few rows whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from learning.people.models import Unit
from learning.readiness.models import PEOPLE
from learning.readiness.rules import NOT_READY, Count, Headcount

SUM = """
SELECT unit_id, subject, state, SUM(change) FROM (
  SELECT unit_id, subject, state, change FROM readiness_tally
  WHERE unit_id IN ({units}) {only} AND grain = 'Y' AND day < %(year)s
  UNION ALL
  SELECT unit_id, subject, state, change FROM readiness_tally
  WHERE unit_id IN ({units}) {only} AND grain = 'M' AND day >= %(year)s AND day < %(month)s
  UNION ALL
  SELECT unit_id, subject, state, change FROM readiness_tally
  WHERE unit_id IN ({units}) {only} AND grain = 'D' AND day >= %(month)s AND day <= %(day)s
) parts GROUP BY unit_id, subject, state HAVING SUM(change) <> 0
"""


@dataclass
class Figures:
    """What is counted for one unit and everything below it."""

    people: Headcount = field(default_factory=Headcount)
    total: Count = field(default_factory=Count)
    by_competency: dict[int, Count] = field(default_factory=lambda: defaultdict(Count))


def figures_for(units: Iterable[Unit], *, as_at: date) -> dict[int, Figures]:
    """Return the figures of each unit on a day, by its id. One query."""
    found = {unit.pk: Figures() for unit in units}
    for unit_id, subject, state, number in _sums(list(found), as_at) if found else []:
        figures = found[unit_id]
        if subject == PEOPLE:
            figures.people.add(state, int(number))
        else:
            figures.total.add(state, int(number))
            figures.by_competency[subject].add(state, int(number))
    return found


def not_ready_in(units: Iterable[Unit], *, as_at: date) -> dict[int, int]:
    """Return how many people are not ready on a day, by unit id; units without any are left out. One query."""
    ids = [unit.pk for unit in units]
    only = f"AND subject = {PEOPLE} AND state = '{NOT_READY}'"
    return {unit_id: int(number) for unit_id, _, _, number in _sums(ids, as_at, only)} if ids else {}


def _sums(ids: list[int], as_at: date, only: str = "") -> list[tuple[int, int, str, int]]:
    days = {"year": as_at.replace(month=1, day=1), "month": as_at.replace(day=1), "day": as_at}
    values = {name: day.isoformat() if connection.vendor == "sqlite" else day for name, day in days.items()}
    sql = SUM.format(units=", ".join(map(str, ids)), only=only)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
