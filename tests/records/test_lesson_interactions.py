"""What is answered in a lesson is told as the interaction of the standard that it is, never in a learner's words."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.enrolment.models import PinnedLesson
from learning.records.models import Statement
from learning.records.xapi import profile
from learning.records.xapi.validation import problems_in
from tests.content.every_block import answer_every_block, asked_in, begin_every_block, give
from tests.records.story import hear_everything

SECRET = "Mrs Harding of 4 Mill Lane"


@pytest.fixture
def pinned(asha) -> PinnedLesson:
    return begin_every_block(asha.person)


def told(path: str) -> dict:
    """Return the newest statement about an activity, held against both validators."""
    hear_everything()
    statement = Statement.objects.filter(object_id__contains=path).latest("number")
    assert problems_in(statement.read(), now=timezone.now()) == []
    BaseXapiStatement.model_validate(json.loads(statement.served()))
    assert statement.is_private
    return statement.read()


def test_lines_that_are_sorted_are_a_matching_of_lines_and_groups(pinned):
    segment = asked_in(pinned, "sorting")
    give(pinned, "sorting", [f"{line.id}:1" for line in segment.lines])
    statement = told(f"check/{segment.id}")
    definition = statement["object"]["definition"]
    assert (statement["verb"]["id"], definition["interactionType"]) == (profile.ANSWERED, "matching")
    assert [item["id"] for item in definition["target"]] == ["group-1", "group-2"]
    assert [item["id"] for item in definition["source"]] == [line.id for line in segment.lines]
    assert statement["result"] == {
        "response": "[,]".join(f"{line.id}[.]group-1" for line in segment.lines),
        "success": False,
    }
    pattern = "[,]".join(f"{line.id}[.]group-{line.group}" for line in segment.lines)
    assert definition["correctResponsesPattern"] == [pattern]


def test_pairs_that_are_matched_say_which_with_which(pinned):
    segment = asked_in(pinned, "matching")
    give(pinned, "matching", segment.right)
    statement = told(f"check/{segment.id}")
    assert statement["result"]["success"] is True
    assert statement["object"]["definition"]["correctResponsesPattern"] == [statement["result"]["response"]]


def test_gaps_are_a_fill_in_with_every_way_that_fits(pinned):
    segment = asked_in(pinned, "gap_fill")
    give(pinned, "gap_fill", ["Noticed.", "goal"])
    statement = told(f"check/{segment.id}")
    definition = statement["object"]["definition"]
    assert definition["interactionType"] == "fill-in"
    assert definition["correctResponsesPattern"] == ["saw[,]goal", "noticed[,]goal"]
    assert statement["result"] == {"response": "noticed[,]goal", "success": True}
    assert "I ____ that she holds the rail." in definition["description"]["en-GB"]


def test_what_a_learner_typed_into_a_gap_is_never_told(pinned):
    give(pinned, "gap_fill", [SECRET, "goal"])
    statement = told(f"check/{asked_in(pinned, 'gap_fill').id}")
    assert statement["result"] == {"response": "[,]goal", "success": False}
    assert not [row for row in Statement.objects.all() if SECRET in row.served()]


def test_a_choice_in_a_story_is_told_with_the_others_and_none_is_right(pinned):
    scenario = asked_in(pinned, "scenario").scenario
    start, rosa = scenario.graph.places[:2]
    give(pinned, "scenario", [start.ways[0].id])
    first = told("scenario/")
    assert (first["verb"]["id"], first["verb"]["display"]) == (profile.PREFERRED, {"en-GB": "chose"})
    assert first["object"]["id"].endswith(f"/{scenario.nodes['call'].id}")
    assert first["object"]["definition"]["name"] == {"en-GB": "The Monday call: The phone rings"}
    assert [item["id"] for item in first["object"]["definition"]["choices"]] == [way.id for way in start.ways]
    assert "correctResponsesPattern" not in first["object"]["definition"]
    assert first["result"] == {"response": start.ways[0].id}
    give(pinned, "scenario", [start.ways[0].id, rosa.ways[0].id])
    assert told("scenario/")["result"] == {"response": rosa.ways[0].id, "completion": True}


def test_scales_and_polls_make_no_statement(pinned):
    answer_every_block(pinned)
    hear_everything()
    told_of = " ".join(Statement.objects.values_list("object_id", flat=True))
    assert asked_in(pinned, "scale").id not in told_of
    assert asked_in(pinned, "poll").id not in told_of
    assert asked_in(pinned, "scenario").id in told_of
