"""A store that is away, busy or failing costs time and nothing else; and only one process sends at a time."""

from __future__ import annotations

import socket
from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from learning.records.actions import forward
from learning.records.actions.forward import LEASE, forward_statements
from learning.records.models import Forwarding, RecordStore, Statement
from learning.records.rules import MOST_BYTES, SPLIT_AFTER
from tests.records.conftest import ids
from tests.records.lrs import Says, Store
from tests.records.test_forwarding import became, make_due, states

State = Forwarding.State
AWAY = "does not take statements now"


@pytest.fixture
def clock(time_machine):
    """Let time stand still unless it is moved."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def waits_of(statements: list[Statement]) -> set[timedelta]:
    return {became(row).next_attempt_at - timezone.now() for row in statements}


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_or_failing_store_is_left_alone_and_asked_again_later(status, waiting, store):
    statements = waiting(3)
    store.will_say(Says(status, "Later"))
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting) == (0, 0, 3)
    assert f"{AWAY} ({status})" in tally.problem
    row = became(statements[0])
    assert (row.attempts, row.last_status, row.reason, row.sent_at) == (1, status, "Later", None)
    assert len(store.posts) == 1
    make_due()
    assert forward_statements().sent == 3


def test_one_failure_ends_the_pass_and_what_was_not_tried_is_not_put_off(waiting, store):
    statements = waiting(150)
    store.will_say(Says(503))
    assert forward_statements().waiting == 150
    assert len(store.posts) == 1
    assert [became(row).attempts for row in statements] == [1] * 100 + [0] * 50


@pytest.mark.parametrize(("draw", "attempt", "seconds"), [(0.0, 1, 1), (1.0, 1, 11), (0.5, 3, 21), (1.0, 9, 901)])
def test_waits_double_with_every_failure_are_random_and_end_at_fifteen_minutes(
    draw, attempt, seconds, waiting, store, clock, monkeypatch
):
    monkeypatch.setattr(forward.random, "random", lambda: draw)
    statements = waiting(2)
    queue(statements, attempt - 1)
    store.will_say(Says(503))
    store.always["GET"] = Says(503)
    forward_statements()
    assert waits_of(statements) == {timedelta(seconds=seconds)}


def queue(statements: list[Statement], attempts: int) -> None:
    """Queue statements as if they had failed so often."""
    Forwarding.objects.bulk_create(Forwarding(statement=row, attempts=attempts) for row in statements)


@pytest.mark.parametrize("status", [429, 503])
def test_a_store_that_says_how_long_is_left_alone_so_long(status, waiting, store, clock):
    statements = waiting(150)
    store.will_say(Says(status, headers={"Retry-After": "120"}))
    forward_statements()
    assert min(waits_of(statements[:100])) == timedelta(seconds=120)
    clock.shift(119)
    assert forward_statements().problem.startswith("Sending is paused until ")
    assert len(store.posts) == 1
    clock.shift(1)
    assert forward_statements().sent == 150


def test_a_store_may_name_an_instant(waiting, store, clock):
    clock.move_to("2026-11-22T12:00:00Z", tick=False)
    waiting(2)
    store.will_say(Says(429, headers={"Retry-After": "Sun, 22 Nov 2026 12:02:00 GMT"}))
    forward_statements()
    assert RecordStore.objects.get().paused_until - timezone.now() == timedelta(minutes=2)


def test_a_store_that_keeps_silent_is_waited_for_no_longer_than_the_time_limit(waiting, store):
    waiting(2)
    store.will_say(Says(hangs="silent"))
    tally = forward_statements(httpx.Client(timeout=0.2))
    assert (tally.sent, tally.waiting) == (0, 2)
    assert f"{AWAY} (ReadTimeout" in tally.problem
    make_due()
    assert forward_statements().sent == 2


def test_a_store_nobody_listens_at_is_away(waiting, store, settings):
    statements = waiting(2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.LRS_ENDPOINT = f"http://127.0.0.1:{taken.getsockname()[1]}/xapi"
        tally = forward_statements()
    assert f"{AWAY} (ConnectError" in tally.problem
    assert {(became(row).state, became(row).last_status) for row in statements} == {(State.WAITING, None)}


def test_our_own_time_limits_are_shorter_than_the_lease():
    limits = forward.StoreClient().http.timeout
    assert (limits.connect, limits.read) == (5, 60)
    assert timedelta(seconds=limits.connect + limits.read) < LEASE


def fail_often(statements: list[Statement], store: Store) -> None:
    """Let a store fail over the first statement until it becomes a suspect."""
    store.fails_over = {ids(statements)[0]}
    for _ in range(SPLIT_AFTER):
        assert forward_statements().sent == 0
        make_due()
    assert {len(post.ids) for post in store.posts} == {len(statements)}


def test_one_statement_that_makes_a_store_fail_is_found_and_the_rest_goes_on(waiting, store):
    statements = waiting(8)
    fail_often(statements, store)
    tally = forward_statements()
    assert (tally.sent, tally.refused, tally.waiting, tally.problem) == (7, 0, 1, "")
    assert states(statements) == [State.WAITING] + [State.SENT] * 7
    assert list(store.held) == ids(statements)[1:]
    store.fails_over = set()
    make_due()
    assert forward_statements().sent == 1


def test_a_store_that_fails_at_everything_never_makes_a_batch_split(waiting, store):
    statements = waiting(8)
    fail_often(statements, store)
    store.always["GET"] = Says(500)
    assert AWAY in forward_statements().problem
    assert {len(post.ids) for post in store.posts} == {8}
    assert {became(row).attempts for row in statements} == {SPLIT_AFTER + 1}


def test_no_answer_never_makes_a_batch_split(waiting, store):
    waiting(8)
    for _ in range(SPLIT_AFTER + 2):
        store.will_say(Says(hangs="up"))
        forward_statements()
        make_due()
    assert {len(post.ids) for post in store.posts} == {8}


def test_large_statements_go_in_smaller_batches(waiting, store):
    statements = waiting(3)
    for row in statements:
        padded = row.body[:-1] + ',"result":{"response":"' + "é" * (MOST_BYTES // 4) + '"}}'
        Statement.objects.filter(pk=row.pk).update(body=padded)
    assert forward_statements().sent == 3
    assert [len(post.ids) for post in store.posts] == [1, 1, 1]
    assert max(len(post.body) for post in store.posts) <= MOST_BYTES


class MeanwhileElsewhere(httpx.BaseTransport):
    """A store that, while it is being asked, lets something else happen."""

    def __init__(self, happens) -> None:
        self.happens = happens

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.happens()
        return httpx.Response(200, json=[])


def sent_while(happens):
    return forward_statements(httpx.Client(transport=MeanwhileElsewhere(happens)))


def test_a_second_forwarder_sends_nothing_while_the_first_is_at_it(waiting, store):
    waiting(150)
    second = []
    tally = sent_while(lambda: second.append(forward_statements()))
    assert (tally.sent, len(store.posts)) == (150, 0)
    assert {(other.sent, other.problem) for other in second} == {(0, "Sending is under way elsewhere.")}


def test_the_lease_is_renewed_with_every_request(waiting, store, clock):
    waiting(250)
    second = []

    def take_long():
        clock.shift(LEASE - timedelta(seconds=1))
        second.append(forward_statements().sent)

    assert sent_while(take_long).sent == 250
    assert second == [0, 0, 0]


def test_the_lease_of_a_killed_forwarder_runs_out_and_another_goes_on(waiting, store, clock):
    waiting(3)

    def be_killed():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sent_while(be_killed)
    clock.shift(LEASE - timedelta(seconds=1))
    assert forward_statements().sent == 0
    clock.shift(1)
    assert forward_statements().sent == 3


def test_a_forwarder_that_was_overtaken_stops_and_leaves_the_lease_to_the_other(waiting, store):
    waiting(250)
    others = timezone.now() + timedelta(hours=1)
    tally = sent_while(lambda: RecordStore.objects.update(leased_until=others))
    assert (tally.sent, tally.waiting) == (100, 150)
    assert tally.problem == "Another process took over sending."
    assert RecordStore.objects.get().leased_until == others


def test_the_lease_is_given_back_after_a_pass_however_it_went(waiting, store):
    waiting(3)
    store.will_say(Says(503))
    forward_statements()
    assert RecordStore.objects.get().leased_until <= timezone.now()
