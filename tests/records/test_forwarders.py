"""Several forwarders as real processes on a database of their own: one is killed, two start at once."""

from __future__ import annotations

import os
import signal

import httpx
from django.utils import timezone

from learning.records.actions.forward import forward_statements
from learning.records.models import RecordStore, Statement
from tests.records.lrs import Store
from tests.reliability.copies import Copies, in_child, many_children


def one_pass() -> list[int]:
    tally = forward_statements()
    return [tally.sent, tally.refused, tally.waiting]


def how_many() -> int:
    return Statement.objects.count()


class KilledAfter(httpx.HTTPTransport):
    """Hands requests over until the process dies, its last answer unread."""

    def __init__(self, requests: int) -> None:
        super().__init__()
        self.left = requests

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def be_killed() -> None:
    forward_statements(httpx.Client(transport=KilledAfter(2)))


def let_the_lease_run_out() -> None:
    RecordStore.objects.update(leased_until=timezone.now())


def sent_to(store: Store) -> list[str]:
    return [one for post in store.posts for one in post.ids]


def test_two_forwarders_at_the_same_time_send_every_statement_once(db, store, tmp_path):
    with Copies(tmp_path).one() as name:
        total, _ = in_child(name, how_many)
        tallies = many_children(name, [one_pass, one_pass])
    assert sorted(sent_to(store)) == sorted(set(sent_to(store))) == sorted(store.held)
    assert len(store.held) == total == sum(sent for sent, *_ in tallies)


def test_what_a_killed_forwarder_left_is_sent_once_its_lease_has_run_out(db, store, tmp_path):
    store.is_strict = False
    with Copies(tmp_path).one() as name:
        total, _ = in_child(name, how_many)
        _, ended_by = in_child(name, be_killed)
        kept_by_then = len(store.held)
        early, _ = in_child(name, one_pass)
        in_child(name, let_the_lease_run_out)
        late, _ = in_child(name, one_pass)
    assert (ended_by, kept_by_then) == (signal.SIGKILL, 200)
    assert early == [0, 0, total - 100]
    assert late == [total - 100, 0, 0]
    assert len(store.held) == total
