"""Where somebody stands: the state, the level of evidence, and until when an award holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.rules import KNOWLEDGE, OBSERVATION, Fact
from learning.assessment.rules.standing import (
    AwardFact,
    PracticeFact,
    can_renew,
    evidence_level,
    expiry,
    is_met,
    requirement_state,
)

TODAY = date(2026, 11, 23)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def award(on: int, until: int | None, revoked: int | None = None) -> AwardFact:
    return AwardFact(day(on), None if until is None else day(until), None if revoked is None else day(revoked))


@pytest.mark.parametrize(
    ("awards", "due_in", "state"),
    [
        ([], 0, "DUE"),
        ([], 30, "DUE"),
        ([], -1, "OVERDUE"),
        ([award(0, None)], -1, "MET"),
        ([award(0, 91)], -1, "MET"),
        ([award(0, 90)], -1, "EXPIRING"),
        ([award(-9, 0)], -1, "EXPIRING"),
        ([award(-9, -1)], -1, "LAPSED"),
        ([award(-9, -1)], 30, "LAPSED"),
        ([award(1, 300)], 30, "DUE"),
        ([award(1, 300)], -1, "OVERDUE"),
        ([award(-9, 300, revoked=0)], -1, "LAPSED"),
        ([award(-9, 300, revoked=1)], -1, "MET"),
        ([award(-9, -1), award(-5, 300)], -1, "MET"),
        ([award(-9, 30), award(-5, 300)], -1, "MET"),
        ([award(-9, 300, revoked=-1), award(0, 40)], -1, "EXPIRING"),
    ],
)
def test_the_state_on_a_day_follows_from_dated_facts(awards, due_in, state):
    assert requirement_state(awards, due_on=day(due_in), as_at=TODAY) == state
    assert is_met(state) == (state in {"MET", "EXPIRING"})


AWARDS = st.builds(
    lambda on, lasts, revoked: award(on, on + lasts, None if revoked is None else on + revoked),
    st.integers(-400, 100),
    st.integers(0, 400),
    st.none() | st.integers(0, 400),
)


@given(st.lists(AWARDS, max_size=5), AWARDS, st.integers(-100, 100))
def test_one_more_award_never_takes_a_met_requirement_away(awards, more, due_in):
    before = requirement_state(awards, due_on=day(due_in), as_at=TODAY)
    after = requirement_state([*awards, more], due_on=day(due_in), as_at=TODAY)
    assert is_met(after) or not is_met(before)


@given(st.lists(AWARDS, max_size=5), st.integers(-100, 100))
def test_the_future_changes_nothing_about_today(awards, due_in):
    known = [fact for fact in awards if fact.on <= TODAY]
    due_on = day(due_in)
    assert requirement_state(awards, due_on=due_on, as_at=TODAY) == requirement_state(known, due_on=due_on, as_at=TODAY)


KNOWS = Fact(1, KNOWLEDGE, day(-1))
VOUCHED = Fact(2, OBSERVATION, day(-1), by=7)


def seen(offset: int, by: int = 1, *, competent: bool = True) -> PracticeFact:
    return PracticeFact(day(offset), by, competent)


@pytest.mark.parametrize(
    ("facts", "observations", "level"),
    [
        ([], [], 0),
        ([KNOWS], [], 1),
        ([KNOWS], [seen(-1, competent=False)], 2),
        ([], [seen(-1, competent=False)], 2),
        ([KNOWS], [seen(-1)], 3),
        ([VOUCHED], [], 3),
        ([KNOWS], [seen(-9), seen(-1)], 3),
        ([KNOWS], [seen(-9), seen(-1, by=2)], 4),
        ([KNOWS], [seen(-9), seen(-1, by=2, competent=False)], 3),
        ([KNOWS], [seen(-182), seen(0, by=2)], 5),
        ([KNOWS], [seen(-181), seen(0, by=2)], 4),
        ([KNOWS], [seen(-182), seen(0)], 3),
        ([KNOWS], [seen(1)], 1),
        ([Fact(3, KNOWLEDGE, day(1))], [], 0),
    ],
)
def test_the_level_of_evidence_grows_with_who_saw_what_and_when(facts, observations, level):
    assert evidence_level(facts, observations, as_at=TODAY) == level


@pytest.mark.parametrize(
    ("awarded", "months", "last"),
    [
        (date(2026, 11, 23), None, None),
        (date(2026, 11, 23), 24, date(2028, 11, 22)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 27)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_an_award_holds_to_the_day_before_its_anniversary(awarded, months, last):
    assert expiry(awarded, months) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_an_award_never_ends_before_it_begins_and_more_months_never_make_it_shorter(awarded, months):
    last = expiry(awarded, months)
    assert last >= awarded
    assert expiry(awarded, months + 1) >= last


@pytest.mark.parametrize(("ends_in", "may"), [(None, False), (91, False), (90, True), (0, True), (-1, True)])
def test_an_award_is_earned_anew_in_its_last_ninety_days(ends_in, may):
    assert can_renew(None if ends_in is None else day(ends_in), TODAY) is may
