"""Due dates are counted in working days: weekends and the bank holidays of England and Wales do not count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.queries import bank_holidays
from learning.people.rules import add_working_days

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (20, 21, 22, 23, 24))

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
counts = st.integers(min_value=0, max_value=130)
holidays = st.frozensets(days, max_size=30)


def is_worked(day: date, free: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in free


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 11, 27)),
        (SATURDAY, 0, MONDAY),
        (SUNDAY, 0, MONDAY),
        (SATURDAY, 1, TUESDAY),
        (SUNDAY, 1, TUESDAY),
        (MONDAY, 20, date(2026, 12, 21)),
    ],
)
def test_weekends_do_not_count(start, count, expected):
    assert add_working_days(start, count) == expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 25), 0, date(2026, 12, 29)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 5, 1), 1, date(2026, 5, 5)),
    ],
)
def test_christmas_easter_and_may_day_do_not_count(start, count, expected):
    assert add_working_days(start, count, bank_holidays()) == expected


def test_a_holiday_on_a_weekend_takes_no_second_day():
    assert add_working_days(FRIDAY, 1, {SATURDAY, SUNDAY}) == MONDAY


def test_scotland_keeps_its_second_of_january_to_itself():
    assert date(2025, 1, 2) not in bank_holidays()
    assert date(2025, 1, 1) in bank_holidays()


@given(start=days, count=counts, free=holidays)
def test_something_never_falls_due_on_a_day_off_nor_before_it_began(start, count, free):
    due = add_working_days(start, count, free)
    assert is_worked(due, free)
    assert due >= start


@given(start=days, count=counts, free=holidays)
def test_between_start_and_due_lie_exactly_that_many_working_days(start, count, free):
    due = add_working_days(start, count, free)
    first = add_working_days(start, 0, free)
    after = (first + timedelta(days=n) for n in range(1, (due - first).days + 1))
    assert sum(is_worked(day, free) for day in after) == count


@given(start=days, one=counts, more=counts, free=holidays)
def test_counting_in_two_steps_comes_to_the_same_day(start, one, more, free):
    assert add_working_days(add_working_days(start, one, free), more, free) == add_working_days(start, one + more, free)


@given(start=days, count=counts, free=holidays)
def test_who_starts_later_is_never_due_earlier(start, count, free):
    assert add_working_days(start + timedelta(days=1), count, free) >= add_working_days(start, count, free)
