"""Asha's whole story in a record store that others wrote. Slow: run by `make campaign`, not by `make test`.

As shipped, Ralph's file store takes one batch and answers 500 to every later one; each test has a store of its own.
"""

from __future__ import annotations

import json
from io import StringIO

import httpx
import pytest
from django.core.management import call_command

from learning.records.actions.forward import forward_statements
from learning.records.models import Forwarding, Statement
from tests.records import ralph
from tests.records.conftest import ids
from tests.records.story import live_it_all
from tests.records.test_forwarding import make_due, states

pytestmark = pytest.mark.campaign

SET_BY_STORES = {"stored", "authority", "version"}


@pytest.fixture(scope="session")
def installed() -> None:
    ralph.install()


@pytest.fixture
def endpoint(installed, tmp_path, settings):
    with ralph.running(tmp_path) as address:
        settings.LRS_ENDPOINT, settings.LRS_KEY, settings.LRS_SECRET = address, ralph.KEY, ralph.SECRET
        yield address


@pytest.fixture
def story(asha, omar, waiting) -> list[Statement]:
    """Return the statements of Asha's story; the others count as sent."""
    told = live_it_all(asha, omar)
    waiting(len(told))
    return told


class AnswerLost(httpx.HTTPTransport):
    """Hands requests over and loses the answers."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        super().handle_request(request).close()
        raise httpx.ReadError("The line went dead")


def held(endpoint: str, statement: Statement) -> dict:
    """Return what it holds under an id; it answers a list where the standard asks for the statement alone."""
    answer = httpx.get(
        f"{endpoint}/statements", params={"statementId": str(statement.id)}, auth=(ralph.KEY, ralph.SECRET)
    )
    (one,) = answer.json()["statements"]
    return one


def how_many(endpoint: str) -> int:
    answer = httpx.get(f"{endpoint}/statements", params={"limit": 500}, auth=(ralph.KEY, ralph.SECRET))
    return len(answer.json()["statements"])


def test_the_whole_story_arrives_and_reads_back_as_we_tell_it(story, endpoint):
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting, tally.problem) == (len(story), 0, 0, "")
    for statement in story:
        theirs = held(endpoint, statement)
        assert {key: value for key, value in theirs.items() if key not in SET_BY_STORES} == statement.read()


def test_an_answer_lost_on_the_way_makes_nothing_twice(story, endpoint):
    tally = forward_statements(httpx.Client(transport=AnswerLost()))
    assert (tally.sent, tally.waiting) == (0, len(story))
    assert how_many(endpoint) == len(story)
    make_due()
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (len(story), 0, 0)
    assert how_many(endpoint) == len(story)


def test_another_statement_of_the_same_id_is_told_as_a_conflict(story, endpoint):
    forward_statements()
    other = story[0].read() | {"verb": {"id": "http://adlnet.gov/expapi/verbs/failed", "display": {"en-GB": "failed"}}}
    Statement.objects.filter(pk=story[0].pk).update(body=json.dumps(other))
    Forwarding.objects.filter(statement=story[0]).update(state=Forwarding.State.WAITING)
    assert held(endpoint, story[0])["verb"] != other["verb"]
    tally = forward_statements()
    assert (tally.sent, tally.refused) == (0, 1)
    assert Forwarding.objects.get(statement=story[0]).reason.startswith("The store holds another statement of this id.")


def test_a_wrong_password_stops_everything_and_says_where_to_look(story, endpoint, settings):
    settings.LRS_SECRET = "wrong"
    out = StringIO()
    call_command("forward_statements", stdout=out)
    assert out.getvalue().splitlines() == [
        f"sent 0, waiting {len(story)}, refused 0",
        f"{endpoint} answered 401. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET.",
    ]
    settings.LRS_SECRET = ralph.SECRET
    make_due()
    assert forward_statements().sent == len(story)


def test_its_failure_at_a_second_batch_loses_nothing_and_blames_nobody(story, endpoint):
    forward_statements()
    again = Statement.objects.exclude(id__in=ids(story)).latest("number")
    Forwarding.objects.filter(statement=again).update(state=Forwarding.State.WAITING)
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (0, 0, 1)
    assert "does not take statements now (500)" in tally.problem
    assert states([again]) == [Forwarding.State.WAITING]


VALIDATE = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
wrong = 0
lines = sys.stdin.read().splitlines()
for line in lines:
    try:
        BaseXapiStatement.model_validate_json(line)
    except ValueError as error:
        wrong += 1
print(json.dumps({"lines": len(lines), "wrong": wrong}))
"""


def exported() -> str:
    out = StringIO()
    call_command("export_statements", stdout=out)
    return out.getvalue()


def test_its_own_models_take_every_line_of_the_export(story, installed):
    told = json.loads(ralph.in_its_environment(VALIDATE, exported()))
    assert told == {"lines": Statement.objects.count(), "wrong": 0}


def test_its_own_models_do_refuse_a_line_that_is_wrong(story, installed):
    wrong = exported().replace('"verb":{"id":"http', '"verb":{"id":"', 1)
    assert json.loads(ralph.in_its_environment(VALIDATE, wrong))["wrong"] == 1
