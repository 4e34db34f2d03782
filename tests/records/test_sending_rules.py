"""What each answer means, how batches are cut, and when two statements say the same: tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.outbox.rules import next_attempt
from learning.records import rules
from learning.records.rules import (
    COMPARE,
    DELIVERED,
    MOST_BYTES,
    MOST_STATEMENTS,
    PARK,
    PAUSE,
    REFUSED,
    SPLIT,
    SUSPECT,
    WAIT,
    asked_to_wait,
    batches,
    same_statement,
    verdict,
    verdict_on_suspects,
)
from tests.records.examples import choice, passed
from tests.records.lrs import completed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "of_many", "of_one"),
    [
        (None, WAIT, WAIT),
        (200, DELIVERED, DELIVERED),
        (204, DELIVERED, DELIVERED),
        (202, PAUSE, PAUSE),
        (302, PAUSE, PAUSE),
        (400, SPLIT, REFUSED),
        (401, PAUSE, PAUSE),
        (403, PAUSE, PAUSE),
        (404, PAUSE, PAUSE),
        (405, PAUSE, PAUSE),
        (408, WAIT, WAIT),
        (409, SPLIT, COMPARE),
        (413, SPLIT, REFUSED),
        (422, SPLIT, REFUSED),
        (425, WAIT, WAIT),
        (429, WAIT, WAIT),
        (500, WAIT, WAIT),
        (503, WAIT, WAIT),
    ],
)
def test_what_an_answer_means(status, of_many, of_one):
    assert verdict(status, size=2, attempts=0) == of_many
    assert verdict(status, size=1, attempts=0) == of_one


@pytest.mark.parametrize(
    ("status", "attempts", "means"),
    [(500, 4, WAIT), (500, 5, SUSPECT), (503, 5, SUSPECT), (429, 50, WAIT), (408, 50, WAIT), (None, 50, WAIT)],
)
def test_only_a_store_that_often_fails_raises_a_suspicion(status, attempts, means):
    assert verdict(status, size=2, attempts=attempts) == means


@pytest.mark.parametrize(
    ("size", "well", "means"), [(2, True, SPLIT), (1, True, PARK), (2, False, WAIT), (1, False, WAIT)]
)
def test_suspects_are_only_looked_for_in_a_store_that_is_well(size, well, means):
    assert verdict_on_suspects(size=size, store_is_well=well) == means


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 0),
        ("0", 0),
        ("120", 120),
        ("86400", 3600),
        ("-5", 0),
        ("soon", 0),
        ("1.5", 0),
        ("²", 0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 12:00:30 -0000", 0),
    ],
)
def test_how_long_a_store_asks_to_wait(header, seconds):
    assert asked_to_wait(header, NOW) == timedelta(seconds=seconds)


@given(st.text(max_size=40))
def test_any_retry_after_means_no_wait_or_one_of_an_hour_at_most(header):
    assert timedelta(0) <= asked_to_wait(header, NOW) <= rules.LONGEST_PAUSE


@given(attempts=st.integers(1, 10_000), jitter=st.floats(0, 1))
def test_a_wait_lies_between_a_second_and_a_quarter_of_an_hour(attempts, jitter):
    wait = next_attempt(NOW, attempts=attempts, jitter=jitter) - NOW
    assert timedelta(seconds=1) <= wait <= timedelta(seconds=901)


@given(st.lists(st.integers(1, MOST_BYTES + 9), max_size=8), st.integers(0, 250))
def test_batches_take_everything_in_order_within_both_limits(large, small):
    bodies = ["x" * size for size in large] + ["é"] * small
    start = 0
    for size in batches(bodies):
        batch = bodies[start : start + size]
        content = "[" + ",".join(batch) + "]"
        assert size == 1 or (size <= MOST_STATEMENTS and len(content.encode()) <= MOST_BYTES + 1)
        start += size
    assert start == len(bodies)


def test_batches_are_no_smaller_than_they_need_to_be():
    assert batches([]) == []
    assert batches(["x"] * 250) == [100, 100, 50]
    assert batches(["x" * 600_000, "x" * 300_000, "x" * 300_000]) == [2, 1]
    assert batches(["x" * (MOST_BYTES * 2), "x"]) == [1, 1]


@pytest.mark.parametrize("statement", [passed(), choice()])
def test_a_statement_is_the_same_in_the_way_a_store_shows_it(statement):
    assert same_statement(json.dumps(statement), statement)
    assert same_statement(json.dumps(statement), completed(statement))


@pytest.mark.parametrize(
    "difference",
    [
        {"id": "00000000-0000-4000-8000-000000000000"},
        {"actor": {"account": {"homePage": "https://learn.example.org/xapi/accounts", "name": "someone else"}}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/failed"}},
        {"object": {"id": "https://learn.example.org/xapi/activities/assessment/other"}},
        {"result": {"success": False}},
        {"context": {}},
        {"attachments": []},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_a_statement_that_says_anything_else_is_another(difference):
    statement = passed()
    assert not same_statement(
        json.dumps(statement), completed(statement | difference) | {"id": (statement | difference)["id"]}
    )


@pytest.mark.parametrize("nonsense", [None, [], "text", 5, {}])
def test_nonsense_is_never_the_same_statement(nonsense):
    assert not same_statement(json.dumps(passed()), nonsense)
