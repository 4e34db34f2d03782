"""Where a person stands on what a job needs: the state, the level of evidence, and the proof. One rule for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from framework.rules import KNOWLEDGE, OBSERVATION, Fact

EXPIRING_WITHIN = timedelta(days=90)
SUSTAINED_AFTER = timedelta(days=182)

MET, EXPIRING, DUE, OVERDUE, LAPSED = "MET", "EXPIRING", "DUE", "OVERDUE", "LAPSED"
STATES = (MET, EXPIRING, DUE, OVERDUE, LAPSED)

NOTHING, KNOWS, TRIED, OBSERVED, CONFIRMED, SUSTAINED = range(6)


@dataclass(frozen=True)
class AwardFact:
    """An award as the rule sees it: it holds from `on`, up to and with `until`, and no longer once revoked."""

    on: date
    until: date | None
    revoked_on: date | None = None

    def holds_on(self, day: date) -> bool:
        revoked = self.revoked_on is not None and self.revoked_on <= day
        return self.on <= day and (self.until is None or day <= self.until) and not revoked


def requirement_state(awards: Iterable[AwardFact], *, due_on: date, as_at: date) -> str:
    """Return MET, EXPIRING (met, ends within 90 days), LAPSED (held once, no longer), DUE, or OVERDUE (after due_on).

    A day that is past is judged by what was known then: a later revocation changes nothing about it.
    """
    begun = [award for award in awards if award.on <= as_at]
    holding = [award for award in begun if award.holds_on(as_at)]
    if holding:
        last = max(award.until or date.max for award in holding)
        return EXPIRING if last - as_at <= EXPIRING_WITHIN else MET
    if begun:
        return LAPSED
    return DUE if as_at <= due_on else OVERDUE


def is_met(state: str) -> bool:
    return state in {MET, EXPIRING}


@dataclass(frozen=True)
class PracticeFact:
    """One observation of practice: when, by whom, and whether it was judged competent."""

    on: date
    by: int
    competent: bool


def evidence_level(facts: Iterable[Fact], observations: Iterable[PracticeFact], *, as_at: date) -> int:
    """Return how far evidence goes on a day, from NOTHING to SUSTAINED.

    Knows: a passed assessment. Tried: practice observed, not yet competent. Observed: judged competent once.
    Confirmed: judged competent by two different assessors. Sustained: confirmed, and competent again half a year or
    more after the first time. (Levels of evidence: reference features, section 4, idea 5.)
    """
    seen = [practice for practice in observations if practice.on <= as_at]
    competent = [practice for practice in seen if practice.competent]
    if competent:
        return _practice_level(competent)
    if seen:
        return TRIED
    knows = any(fact.kind == KNOWLEDGE and fact.on <= as_at for fact in facts)
    vouched = any(fact.kind == OBSERVATION and fact.on <= as_at for fact in facts)
    return OBSERVED if vouched else KNOWS if knows else NOTHING


def _practice_level(competent: Sequence[PracticeFact]) -> int:
    if len({practice.by for practice in competent}) < 2:
        return OBSERVED
    days = [practice.on for practice in competent]
    return SUSTAINED if max(days) - min(days) >= SUSTAINED_AFTER else CONFIRMED


def expiry(awarded_on: date, validity_months: int | None) -> date | None:
    """Return the last day an award holds; None if it never lapses. 31 January plus one month: end of February."""
    if validity_months is None:
        return None
    months = awarded_on.month - 1 + validity_months
    year, month = awarded_on.year + months // 12, months % 12 + 1
    next_month = date(year + month // 12, month % 12 + 1, 1)
    last_of_month = next_month - timedelta(days=1)
    if awarded_on.day > last_of_month.day:
        return last_of_month
    return date(year, month, awarded_on.day) - timedelta(days=1)


def can_renew(expires_on: date | None, today: date) -> bool:
    """Answer whether an award may be earned anew: in its last 90 days, or once it has lapsed."""
    return expires_on is not None and expires_on - today <= EXPIRING_WITHIN
