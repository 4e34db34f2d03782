"""Evidence rules case by case: what they read, what they ask for, what they refuse and in which words."""

from __future__ import annotations

from datetime import date

import pytest

from framework.rules import (
    ATTENDANCE,
    KNOWLEDGE,
    MOST_NODES,
    OBSERVATION,
    SIGN_OFF,
    Fact,
    RuleError,
    evaluate,
    leaf_kinds,
    missing,
    parse,
    used_facts,
)
from framework.words import describe

OMAR, TESS = 7, 8
DAY = date(2026, 11, 20)
PASSED = Fact(1, KNOWLEDGE, DAY)
SEEN_BY_OMAR = Fact(2, OBSERVATION, DAY, by=OMAR)
SEEN_AGAIN_BY_OMAR = Fact(3, OBSERVATION, DAY, by=OMAR)
SEEN_BY_TESS = Fact(4, OBSERVATION, DAY, by=TESS)
ATTENDED = Fact(5, ATTENDANCE, DAY, course="strengths-1")
SIGNED_OFF = Fact(6, SIGN_OFF, DAY, by=OMAR)

KNOWS, SIGNED, COURSE = {"knowledge": {}}, {"sign_off": {}}, {"attendance": {"course": "strengths-1"}}
ONCE, TWICE = {"observation": {"count": 1}}, {"observation": {"count": 2}}
BY_TWO = {"observation": {"count": 2, "assessors": 2}}
KNOWS_AND_DOES = {"all_of": [KNOWS, TWICE]}


def nested(depth: int) -> dict:
    return KNOWS if depth == 0 else {"all_of": [nested(depth - 1)]}


@pytest.mark.parametrize(
    ("expression", "had", "met"),
    [
        (KNOWS, [], False),
        (KNOWS, [PASSED], True),
        (KNOWS, [SEEN_BY_OMAR, SIGNED_OFF], False),
        (SIGNED, [SIGNED_OFF], True),
        (COURSE, [ATTENDED], True),
        ({"attendance": {"course": "moving-people"}}, [ATTENDED], False),
        ({"observation": {}}, [SEEN_BY_OMAR], True),
        (TWICE, [SEEN_BY_OMAR], False),
        (TWICE, [SEEN_BY_OMAR, SEEN_AGAIN_BY_OMAR], True),
        (BY_TWO, [SEEN_BY_OMAR, SEEN_AGAIN_BY_OMAR], False),
        (BY_TWO, [SEEN_BY_OMAR, SEEN_BY_TESS], True),
        (KNOWS_AND_DOES, [PASSED, SEEN_BY_OMAR], False),
        (KNOWS_AND_DOES, [PASSED, SEEN_BY_OMAR, SEEN_BY_TESS], True),
        ({"any_of": [KNOWS, SIGNED]}, [SIGNED_OFF], True),
        ({"any_of": [KNOWS, SIGNED]}, [ATTENDED], False),
        ({"n_of": {"n": 2, "of": [KNOWS, SIGNED, COURSE]}}, [PASSED], False),
        ({"n_of": {"n": 2, "of": [KNOWS, SIGNED, COURSE]}}, [PASSED, ATTENDED], True),
    ],
)
def test_what_meets_a_rule(expression, had, met):
    assert evaluate(parse(expression), had).met is met


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (None, "rule: write one of all_of, any_of, n_of, knowledge, observation, attendance, sign_off"),
        ({}, "rule: write one of"),
        ({"knowledge": {}, "sign_off": {}}, "rule: write one of"),
        ({"knowlege": {}}, "rule: 'knowlege' is not known. Use one of all_of,"),
        ({"not": KNOWS}, "rule: 'not' is not known."),
        ({"knowledge": []}, "rule.knowledge: write {} or fields in braces."),
        ({"knowledge": {"score": 80}}, "rule.knowledge: 'score' is not known here."),
        ({"all_of": []}, "rule.all_of: write a list with at least one part."),
        ({"any_of": KNOWS}, "rule.any_of: write a list with at least one part."),
        ({"all_of": [KNOWS, {"sing_off": {}}]}, "rule.all_of[2]: 'sing_off' is not known."),
        ({"any_of": [{"all_of": [KNOWS, 3]}]}, "rule.any_of[1].all_of[2]: write one of"),
        ({"n_of": {"n": 3, "of": [KNOWS, SIGNED]}}, "rule.n_of.n: write a whole number from 1 to 2."),
        ({"n_of": {"n": 0, "of": [KNOWS]}}, "rule.n_of.n: write a whole number from 1 to 1."),
        ({"n_of": {"of": [KNOWS]}}, "rule.n_of.n: write a whole number from 1 to 1."),
        ({"n_of": {"n": 1}}, "rule.n_of.of: write a list with at least one part."),
        ({"observation": {"count": 21}}, "rule.observation.count: write a whole number from 1 to 20."),
        ({"observation": {"count": True}}, "rule.observation.count: write a whole number from 1 to 20."),
        ({"observation": {"count": "2"}}, "rule.observation.count: write a whole number from 1 to 20."),
        (
            {"observation": {"count": 1, "assessors": 2}},
            "rule.observation.assessors: write a whole number from 1 to 1.",
        ),
        ({"attendance": {}}, "rule.attendance.course: write the code of the course."),
        ({"attendance": {"course": ""}}, "rule.attendance.course: write the code of the course."),
        ({"attendance": {"course": 5}}, "rule.attendance.course: write the code of the course."),
    ],
)
def test_a_bad_rule_is_refused_with_the_place_and_what_to_write_there(expression, message):
    with pytest.raises(RuleError) as refused:
        parse(expression)
    assert str(refused.value).startswith(message)


