"""Dates counted in working days."""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5


def add_working_days(start: date, days: int, holidays: Container[date] = ()) -> date:
    """Return the day that lies `days` working days after `start`; weekends and `holidays` do not count.

    Day 0 is the start itself, moved to the next working day when it falls on a day off.
    """
    day = start
    while _is_day_off(day, holidays):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while _is_day_off(day, holidays):
            day += timedelta(days=1)
    return day


def _is_day_off(day: date, holidays: Container[date]) -> bool:
    return day.weekday() >= SATURDAY or day in holidays
