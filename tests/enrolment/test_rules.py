"""Plans and progress as pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.enrolment.rules import OpenItem, choose_next, is_right, item_state, share
from learning.people.rules import add_working_days

TODAY = date(2026, 11, 23)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 22), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 20, date(2026, 12, 21)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 25), 0, date(2026, 12, 29)),
        (date(2026, 12, 18), 5, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_due_dates_count_working_days_only(start, days, due):
    assert add_working_days(start, days, CHRISTMAS) == due


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_due_date_is_a_working_day_and_a_later_one_for_more_days(start, days):
    due = add_working_days(start, days, CHRISTMAS)
    assert due.weekday() < 5
    assert due not in CHRISTMAS
    assert add_working_days(start, days + 1, CHRISTMAS) > due


@pytest.mark.parametrize(
    ("done", "due_in", "state"),
    [
        (True, -100, "DONE"),
        (True, 100, "DONE"),
        (False, -1, "OVERDUE"),
        (False, 0, "DUE_SOON"),
        (False, 7, "DUE_SOON"),
        (False, 8, "TO_DO"),
    ],
)
def test_an_item_is_overdue_only_after_its_due_date(done, due_in, state):
    assert item_state(done=done, due_on=TODAY + timedelta(days=due_in), today=TODAY) == state


def item(pk: int, due_in: int, place: tuple[int, int] = (0, 0), *, mine: bool = True) -> OpenItem:
    return OpenItem(pk, TODAY + timedelta(days=due_in), place, mine)


@pytest.mark.parametrize(
    ("items", "chosen"),
    [
        ([], None),
        ([item(1, 5), item(2, 3)], 2),
        ([item(1, 3, (1, 0)), item(2, 3, (0, 9))], 2),
        ([item(1, 3, (0, 2)), item(2, 3, (0, 1))], 2),
        ([item(1, -9, mine=False), item(2, 30)], 2),
        ([item(1, 9, mine=False), item(2, 3, mine=False)], 2),
    ],
)
def test_next_is_what_i_can_do_myself_and_is_due_first(items, chosen):
    found = choose_next(items)
    assert (found.id if found else None) == chosen


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (2, 3, 66), (199, 200, 99), (3, 3, 100)]
)
def test_a_hundred_per_cent_is_everything(done, total, percent):
    assert share(done, total) == percent


@pytest.mark.parametrize(
    ("chosen", "right", "answer"),
    [
        (["a"], ["a"], True),
        (["b", "a"], ["a", "b"], True),
        (["a", "a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", "b"], ["a"], False),
        ([], ["a"], False),
        (["foreign"], ["a"], False),
    ],
)
def test_exactly_the_right_options_are_right(chosen, right, answer):
    assert is_right(chosen, right) is answer
