"""Marking as a table, and what holds for every key and every answer."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessment.rules.marking import (
    MATCHING,
    MULTIPLE,
    ORDERING,
    SINGLE,
    Key,
    is_pass,
    mark,
    percentage,
    problem_with,
)

ABC = ("a", "b", "c")
ABCD = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("kind", "right", "chosen", "score"),
    [
        (SINGLE, ("b",), ["b"], "1.00"),
        (SINGLE, ("b",), ["a"], "0.00"),
        (SINGLE, ("b",), [], "0.00"),
        (SINGLE, ("b",), ["a", "b"], "0.00"),
        (SINGLE, ("b",), ["b", "b"], "0.00"),
        (SINGLE, ("b",), ["foreign"], "0.00"),
        (MULTIPLE, ("a", "b"), ["a", "b"], "1.00"),
        (MULTIPLE, ("a", "b"), ["b", "a"], "1.00"),
        (MULTIPLE, ("a", "b"), ["a"], "0.50"),
        (MULTIPLE, ("a", "b"), ["a", "a"], "0.50"),
        (MULTIPLE, ("a", "b"), ["a", "c"], "0.00"),
        (MULTIPLE, ("a", "b"), ["a", "b", "c"], "0.50"),
        (MULTIPLE, ("a", "b"), ["c", "d"], "0.00"),
        (MULTIPLE, ("a", "b"), ["a", "foreign"], "0.00"),
        (MULTIPLE, ABC, ["a", "b"], "0.67"),
        (MULTIPLE, ABC, ["a"], "0.33"),
        (MULTIPLE, ("a", "b"), [], "0.00"),
        (ORDERING, ABC, ["a", "b", "c"], "1.00"),
        (ORDERING, ABC, ["a", "c", "b"], "0.33"),
        (ORDERING, ABC, ["c", "b", "a"], "0.00"),
        (ORDERING, ABC, ["b", "c", "a"], "0.00"),
        (ORDERING, ABCD, ["b", "a", "c", "d"], "0.67"),
        (ORDERING, ABC, ["a", "b"], "0.00"),
        (ORDERING, ABC, ["a", "a", "b"], "0.00"),
        (ORDERING, ABC, ["a", "b", "foreign"], "0.00"),
        (ORDERING, ABC, [], "0.00"),
        (MATCHING, ABC, ["a", "b", "c"], "1.00"),
        (MATCHING, ABC, ["a", "c", "b"], "0.33"),
        (MATCHING, ABC, ["a", "a", "a"], "0.33"),
        (MATCHING, ABC, ["b", "c", "a"], "0.00"),
        (MATCHING, ABC, ["a", "b"], "0.00"),
        (MATCHING, ABC, ["a", "b", "foreign"], "0.67"),
        (MATCHING, ABC, [], "0.00"),
    ],
)
def test_an_answer_earns_what_the_table_says(kind, right, chosen, score):
    assert mark(Key(kind, right), chosen) == Decimal(score)


KEYS = st.tuples(
    st.sampled_from([SINGLE, MULTIPLE, ORDERING, MATCHING]), st.integers(2, 7), st.integers(1, 6), st.randoms()
)


def make_key(kind: str, size: int, right: int) -> Key:
    options = tuple("abcdefg"[:size])
    wanted = {SINGLE: 1, MULTIPLE: min(right, size - 1)}.get(kind, size)
    return Key(kind, options[:wanted])


@given(KEYS, st.lists(st.sampled_from("abcdefgx"), max_size=8))
def test_only_the_exact_key_earns_the_full_mark_and_marking_is_always_the_same(drawn, chosen):
    kind, size, right, _ = drawn
    key = make_key(kind, size, right)
    score = mark(key, chosen)
    exact = set(chosen) == set(key.right) if kind == MULTIPLE else tuple(chosen) == key.right
    assert 0 <= score <= 1
    assert (score == 1) == exact
    assert mark(key, list(chosen)) == score
    assert mark(key, key.right) == 1


def test_of_all_orders_of_seven_one_earns_the_full_mark():
    key = Key(ORDERING, tuple("abcdefg"))
    assert sum(mark(key, order) == 1 for order in permutations("abcdefg")) == 1


@pytest.mark.parametrize(
    ("kind", "chosen", "problem"),
    [
        (SINGLE, ["a"], ""),
        (SINGLE, [], ""),
        (SINGLE, ["a", "b"], "Choose one answer."),
        (SINGLE, ["a", "a"], "Choose one answer."),
        (MULTIPLE, ["a", "b"], ""),
        (MULTIPLE, ["x"], "That answer does not belong to this question. Choose from the answers shown."),
        (ORDERING, ["c", "a", "b"], ""),
        (ORDERING, [], ""),
        (ORDERING, ["a", "b"], "Give every item a different number."),
        (ORDERING, ["a", "a", "b"], "Give every item a different number."),
        (MATCHING, ["a", "a", "a"], ""),
        (MATCHING, ["a"], "Choose a match for every item."),
    ],
)
def test_the_form_of_an_answer_is_refused_in_words(kind, chosen, problem):
    assert problem_with(kind, ABC, chosen) == problem


@pytest.mark.parametrize(
    ("score", "out_of", "pass_mark", "passed", "shown"),
    [
        ("5.6", 8, 70, True, 70),
        ("5.59", 8, 70, False, 69),
        ("0", 8, 70, False, 0),
        ("8", 8, 100, True, 100),
        ("7.99", 8, 100, False, 99),
        ("0", 0, 1, False, 0),
    ],
)
def test_exactly_the_pass_mark_is_a_pass(score, out_of, pass_mark, passed, shown):
    assert is_pass(Decimal(score), Decimal(out_of), pass_mark=pass_mark) is passed
    assert percentage(Decimal(score), Decimal(out_of)) == shown
