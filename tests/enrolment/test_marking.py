"""Marking as pure rules: what is right, what has no right answer, and which numbers a poll may tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.rules.gaps import gap_parts
from learning.content.rules.scenario import Graph, Place, Way
from learning.content.segments import Choice, Node, Pair, Scenario, Segment, SortLine
from learning.enrolment.answers import ending_of, lines_of, mark, play, rights_of
from learning.enrolment.queries.parts import in_ten
from learning.enrolment.rules import fills, fits_job, may_show_poll, shuffled, tenths

SORTING = Segment("s", "sorting", groups=("A", "B"), lines=(SortLine("x", "X", "1", ""), SortLine("y", "Y", "2", "")))
MATCHING = Segment("m", "matching", pairs=tuple(Pair(key, key.upper(), f"right of {key}", "") for key in "abc"))
GAPS = Segment("g", "gap_fill", gaps=gap_parts("I [[saw|noticed]] her [[goal]]."))
CHECK = Segment("c", "knowledge_check", choices=(Choice("a", "A", True, ""), Choice("b", "B", False, "")))


def node(key: str, ending: str = "") -> Node:
    return Node(f"id-{key}", key, key.title(), "", (), ending, "")


STORY = Segment(
    "t",
    "scenario",
    scenario=Scenario(
        graph=Graph("a", (Place("a", "A", (Way("1", "On", "b"), Way("2", "Round", "a"))), Place("b", "B", (), "good"))),
        nodes={"a": node("a"), "b": node("b", "good")},
        feedback={"1": "You went on."},
        introduction="",
        debrief="",
    ),
)


@pytest.mark.parametrize(
    ("segment", "chosen", "right"),
    [
        (CHECK, ["a"], True),
        (CHECK, ["b"], False),
        (CHECK, [], False),
        (SORTING, ["x:1", "y:2"], True),
        (SORTING, ["y:2", "x:1"], True),
        (SORTING, ["x:2", "y:2"], False),
        (SORTING, ["x:1"], False),
        (SORTING, [], False),
        (MATCHING, ["a:a", "b:b", "c:c"], True),
        (MATCHING, ["a:b", "b:a", "c:c"], False),
        (MATCHING, ["a:a", "b:a", "c:a"], False),
        (GAPS, ["saw", "goal"], True),
        (GAPS, ["Noticed ", "GOAL."], True),
        (GAPS, ["goal", "saw"], False),
        (GAPS, ["saw"], False),
        (GAPS, ["saw", "goal", "more"], False),
        (GAPS, [], False),
        (STORY, ["1"], None),
        (Segment("r", "reflection"), [], None),
        (Segment("l", "scale", steps=5), ["5"], None),
        (Segment("p", "poll", choices=(Choice("a", "A"),)), ["a"], None),
    ],
)
def test_what_is_right_and_what_has_no_right_answer(segment, chosen, right):
    assert mark(segment, chosen) is right


@pytest.mark.parametrize("segment", [CHECK, SORTING, MATCHING, GAPS])
def test_the_right_answer_of_every_marked_kind_is_right(segment):
    assert mark(segment, segment.right) is True


@pytest.mark.parametrize(
    ("path", "ending"),
    [([], ""), (["2"], ""), (["1"], "id-b"), (["2", "2", "1"], "id-b"), (["1", "1"], ""), (["9"], "")],
)
def test_an_ending_is_what_a_way_comes_to(path, ending):
    assert ending_of(STORY, path) == ending
    assert ending_of(CHECK, path) == ""


def test_each_line_says_what_was_chosen_and_what_belongs_there():
    first, second = lines_of(SORTING, ["x:2", "foreign:1", "no colon"])
    assert (first.said, first.fitting, first.is_right) == ("B", "A", False)
    assert (second.said, second.chosen, second.is_right) == ("", "", False)
    assert [(line.said, line.is_right) for line in lines_of(MATCHING, ["a:a", "b:c"])] == [
        ("right of a", True),
        ("right of c", False),
        ("", False),
    ]
    gaps = [line for line in lines_of(GAPS, ["saw", "aim"]) if line.id]
    assert [(line.chosen, line.fitting, line.is_right) for line in gaps] == [
        ("saw", "saw or noticed", True),
        ("aim", "goal", False),
    ]


def test_a_story_stands_where_its_way_leads():
    start = play(STORY, [], [])
    assert (start.here.key, start.told, start.last, start.endings) == ("a", [], None, 1)
    end = play(STORY, ["2", "1"], ["id-b", "long gone"])
    assert (end.here.key, end.feedback, end.last.keep, end.still_hidden) == ("b", "You went on.", 1, 0)
    assert [step.title for step in end.told] == ["A", "A"]
    assert play(STORY, ["nowhere"], []) is None


@given(st.lists(st.text(min_size=1), min_size=2, unique=True))
def test_what_can_be_matched_never_stands_in_the_order_that_gives_it_away(ids):
    assert sorted(shuffled(ids)) == sorted(ids)
    assert shuffled(ids) != ids
    assert shuffled(ids) == shuffled(list(ids))


def test_matches_are_offered_in_that_order():
    assert {key for key, _ in rights_of(MATCHING)} == {"a", "b", "c"}
    assert [key for key, _ in rights_of(MATCHING)] != ["a", "b", "c"]


@pytest.mark.parametrize(("answers", "shown"), [(0, False), (1, False), (6, False), (7, True), (100, True)])
def test_a_poll_is_told_from_seven_answers_on(answers, shown):
    assert may_show_poll(answers) is shown


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (0, 7, "fewer than 1 in 10"),
        (1, 7, "about 1 in 10"),
        (1, 100, "fewer than 1 in 10"),
        (5, 100, "about 1 in 10"),
        (6, 7, "about 9 in 10"),
        (7, 7, "more than 9 in 10"),
        (10, 20, "about 5 in 10"),
        (0, 0, "fewer than 1 in 10"),
    ],
)
def test_shares_are_told_in_tenths(count, total, words):
    assert in_ten(count, total) == words


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_neither_words_nor_picture_tell_nobody_from_few_or_all_from_most(count, rest):
    total = count + rest
    assert 0 <= tenths(count, total) <= 9
    assert in_ten(count, total) not in {"about 0 in 10", "about 10 in 10"}
    assert total == 0 or tenths(count, total) > 0


@pytest.mark.parametrize(
    ("jobs", "mine", "fits"),
    [([], ["a"], False), (["a"], ["a"], True), (["a", "b"], ["b", "c"], True), (["a"], [], False)],
)
def test_a_variant_is_for_the_jobs_it_names(jobs, mine, fits):
    assert fits_job(jobs, mine) is fits


@given(st.lists(st.text()), st.lists(st.lists(st.text())))
def test_gaps_are_filled_only_when_each_has_its_word(typed, gaps):
    assert not fills(typed, gaps) or len(typed) == len(gaps)
