"""Each builder's statement holds against our validator and a library we did not write, and says what it should."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.records.xapi import profile
from learning.records.xapi.statements import (
    Around,
    Frame,
    Thing,
    answered,
    done,
    encode,
    end_of_day,
    number,
    scored,
    simple,
    statement_id,
    timestamp,
)
from learning.records.xapi.validation import problems_in
from tests.records.examples import AROUND, ASSESSOR, BASE, EVENT, EVIDENCE, FRAME, LEARNER, NOW, asked, passed


def hold(statement) -> None:
    """Hold a statement against both validators, as the text that is sent."""
    sent = json.loads(encode(statement))
    assert problems_in(sent, now=NOW) == []
    BaseXapiStatement.model_validate(sent)


@pytest.mark.parametrize("verb", [verb for verb in profile.VERBS if verb not in (profile.VOIDED, profile.ANSWERED)])
@pytest.mark.parametrize("around", [Around(), AROUND], ids=["nothing around it", "everything around it"])
def test_every_verb_makes_a_valid_statement_alone_and_in_context(verb, around):
    thing = Thing("module/safeguarding", profile.MODULE, "Safeguarding", "What to do")
    hold(simple(FRAME, verb, thing, around))
    hold(simple(FRAME, verb, thing, around, result=done()))


@pytest.mark.parametrize(("template", "verb", "kind", "tells"), profile.TEMPLATES)
def test_every_template_can_be_met_by_a_valid_statement(template, verb, kind, tells):
    kind = kind if "://" in kind else profile.own_type(BASE, kind)
    statement = simple(FRAME, verb, Thing(f"x/{template}", kind, tells), AROUND)
    if kind != profile.INTERACTION:
        hold(statement)


QUESTIONS = {
    "SINGLE": ("choice", ("manager",), ("wait",), "manager", "wait"),
    "MULTIPLE": ("choice", ("manager", "wait"), ("nobody", "wait"), "manager[,]wait", "nobody[,]wait"),
    "ORDERING": (
        "sequencing",
        ("wait", "manager", "nobody"),
        ("nobody", "wait", "manager"),
        "wait[,]manager[,]nobody",
        "nobody[,]wait[,]manager",
    ),
    "MATCHING": (
        "matching",
        ("manager", "wait", "nobody"),
        ("wait", "manager", "nobody"),
        "manager[.]manager[,]wait[.]wait[,]nobody[.]nobody",
        "manager[.]wait[,]wait[.]manager[,]nobody[.]nobody",
    ),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_of_question_becomes_the_interaction_of_the_standard(kind):
    interaction, right, chosen, pattern, response = QUESTIONS[kind]
    question = asked(kind, right=right, chosen=chosen)
    statement = answered(FRAME, question, AROUND, success=False, score=Decimal("0.33"))
    hold(statement)
    definition = statement["object"]["definition"]
    assert (definition["interactionType"], definition["correctResponsesPattern"]) == (interaction, [pattern])
    assert statement["result"] == {
        "response": response,
        "success": False,
        "score": {"scaled": 0.33, "raw": 0.33, "min": 0, "max": 1},
    }
    lists = {"source", "target"} if kind == "MATCHING" else {"choices"}
    assert lists <= set(definition)
    assert definition["description"] == {"en-GB": "Who do you tell first?"}


def test_a_whole_statement_says_exactly_this():
    around = Around(parents=(Thing("module/m", profile.MODULE, "M"),), revision="7", about_competency=True)
    statement = simple(FRAME, profile.COMPLETED, Thing("lesson/l", profile.LESSON, "L"), around, result=done())
    kind = "http://adlnet.gov/expapi/activities"
    assert statement == {
        "id": "465ba93a-8d1b-5f54-80ce-fce47bd7abd1",
        "actor": {"objectType": "Agent", "account": {"homePage": f"{BASE}/xapi/accounts", "name": LEARNER}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-GB": "completed"}},
        "object": {
            "objectType": "Activity",
            "id": f"{BASE}/xapi/activities/lesson/l",
            "definition": {"name": {"en-GB": "L"}, "type": f"{kind}/lesson"},
        },
        "result": {"completion": True},
        "context": {
            "registration": str(EVIDENCE),
            "revision": "7",
            "platform": "Golden Thread",
            "language": "en-GB",
            "contextActivities": {
                "parent": [
                    {
                        "objectType": "Activity",
                        "id": f"{BASE}/xapi/activities/module/m",
                        "definition": {"name": {"en-GB": "M"}, "type": f"{kind}/module"},
                    }
                ],
                "category": [
                    {"objectType": "Activity", "id": category, "definition": {"type": f"{kind}/profile"}}
                    for category in (f"{BASE}/xapi/profile/v1", "https://w3id.org/xapi/learnercompetency")
                ],
            },
        },
        "timestamp": "2026-11-22T10:04:12.381Z",
    }


def test_the_assessor_is_the_instructor_and_the_evidence_is_referred_to():
    context = passed()["context"]
    assert context["instructor"]["account"]["name"] == ASSESSOR
    assert context["statement"] == {"objectType": "StatementRef", "id": str(EVIDENCE)}
    assert context["extensions"][profile.EXPIRES] == "2027-11-21T23:59:59Z"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 22, 10, 4, 12, 381999, tzinfo=UTC), "2026-11-22T10:04:12.381Z"),
        (datetime(2026, 11, 22, 10, 4, 12, tzinfo=UTC), "2026-11-22T10:04:12.000Z"),
        (datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2026-06-30T23:30:00.000Z"),
    ],
)
def test_times_are_told_in_utc_with_milliseconds(at, told):
    assert timestamp(at) == told


def test_a_day_ends_with_its_last_second():
    assert end_of_day(NOW.date()) == "2026-11-22T23:59:59Z"


@pytest.mark.parametrize(
    ("value", "told"),
    [("1.00", 1), ("0.00", 0), ("0.33", 0.33), ("0.66666", 0.6667), ("4.50", 4.5), ("-0.5", -0.5)],
)
def test_numbers_are_told_without_a_needless_fraction(value, told):
    assert (number(Decimal(value)), type(number(Decimal(value)))) == (told, type(told))


def test_a_score_is_told_raw_and_scaled():
    assert scored(Decimal("4.50"), 6, passed=True) == {
        "score": {"scaled": 0.75, "raw": 4.5, "min": 0, "max": 6},
        "success": True,
        "completion": True,
    }


def test_the_same_fact_has_the_same_id_and_every_other_fact_another():
    assert statement_id(EVENT) == UUID("465ba93a-8d1b-5f54-80ce-fce47bd7abd1")
    assert statement_id(EVENT, "question/a/1") == statement_id(EVENT, "question/a/1")
    assert len({statement_id(EVENT), statement_id(EVENT, "question/a/1"), statement_id(EVIDENCE)}) == 3
    assert answered(FRAME, asked(), AROUND, success=True)["id"] == str(statement_id(EVENT, "question/safe-01/1"))


@given(st.uuids(), st.text(max_size=20))
def test_ids_are_version_5_and_never_depend_on_anything_else(event, key):
    assert statement_id(event, key).version == 5
    assert statement_id(event, key) == statement_id(UUID(str(event)), key)


printed = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(title=printed, stem=printed, score=st.decimals(0, 9, places=2), minutes=st.integers(0, 10**7))
def test_whatever_authors_write_the_statements_stay_valid(title, stem, score, minutes):
    frame = Frame(BASE, uuid4(), LEARNER, NOW - timedelta(minutes=minutes))
    hold(
        simple(
            frame,
            profile.PASSED,
            Thing("module/x", profile.MODULE, title, stem),
            Around(),
            result=scored(score, 9, passed=True),
        )
    )
    hold(
        answered(
            frame,
            asked(stem=stem, options={"a": title, "b": stem}, right=("a",), chosen=("b",)),
            Around(),
            success=False,
        )
    )


def test_the_text_that_is_sent_has_no_needless_spaces_and_keeps_every_letter():
    assert encode({"a": "ü – ‘x’", "b": [1, True]}) == '{"a":"ü – ‘x’","b":[1,true]}'
