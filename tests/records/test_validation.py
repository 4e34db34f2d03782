"""The validator against the standard (xAPI 1.0.3, part 2): what it must refuse, must take, where we ask for more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.records.xapi.validation import problems_in
from tests.records.cases import INVALID, OURS, PARTS, VALID
from tests.records.examples import GONE, NOW, changed, choice, passed, voiding


def name(case) -> str:
    made_by, place, value = case
    return f"{made_by.__name__} {place} = {'absent' if value is GONE else value!r}"[:90]


def problems(case) -> list[str]:
    made_by, place, value = case
    return problems_in(changed(made_by(), place, value), now=NOW)


@pytest.mark.parametrize("example", [passed, choice, voiding])
def test_the_examples_are_valid_before_anything_is_changed(example):
    assert problems_in(example(), now=NOW) == []


@pytest.mark.parametrize("case", VALID, ids=name)
def test_what_the_standard_allows_is_taken(case):
    assert problems(case) == []


@pytest.mark.parametrize("case", INVALID, ids=name)
def test_what_the_standard_forbids_is_refused(case):
    assert problems(case)


@pytest.mark.parametrize("case", OURS, ids=name)
def test_what_we_promise_never_to_send_is_refused(case):
    assert problems(case)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ((passed, "result/score/raw", 6), ["result.score: raw must lie between min and max"]),
        ((passed, "actor/mbox", "x"), ["actor: mbox is not allowed"]),
        ((passed, "verb", GONE), ["statement: verb is missing", "verb: must be an object"]),
        ((passed, "context/language", "?"), ["context.language: is not a language"]),
        ((choice, f"{PARTS}/choices/1/id", "manager"), ["object.definition.choices: ids repeat"]),
        ((passed, "timestamp", "2026-11-22T10:04"), ["timestamp: must be an instant with its offset"]),
    ],
    ids=["raw", "mbox", "verb", "language", "choices", "timestamp"],
)
def test_a_problem_says_where_it_is_and_what_is_wrong(case, told):
    assert problems(case) == told


def test_a_statement_may_lie_five_minutes_ahead_for_clocks_that_differ_and_no_more():
    statement = changed(passed(), "timestamp", "2026-11-22T12:05:00Z")
    assert problems_in(statement, now=NOW) == []
    assert problems_in(statement, now=NOW - timedelta(seconds=1)) == ["timestamp: lies in the future"]


def accepted_elsewhere(statement) -> bool:
    try:
        BaseXapiStatement.model_validate(statement)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("case", [case for case in VALID if case[2] not in ("", {})], ids=name)
def test_a_library_we_did_not_write_takes_what_we_take(case):
    """All but what is empty, which that library refuses although the standard allows it."""
    made_by, place, value = case
    assert accepted_elsewhere(changed(made_by(), place, value))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
PLACES = sorted({place for _, place, _ in [*VALID, *INVALID, *OURS] if "/" in place} | set(passed()))


@given(place=st.sampled_from([place for place in PLACES if "choices" not in place]), value=json_values)
def test_whatever_stands_anywhere_is_judged_and_never_an_error(place, value):
    assert all(isinstance(problem, str) for problem in problems_in(changed(passed(), place, value), now=NOW))


@given(value=json_values)
def test_whatever_is_given_instead_of_a_statement_is_refused(value):
    assert problems_in(value, now=NOW)
