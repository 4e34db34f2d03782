"""Counts for a unit as at a date, from the facts, in one plain query: what the read model is checked against.

The SQL says the same as `learning.assessment.rules.standing.requirement_state`; a property test holds them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from framework.models import Requirement
from learning.assessment.rules.standing import EXPIRING_WITHIN
from learning.people.models import Unit
from learning.people.queries import bank_holidays
from learning.readiness.rules import Count, Headcount, last_overdue_start

Value = int | str | date

CELLS = """
WITH cut(days, day) AS (VALUES {cuts}),
cell AS MATERIALIZED (
  SELECT
    post.person_id, need.competency_id, need.mandatory,
    CASE
      WHEN SUM(CASE WHEN held.holds = 1 AND held.expires_on IS NULL THEN 1 ELSE 0 END) > 0
        OR MAX(CASE WHEN held.holds = 1 THEN held.expires_on END) > %(soon)s THEN 'MET'
      WHEN MAX(held.holds) = 1 THEN 'EXPIRING'
      WHEN COUNT(held.holds) > 0 THEN 'LAPSED'
      WHEN post.started_on <= cut.day AND need.in_force_from <= cut.day THEN 'OVERDUE'
      ELSE 'DUE'
    END AS state
  FROM people_post post
  JOIN people_unit unit ON unit.id = post.unit_id
  JOIN framework_requirement need ON need.role_profile_id = post.role_profile_id
  JOIN framework_level asked ON asked.id = need.level_id
  JOIN cut ON cut.days = need.due_within_days
  LEFT JOIN (
    SELECT
      award.person_id, award.competency_id, award.expires_on, level."order" AS step,
      CASE
        WHEN (award.expires_on IS NULL OR award.expires_on >= %(day)s)
          AND (revocation.revoked_on IS NULL OR revocation.revoked_on > %(day)s) THEN 1
        ELSE 0
      END AS holds
    FROM assessment_award award
    JOIN framework_level level ON level.id = award.level_id
    LEFT JOIN assessment_revocation revocation ON revocation.award_id = award.id
    WHERE award.awarded_on <= %(day)s
  ) held
    ON held.person_id = post.person_id AND held.competency_id = need.competency_id AND held.step >= asked."order"
  WHERE unit.path LIKE %(inside)s
    AND post.started_on <= %(day)s AND (post.ended_on IS NULL OR post.ended_on >= %(day)s)
    AND need.in_force_from <= %(day)s AND (need.in_force_to IS NULL OR need.in_force_to >= %(day)s)
  GROUP BY post.id, post.person_id, post.started_on, need.id, need.competency_id, need.mandatory,
    need.in_force_from, cut.day
)
"""

PERSON_STATE = """
  CASE
    WHEN SUM(CASE WHEN mandatory AND state IN ('OVERDUE', 'LAPSED') THEN 1 ELSE 0 END) > 0 THEN 'NOT_READY'
    WHEN SUM(CASE WHEN mandatory AND state = 'DUE' THEN 1 ELSE 0 END) > 0 THEN 'ON_THE_WAY'
    ELSE 'READY'
  END
"""

COUNTS = (
    CELLS
    + """
SELECT 'requirement', competency_id, state, COUNT(*) FROM cell GROUP BY competency_id, state
UNION ALL
SELECT 'person', NULL, state, COUNT(*) FROM (
  SELECT {person_state} AS state FROM cell GROUP BY person_id) per_person GROUP BY state
"""
).replace("{person_state}", PERSON_STATE)


@dataclass
class PlainFigures:
    """What the plain query counts for a unit."""

    people: Headcount = field(default_factory=Headcount)
    total: Count = field(default_factory=Count)
    by_competency: dict[int, Count] = field(default_factory=lambda: defaultdict(Count))


def plain_figures(unit: Unit, *, as_at: date) -> PlainFigures:
    """Return the counts for a unit on a day, past or to come."""
    figures = PlainFigures()
    for kind, competency_id, state, number in _rows(COUNTS, unit, as_at):
        if kind == "person":
            figures.people.add(state, number)
        else:
            figures.total.add(state, number)
            figures.by_competency[competency_id].add(state, number)
    return figures


def _rows(sql: str, unit: Unit, as_at: date, **more: int) -> Iterator[tuple[Any, ...]]:
    cuts = cutoffs(as_at)
    values: dict[str, Value] = {
        "day": as_at,
        "soon": as_at + EXPIRING_WITHIN,
        "inside": unit.path + "%",
        **more,
    }
    places = []
    for number, (days, day) in enumerate(cuts):
        places.append(f"(%(days{number})s, %(cut{number})s)")
        values |= {f"days{number}": days, f"cut{number}": day}
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{cuts}", ", ".join(places)), _for_engine(values))
        yield from cursor.fetchall()


def _for_engine(values: dict[str, Value]) -> dict[str, Value]:
    """SQLite keeps dates as texts, and takes them as such."""
    if connection.vendor != "sqlite":
        return values
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def cutoffs(as_at: date) -> list[tuple[int, date]]:
    """Return, for each number of working days in use, the latest start of a post that is overdue on a day."""
    in_use: Iterable[int] = Requirement.objects.order_by().values_list("due_within_days", flat=True).distinct()
    return [(days, last_overdue_start(as_at, days, bank_holidays())) for days in in_use] or [(0, as_at)]