def test_a_rule_may_have_fifty_parts_and_no_more():
    assert len(parse({"all_of": [KNOWS] * (MOST_NODES - 1)}).parts) == MOST_NODES - 1
    with pytest.raises(RuleError, match="more than 50 parts"):
        parse({"all_of": [KNOWS] * MOST_NODES})


@pytest.mark.parametrize("depth", [60, 400])
def test_a_rule_nested_too_deep_is_refused_before_it_is_followed(depth):
    with pytest.raises(RuleError, match="nested too deep"):
        parse(nested(depth))


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (KNOWS, "a passed assessment"),
        (SIGNED, "sign-off by the line manager"),
        (COURSE, "attendance at the course strengths-1"),
        (ONCE, "one observation of practice"),
        (TWICE, "2 observations of practice"),
        (BY_TWO, "2 observations of practice by 2 different assessors"),
        ({"all_of": [KNOWS, ONCE, SIGNED]}, f"{describe(parse(KNOWS))}, one observation of practice and sign-off by "),
        ({"any_of": [KNOWS, SIGNED]}, "a passed assessment or sign-off by the line manager"),
        ({"all_of": [ONCE]}, "one observation of practice"),
        ({"n_of": {"n": 1, "of": [KNOWS, SIGNED]}}, "1 of these: a passed assessment; sign-off by the line manager"),
    ],
)
def test_a_rule_in_plain_english(expression, words):
    assert describe(parse(expression)).startswith(words)


def test_only_what_is_still_needed_is_named_as_missing():
    lacking = missing(evaluate(parse(KNOWS_AND_DOES), [PASSED, SEEN_BY_OMAR]))
    assert [(leaf.rule.kind, leaf.have, leaf.rule.need) for leaf in lacking] == [(OBSERVATION, 1, 2)]


def test_of_several_ways_the_shortest_is_named():
    either = {"any_of": [{"all_of": [KNOWS, SIGNED]}, {"observation": {"count": 3}}]}
    assert [leaf.rule.kind for leaf in missing(evaluate(parse(either), []))] == [KNOWLEDGE, SIGN_OFF]
    seen_twice = [SEEN_BY_OMAR, SEEN_BY_TESS]
    assert [leaf.rule.kind for leaf in missing(evaluate(parse(either), seen_twice))] == [OBSERVATION]


def test_an_award_rests_on_the_met_parts_only_each_fact_once():
    either = {"any_of": [{"all_of": [KNOWS, TWICE]}, {"all_of": [KNOWS, SIGNED]}]}
    proof = evaluate(parse(either), [SIGNED_OFF, PASSED, SEEN_BY_OMAR])
    assert used_facts(proof) == (PASSED, SIGNED_OFF)


def test_the_kinds_of_evidence_that_a_rule_can_use():
    assert leaf_kinds(parse({"any_of": [KNOWS_AND_DOES, SIGNED]})) == {KNOWLEDGE, OBSERVATION, SIGN_OFF}
