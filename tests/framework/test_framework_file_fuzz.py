"""Any value in any place of a framework file, any bytes, any slip: taken, or refused in words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framework.exchange.errors import ExchangeError
from framework.exchange.files import read_file
from tests.framework.exchange_files import make_framework, package, written

GOOD = package(make_framework())
TABLE = written(make_framework(), "csv").decode("utf-8-sig")
BOOK = written(make_framework(), "xlsx")

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("x" * 40_000)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, one in inner for found in places(one, (*path, name)))]


EVERYWHERE = [path for path in places(GOOD) if path]


@given(path=st.sampled_from(EVERYWHERE), value=json_values)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_in_any_place_is_taken_or_refused_in_words(path, value):
    data = copy.deepcopy(GOOD)
    at = data
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    try:
        read_file("framework.json", json.dumps(data).encode())
    except ExchangeError as error:
        assert error.problems
        assert all(len(problem) < 400 for problem in error.problems)


@given(data=st.binary(max_size=300), form=st.sampled_from(["json", "csv", "xlsx"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_refused_in_words(data, form):
    with pytest.raises(ExchangeError):
        read_file(f"framework.{form}", data)


@given(where=st.integers(0, len(BOOK) - 1), byte=st.integers(0, 255))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_with_a_broken_byte_is_taken_or_refused_in_words(where, byte):
    broken = BOOK[:where] + bytes([byte]) + BOOK[where + 1 :]
    try:
        read_file("framework.xlsx", broken)
    except ExchangeError as error:
        assert error.problems


@given(where=st.integers(0, len(TABLE) - 1), text=st.text(min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_table_with_something_typed_into_it_is_taken_or_refused_in_words(where, text):
    try:
        read_file("framework.csv", (TABLE[:where] + text + TABLE[where:]).encode("utf-8", "surrogatepass"))
    except ExchangeError as error:
        assert error.problems


def test_another_kind_of_file_is_refused_with_those_we_read():
    with pytest.raises(ExchangeError, match=r"ends in \.json \(CASE 1\.1\), \.xlsx or \.csv"):
        read_file("framework.docx", b"x")
