"""Statements reach the external record store once, in order, whatever it answers; nothing is lost on the way."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.records.actions.forward import forward_statements, send_refused_again
from learning.records.models import Forwarding, RecordStore, Statement
from learning.records.rules import MOST_STATEMENTS
from tests.records.conftest import ids
from tests.records.lrs import Says

State = Forwarding.State


def became(statement: Statement) -> Forwarding:
    return Forwarding.objects.get(statement=statement)


def states(statements: list[Statement]) -> list[str]:
    return [became(statement).state for statement in statements]


def make_due() -> None:
    """Let the waits be over."""
    Forwarding.objects.update(next_attempt_at=timezone.now())
    RecordStore.objects.update(paused_until=None)


def test_with_no_store_set_nothing_is_sent_and_nothing_queued(db):
    tally = forward_statements()
    assert (tally.sent, tally.waiting, tally.problem) == (0, 0, "No external record store is set (LRS_ENDPOINT).")
    assert not Forwarding.objects.exists()


def test_the_whole_demo_is_sent_once_and_in_order(db, store):
    everything = ids(list(Statement.objects.order_by("number")))
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting, tally.problem) == (len(everything), 0, 0, "")
    assert [one for post in store.posts for one in post.ids] == everything
    assert {len(post.ids) for post in store.posts[:-1]} == {MOST_STATEMENTS}
    forward_statements()
    assert len(store.posts) == -(-len(everything) // MOST_STATEMENTS)


def test_what_is_sent_is_the_stored_text_with_our_name_and_the_version_we_speak(waiting, store):
    statements = waiting(3)
    forward_statements()
    (post,) = store.posts
    assert post.body.decode() == "[" + ",".join(row.body for row in statements) + "]"
    assert post.path == "/xapi/statements"
    assert post.headers["X-Experience-API-Version"] == "1.0.3"
    assert post.headers["Content-Type"] == "application/json"
    assert set(store.held) == set(ids(statements))


@pytest.mark.parametrize("status", [200, 204])
def test_both_good_answers_count_as_sent(status, waiting, store):
    statements = waiting(2)
    store.will_say(Says(status))
    assert forward_statements().sent == 2
    row = became(statements[0])
    assert (row.state, row.last_status, row.reason, row.attempts) == (State.SENT, status, "", 1)
    assert row.sent_at is not None


def test_an_answer_lost_after_the_store_kept_the_batch_is_found_out_and_counted_once(waiting, store):
    statements = waiting(5)
    store.will_say(Says(keeps=True, hangs="up"))
    tally = forward_statements()
    assert (tally.sent, tally.waiting) == (0, 5)
    assert "does not take statements now (RemoteProtocolError" in tally.problem
    make_due()
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (5, 0, 0)
    assert list(store.held) == ids(statements)
    assert {became(row).reason for row in statements} == {"The store had it already."}


def test_a_store_that_takes_known_statements_again_is_asked_no_more(waiting, store):
    waiting(5)
    store.is_strict = False
    store.will_say(Says(keeps=True, hangs="up"))
    forward_statements()
    make_due()
    assert forward_statements().sent == 5
    assert [asked.method for asked in store.asked] == ["POST", "POST"]


def test_another_statement_of_the_same_id_is_a_conflict_that_stops_nobody_else(waiting, store):
    statements = waiting(4)
    other = json.loads(statements[1].body) | {"result": {"success": False}}
    store.held[other["id"]] = other
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (3, 1, 0)
    assert states(statements) == [State.SENT, State.REFUSED, State.SENT, State.SENT]
    row = became(statements[1])
    assert (row.last_status, row.reason) == (409, "The store holds another statement of this id. This id is known")
    assert store.held[other["id"]] == other


def test_a_store_that_does_not_show_what_it_says_it_knows_keeps_the_statement_refused(waiting, store):
    statements = waiting(1)
    store.will_say(Says(409, "Known"))
    assert forward_statements().refused == 1
    assert became(statements[0]).reason == "The store does not show what it holds. Known"


@pytest.mark.parametrize("answer", [Says(503), Says(429), Says(hangs="up")], ids=["503", "429", "no answer"])
def test_when_the_comparison_gets_no_answer_the_statement_waits_and_is_compared_later(answer, waiting, store):
    statements = waiting(1)
    store.will_say(Says(keeps=True, hangs="up"))
    forward_statements()
    make_due()
    store.will_say(answer, to="GET")
    assert forward_statements().refused == 0
    assert states(statements) == [State.WAITING]
    make_due()
    assert forward_statements().sent == 1


def test_a_store_that_shows_a_list_of_one_is_understood(waiting, store):
    statements = waiting(1)
    store.will_say(Says(409))
    store.will_say(Says(200, json.dumps({"statements": [statements[0].read()]})), to="GET")
    assert forward_statements().sent == 1


@pytest.mark.parametrize("shown", ["", "[]", "5", "<html>", "{}", '{"statements": []}'])
def test_a_comparison_with_nonsense_is_a_conflict(shown, waiting, store):
    statements = waiting(1)
    store.will_say(Says(409))
    store.will_say(Says(200, shown), to="GET")
    forward_statements()
    assert states(statements) == [State.REFUSED]


@pytest.mark.parametrize("place", [0, 3, 9])
def test_one_refused_statement_is_found_by_halving_and_the_rest_is_sent_in_order(place, waiting, store):
    statements = waiting(10)
    store.refuses = {ids(statements)[place]: "I do not know this verb"}
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (9, 1, 0)
    refused = became(statements[place])
    assert (refused.state, refused.last_status, refused.reason) == (State.REFUSED, 400, "I do not know this verb")
    assert list(store.held) == [one for one in ids(statements) if one not in store.refuses]
    assert len(store.posts) <= 9


@pytest.mark.parametrize("status", [400, 406, 415, 422])
def test_a_refusal_of_a_single_statement_is_noted_with_its_reason(status, waiting, store):
    statements = waiting(1)
    store.will_say(Says(status, "Not like this\x00"))
    assert forward_statements().refused == 1
    row = became(statements[0])
    assert (row.state, row.last_status, row.reason, row.attempts) == (State.REFUSED, status, "Not like this", 1)


def test_a_refused_statement_is_left_alone_until_it_is_sent_again(waiting, store):
    statements = waiting(3)
    store.refuses = {ids(statements)[1]: "Not yet"}
    forward_statements()
    asked = len(store.asked)
    forward_statements()
    assert len(store.asked) == asked
    store.refuses = {}
    assert send_refused_again() == 1
    assert forward_statements().sent == 1
    assert states(statements) == [State.SENT] * 3
    assert became(statements[1]).reason == ""


def test_a_batch_that_is_too_large_is_halved(waiting, store):
    statements = waiting(4)
    store.will_say(Says(413, "Too much"))
    assert forward_statements().sent == 4
    assert [len(post.ids) for post in store.posts] == [4, 2, 2]
    assert list(store.held) == ids(statements)


@pytest.mark.parametrize("status", [301, 302, 401, 403, 404, 405])
def test_a_store_set_up_wrongly_stops_everything_tells_and_blames_no_statement(status, waiting, store):
    statements = waiting(3)
    store.will_say(Says(status, "No"))
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (0, 0, 3)
    assert f"answered {status}. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET." in tally.problem
    assert {(became(row).state, became(row).attempts) for row in statements} == {(State.WAITING, 0)}
    assert RecordStore.objects.get().problem == tally.problem


def test_a_wrong_password_pauses_for_five_minutes_and_then_all_is_sent(waiting, store, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    waiting(3)
    secret, settings.LRS_SECRET = settings.LRS_SECRET, "wrong"
    forward_statements()
    settings.LRS_SECRET = secret
    time_machine.shift(timedelta(minutes=5) - timedelta(seconds=1))
    tally = forward_statements()
    assert (tally.sent, tally.waiting, len(store.posts)) == (0, 3, 1)
    assert tally.problem.startswith("Sending is paused until ")
    assert "answered 401. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET." in tally.problem
    time_machine.shift(timedelta(seconds=1))
    assert forward_statements().sent == 3
    assert (RecordStore.objects.get().problem, RecordStore.objects.get().paused_until) == ("", None)
