"""The validator against the standard (xAPI 1.0.3, part 2): what it must refuse, must take, where we ask for more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.records.xapi import profile
from learning.records.xapi.validation import problems_in
from tests.records.examples import BASE, EVIDENCE, GONE, NOW, changed, choice, passed, voiding

AGENT = {"objectType": "Agent", "account": {"homePage": BASE, "name": str(EVIDENCE)}}
GROUP = {"objectType": "Group", "account": {"homePage": BASE, "name": "service-0193"}}
TEXTS = {"en-GB": "text"}
PARTS = "object/definition"
SCORE = "result/score"

# Made by, place, value: the standard allows it and so do we.
VALID = [
    (passed, "verb/display", {"en": "passed", "cy-GB": "llwyddodd", "zh-Hans-CN": "通过"}),
    (passed, "object/id", "https://example.org/prüfung/übung"),
    (passed, PARTS, {"type": profile.ASSESSMENT}),
    (passed, f"{PARTS}/moreInfo", "https://example.org/more"),
    (passed, f"{PARTS}/extensions", {"https://example.org/x": {"deep": [1, None, True]}}),
    (passed, "object/definition", GONE),
    (passed, "result", GONE),
    (passed, "result", {}),
    (passed, "context", GONE),
    (passed, "result/response", ""),
    (passed, "result/success", False),
    (passed, "result/completion", False),
    (passed, "result/duration", "P1Y2M3DT4H5M6.789S"),
    (passed, "result/duration", "PT0S"),
    (passed, SCORE, {}),
    (passed, SCORE, {"scaled": -1}),
    (passed, SCORE, {"scaled": 1.0}),
    (passed, SCORE, {"raw": 0, "min": 0, "max": 1}),
    (passed, SCORE, {"raw": 7}),
    (passed, SCORE, {"max": -5}),
    (passed, SCORE, {"raw": -6, "max": -5}),
    (passed, "result/extensions", {"https://example.org/x": None}),
    (passed, "context/instructor", GONE),
    (passed, "context/language", "en"),
    (passed, "context/contextActivities", {}),
    (passed, "context/contextActivities/other", [{"objectType": "Activity", "id": "https://example.org/a"}]),
    (passed, "timestamp", "2026-11-22T10:04:12Z"),
    (passed, "timestamp", "2026-11-22T12:04:12.381+02:00"),
    (passed, "timestamp", "2026-11-22T10:04:12+00:00"),
    (passed, "timestamp", "2024-02-29T10:04:12.381999Z"),
    (passed, "id", "669E1D35-0F0B-5261-8A3A-D7859301B813"),
    (choice, "result/score", {"scaled": 0.3333, "raw": 0.3333, "min": 0, "max": 1}),
    (choice, f"{PARTS}/correctResponsesPattern", []),
    (choice, f"{PARTS}/correctResponsesPattern", GONE),
    (voiding, "timestamp", "2026-11-22T10:04:12Z"),
]

# The standard forbids it.
INVALID = [
    (passed, "id", "1"),
    (passed, "id", "{669e1d35-0f0b-5261-8a3a-d7859301b813}"),
    (passed, "id", "urn:uuid:669e1d35-0f0b-5261-8a3a-d7859301b813"),
    (passed, "id", "669e1d350f0b52618a3ad7859301b813"),
    (passed, "id", "669e1d35-0f0b-5261-8a3a-d7859301b81g"),
    (passed, "id", 5),
    (passed, "id", None),
    (passed, "actor", GONE),
    (passed, "actor", None),
    (passed, "actor", "Asha"),
    (passed, "actor", {"objectType": "Agent"}),
    (passed, "actor/objectType", "agent"),
    (passed, "actor/mbox", "mailto:someone@example.org"),
    (passed, "actor/account", {}),
    (passed, "actor/account/homePage", "learn.example.org"),
    (passed, "actor/account/homePage", GONE),
    (passed, "actor/account/name", GONE),
    (passed, "actor/account/name", 12),
    (passed, "actor/account/name", None),
    (passed, "actor/account/login", "asha"),
    (passed, "actor/nickname", "A."),
    (passed, "verb", GONE),
    (passed, "verb", None),
    (passed, "verb", "passed"),
    (passed, "verb/id", "passed"),
    (passed, "verb/id", GONE),
    (passed, "verb/id", None),
    (passed, "verb/id", ["https://example.org/verb"]),
    (passed, "verb/display", "passed"),
    (passed, "verb/display", {"english, british": "passed"}),
    (passed, "verb/display", {"en-GB\n": "passed"}),
    (passed, "verb/display", {"en-GB": 5}),
    (passed, "verb/display", {"en-GB": None}),
    (passed, "verb/tense", "past"),
    (passed, "object", GONE),
    (passed, "object", []),
    (passed, "object/id", "assessment/safeguarding"),
    (passed, "object/id", "https://example.org/with space"),
    (passed, "object/id", GONE),
    (passed, "object/objectType", "activity"),
    (passed, "object/title", "Safeguarding"),
    (passed, PARTS, []),
    (passed, f"{PARTS}/name", "Safeguarding"),
    (passed, f"{PARTS}/description", {"en-GB": ["text"]}),
    (passed, f"{PARTS}/type", "assessment"),
    (passed, f"{PARTS}/moreInfo", "more.html"),
    (passed, f"{PARTS}/extensions", {"level": 1}),
    (passed, f"{PARTS}/extensions", None),
    (passed, f"{PARTS}/choices", [{"id": "a", "description": TEXTS}]),
    (passed, f"{PARTS}/correctResponsesPattern", ["a"]),
    (choice, f"{PARTS}/interactionType", "multiple-choice"),
    (choice, f"{PARTS}/interactionType", ["choice"]),
    (choice, f"{PARTS}/correctResponsesPattern", "manager"),
    (choice, f"{PARTS}/correctResponsesPattern", [5]),
    (choice, f"{PARTS}/choices", {"manager": "My line manager"}),
    (choice, f"{PARTS}/choices", ["manager"]),
    (choice, f"{PARTS}/choices/1/id", "manager"),
    (choice, f"{PARTS}/choices/1/id", GONE),
    (choice, f"{PARTS}/choices/1/id", None),
    (choice, f"{PARTS}/choices/1/description", "Wait and see"),
    (choice, f"{PARTS}/choices/1/right", True),
    (choice, f"{PARTS}/source", [{"id": "a", "description": TEXTS}]),
    (passed, "result", []),
    (passed, "result/success", "true"),
    (passed, "result/success", 1),
    (passed, "result/completion", "yes"),
    (passed, "result/completion", None),
    (passed, "result/response", ["manager"]),
    (passed, "result/duration", 723),
    (passed, "result/duration", "00:12:03"),
    (passed, "result/duration", "P"),
    (passed, "result/duration", "PT"),
    (passed, "result/duration", "PT12M3"),
    (passed, "result/duration", "PT12M3S\n"),
    (passed, "result/duration", "P1W2D"),
    (passed, "result/grade", "A"),
    (passed, SCORE, 4),
    (passed, f"{SCORE}/scaled", 1.5),
    (passed, f"{SCORE}/scaled", -1.01),
    (passed, f"{SCORE}/scaled", "0.8"),
    (passed, f"{SCORE}/scaled", True),
    (passed, f"{SCORE}/scaled", None),
    (passed, f"{SCORE}/raw", 6),
    (passed, f"{SCORE}/raw", -1),
    (passed, f"{SCORE}/raw", float("nan")),
    (passed, f"{SCORE}/max", float("inf")),
    (passed, SCORE, {"min": 5, "max": 5}),
    (passed, SCORE, {"raw": 3, "min": 5, "max": 1}),
    (passed, f"{SCORE}/percent", 80),
    (passed, "result/extensions", {"x": 1}),
    (passed, "result/extensions", []),
    (passed, "context", "school"),
    (passed, "context/registration", "attempt 3"),
    (passed, "context/registration", None),
    (passed, "context/instructor", {"objectType": "Agent", "account": {"name": str(EVIDENCE)}}),
    (passed, "context/team", AGENT),
    (passed, "context/revision", 3),
    (passed, "context/platform", ["Golden Thread"]),
    (passed, "context/language", "british english"),
    (passed, "context/language", 44),
    (passed, "context/statement", str(EVIDENCE)),
    (passed, "context/statement/objectType", "Activity"),
    (passed, "context/statement/id", "the newest"),
    (passed, "context/mood", "fine"),
    (passed, "context/contextActivities", []),
    (passed, "context/contextActivities/children", []),
    (passed, "context/contextActivities/parent", ["https://example.org/a"]),
    (passed, "context/contextActivities/parent/0/id", "a"),
    (passed, "context/contextActivities/category/0/objectType", "Agent"),
    (passed, "context/extensions", {"level": "foundation"}),
    (passed, "context/extensions", {"https://exa mple.org/x": 1}),
    (passed, "timestamp", "yesterday"),
    (passed, "timestamp", 1_795_341_852),
    (passed, "timestamp", None),
    (passed, "timestamp", "2026-11-22T10:04:12-00:00"),
    (passed, "timestamp", "2026-02-29T10:04:12Z"),
    (passed, "timestamp", "2026-13-01T10:04:12Z"),
    (passed, "timestamp", "2026-11-22T25:04:12Z"),
    (passed, "timestamp", "2026-11-22T10:04:12+24:00"),
    (passed, "timestamp", "2026-11-22T10:04:12+01:60"),
    (passed, "timestamp", "٢٠٢٦-11-22T10:04:12Z"),
    (passed, "mood", "fine"),
    (passed, "Verb", {"id": profile.PASSED}),
    (passed, "attachments", [{"usageType": "https://example.org/u", "display": TEXTS}]),
    (passed, "attachments", {}),
    (passed, "version", "0.9"),
    (passed, "version", 1),
    (voiding, "object", {"objectType": "Activity", "id": "https://example.org/a"}),
    (voiding, "object/id", "the newest"),
    (voiding, "object/definition", {}),
    (voiding, "context", {"revision": "3"}),
    (voiding, "context", {"platform": "Golden Thread"}),
]

# The standard allows it; we promise not to send it.
OURS = [
    (passed, "id", GONE),
    (passed, "timestamp", GONE),
    (passed, "actor", {"objectType": "Agent", "mbox": "mailto:someone@example.org"}),
    (passed, "actor", {"objectType": "Agent", "mbox_sha1sum": "0" * 40}),
    (passed, "actor", {"objectType": "Agent", "openid": "https://someone.example.org"}),
    (passed, "actor", GROUP),
    (passed, "actor/name", "Asha Bello"),
    (passed, "actor/objectType", GONE),
    (passed, "actor/account/name", "asha"),
    (passed, "verb/id", "http://adlnet.gov/expapi/verbs/launched"),
    (passed, "verb/display", GONE),
    (passed, "object", AGENT),
    (passed, "object/objectType", GONE),
    (passed, "object", {"objectType": "StatementRef", "id": str(EVIDENCE)}),
    (passed, "object", {"objectType": "SubStatement", "actor": AGENT}),
    (passed, "object/id", "urn:isbn:9780141036144"),
    (passed, f"{PARTS}/type", GONE),
    (choice, f"{PARTS}/choices/0/id", "my manager"),
    (choice, f"{PARTS}/choices/0/description", GONE),
    (passed, "result/duration", "P4W"),
    (passed, "context/team", GROUP),
    (passed, "context/instructor", GROUP),
    (passed, "context/contextActivities/parent", {"objectType": "Activity", "id": "https://example.org/a"}),
    (passed, "timestamp", "2026-11-22T10:04:12"),
    (passed, "timestamp", "2026-11-22T10:04Z"),
    (passed, "timestamp", "2026-11-22"),
    (passed, "timestamp", "2016-12-31T23:59:60Z"),
    (passed, "version", "1.0.3"),
    (passed, "stored", "2026-11-22T10:04:12Z"),
    (passed, "authority", AGENT),
    (passed, "attachments", []),
]


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
