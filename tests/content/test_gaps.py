"""A text with gaps: how authors write it, what they are told, and which words fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.rules.gaps import GapPart, fits, gap_parts, gap_problem, without_brackets

TEXT = "I [[saw|noticed]] it. Her [[goal]] is clear."


def test_a_text_is_parted_in_order_and_its_gaps_are_numbered():
    assert gap_parts(TEXT) == (
        GapPart(text="I "),
        GapPart(words=("saw", "noticed"), number=1),
        GapPart(text=" it. Her "),
        GapPart(words=("goal",), number=2),
        GapPart(text=" is clear."),
    )
    assert without_brackets(TEXT) == "I saw it. Her goal is clear."
    assert [part.number for part in gap_parts("[[a]][[b]]")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TEXT, ""),
        ("[[a]]" * 6, ""),
        ("No gap.", "Add a gap"),
        ("", "Add a gap"),
        ("[[a]]" * 7, "This text has 7 gaps."),
        ("An [[open gap", "A gap is not closed."),
        ("A closed]] gap", "A gap is not closed."),
        ("[[a]] and [[b] c", "A gap is not closed."),
        ("An [[]] empty one", "A gap is empty."),
        ("An [[ | ]] empty one", "A gap is empty."),
        ("A [[.]] mark", "A gap is empty."),
    ],
)
def test_an_author_is_told_what_to_mend(text, problem):
    assert gap_problem(text).startswith(problem)
    assert bool(gap_problem(text)) == bool(problem)


@pytest.mark.parametrize(
    ("typed", "fit"),
    [
        ("saw", True),
        (" Saw ", True),
        ("SAW.", True),
        ("noticed", True),
        ("“saw”", True),
        ("see", False),
        ("", False),
        ("saw it", False),
        ("sa\u200bw", False),
    ],
)
def test_a_word_fits_whatever_its_capitals_and_end_marks(typed, fit):
    assert fits(typed, ("saw", "noticed")) is fit


def test_quotes_that_phones_type_count_as_those_the_author_wrote():
    assert fits("can't", ("can’t",))
    assert fits("day  centre", ("day centre",))


@given(st.text(max_size=60))
def test_any_text_is_parted_without_loss(text):
    parts = gap_parts(text)
    told = "".join(part.text or f"[[{'|'.join(part.words)}]]" for part in parts)
    assert [part for part in parts if part.is_gap] == [part for part in gap_parts(told) if part.is_gap]
    if not gap_problem(text):
        assert all(
            fits(word, gap.words) or not word.strip(" .,;:!?\"'") for gap in parts if gap.is_gap for word in gap.words
        )
