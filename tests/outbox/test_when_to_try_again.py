"""Waits double after each failure, are spread by chance, and never grow past a quarter of an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.outbox.rules import next_attempt

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
tries = st.integers(min_value=1, max_value=10_000)
chance = st.floats(min_value=0, max_value=1)


def wait(attempts: int, jitter: float) -> timedelta:
    return next_attempt(NOW, attempts=attempts, jitter=jitter) - NOW


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [(1, 0, 1), (1, 1, 11), (1, 0.5, 6), (2, 1, 21), (3, 1, 41), (7, 1, 641), (8, 1, 901), (50, 1, 901)],
)
def test_how_long_to_wait(attempts, jitter, seconds):
    assert wait(attempts, jitter) == timedelta(seconds=seconds)


@given(attempts=tries, jitter=chance)
def test_a_wait_is_at_least_a_second_and_at_most_a_quarter_of_an_hour(attempts, jitter):
    assert timedelta(seconds=1) <= wait(attempts, jitter) <= timedelta(minutes=15, seconds=1)


@given(attempts=tries, jitter=chance)
def test_one_more_failure_never_shortens_the_wait(attempts, jitter):
    assert wait(attempts + 1, jitter) >= wait(attempts, jitter)
