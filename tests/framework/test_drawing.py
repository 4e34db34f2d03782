"""The wheel is pure geometry: the same count gives the same drawing, and every part stays on the paper."""

from __future__ import annotations

import re
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.drawing import CENTRE, INNER, OUTER, wheel_parts

counts = st.integers(min_value=2, max_value=24)
ONE_DECIMAL = 0.08


def corners(path: str) -> list[tuple[float, float]]:
    """Return the four points of a segment: outer start and end, inner end and start."""
    pairs = re.findall(r"(?:M|L|[01] )(-?[\d.]+) (-?[\d.]+)(?= [ALZ])", path)
    return [(float(x), float(y)) for x, y in pairs]


def radius(point: tuple[float, float]) -> float:
    return hypot(point[0] - CENTRE, point[1] - CENTRE)


def test_the_first_of_six_parts_is_centred_at_the_top():
    first = wheel_parts(6)[0]
    assert first.letter == (200.0, 67.0)
    assert first.title == (200.0, 91.0)
    assert first.path == "M104.0 33.7 A192 192 0 0 1 296.0 33.7 L237.0 135.9 A74 74 0 0 0 163.0 135.9 Z"


def test_the_parts_of_six_go_round_clockwise():
    assert [part.letter for part in wheel_parts(6)] == [
        (200.0, 67.0),
        (315.2, 133.5),
        (315.2, 266.5),
        (200.0, 333.0),
        (84.8, 266.5),
        (84.8, 133.5),
    ]


@pytest.mark.parametrize(("count", "arc"), [(2, "0 0 1"), (3, "0 0 1"), (6, "0 0 1")])
def test_no_part_of_several_needs_the_long_way_round(count, arc):
    assert all(f"A192 192 {arc}" in part.path for part in wheel_parts(count))


@given(counts)
def test_there_is_a_part_for_each_element(count):
    assert len(wheel_parts(count)) == len({part.path for part in wheel_parts(count)}) == count


@given(counts)
def test_drawing_twice_draws_the_same(count):
    assert wheel_parts(count) == wheel_parts(count)


@given(counts)
def test_every_corner_lies_on_one_of_the_two_circles(count):
    for part in wheel_parts(count):
        outer_start, outer_end, inner_end, inner_start = corners(part.path)
        for corner, wanted in ((outer_start, OUTER), (outer_end, OUTER), (inner_end, INNER), (inner_start, INNER)):
            assert radius(corner) == pytest.approx(wanted, abs=ONE_DECIMAL)


@given(counts)
def test_each_part_begins_where_the_one_before_ended(count):
    parts = [corners(part.path) for part in wheel_parts(count)]
    for before, after in zip(parts, [*parts[1:], parts[0]], strict=True):
        assert before[1] == pytest.approx(after[0], abs=2 * ONE_DECIMAL)


@given(counts)
def test_letters_stand_in_the_middle_of_the_ring_and_titles_below_them(count):
    for part in wheel_parts(count):
        assert radius(part.letter) == pytest.approx((INNER + OUTER) / 2, abs=ONE_DECIMAL)
        assert part.title == pytest.approx((part.letter[0], part.letter[1] + 24), abs=ONE_DECIMAL)
