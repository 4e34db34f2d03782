"""Sends statements to the external record store, in order, losing and doubling none."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from learning.outbox.rules import next_attempt
from learning.records import rules
from learning.records.client import Answer, StoreClient
from learning.records.models import Forwarding, RecordStore, Statement

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=5)
PASS_LIMIT = 5_000


@dataclass
class Tally:
    """How one pass went. `waiting` counts what is still to be sent, whenever."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    problem: str = ""


class StopSending(Exception):
    """Nothing more is to be sent now. Nothing is lost, everything waits; with `pause`, for so long at least."""

    def __init__(self, reason: str, pause: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass
class Lease:
    """The right to send to a store, for some minutes. Renewed before every request; gone if another took it over."""

    store: RecordStore
    until: datetime

    def renew(self) -> None:
        until = timezone.now() + LEASE
        if not self._still_ours().update(leased_until=until):
            raise StopSending("Another process took over sending.")
        self.until = until

    def release(self) -> None:
        self._still_ours().update(leased_until=timezone.now())

    def _still_ours(self) -> models.QuerySet[RecordStore]:
        return RecordStore.objects.filter(pk=self.store.pk, leased_until=self.until)


@dataclass
class Pass:
    """One pass of sending: whom to ask, by what right, and how it went so far."""

    store: StoreClient
    lease: Lease
    tally: Tally = field(default_factory=Tally)


def forward_statements(client: httpx.Client | None = None) -> Tally:
    """Make one pass: send what is due, batch by batch. Only one process sends at a time."""
    if not settings.LRS_ENDPOINT:
        return Tally(problem="No external record store is set (LRS_ENDPOINT).")
    _queue_new_statements()
    lease = _take_lease()
    if lease is None:
        tally = Tally(problem=_why_not_now())
    else:
        tally = _send_all(Pass(StoreClient(client), lease))
        lease.release()
    tally.waiting = Forwarding.objects.filter(state=Forwarding.State.WAITING).count()
    return tally


def _queue_new_statements() -> None:
    missing = Statement.objects.filter(forwarding=None).values_list("pk", flat=True)
    rows = [Forwarding(statement_id=pk) for pk in missing.iterator()]
    Forwarding.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _take_lease() -> Lease | None:
    """Return a lease when this process may send now; None while another does, or while sending is paused."""
    store, _ = RecordStore.objects.get_or_create(endpoint=settings.LRS_ENDPOINT)
    now = timezone.now()
    free = RecordStore.objects.filter(pk=store.pk, leased_until__lte=now).exclude(paused_until__gt=now)
    return Lease(store, now + LEASE) if free.update(leased_until=now + LEASE) else None


def _why_not_now() -> str:
    store = RecordStore.objects.get(endpoint=settings.LRS_ENDPOINT)
    if store.paused_until and store.paused_until > timezone.now():
        return f"Sending is paused until {timezone.localtime(store.paused_until):%H:%M}: {store.problem}"
    return "Sending is under way elsewhere."


def _send_all(sending: Pass) -> Tally:
    stores = RecordStore.objects.filter(pk=sending.lease.store.pk)
    try:
        _send_due(sending)
    except StopSending as stop:
        sending.tally.problem = str(stop)
        if stop.pause:
            stores.update(paused_until=timezone.now() + stop.pause, problem=str(stop))
            log.error("Sending statements is paused: %s", stop)
    else:
        stores.update(paused_until=None, problem="")
    return sending.tally


def _send_due(sending: Pass) -> None:
    due = list(Forwarding.objects.due(timezone.now()).select_related("statement")[:PASS_LIMIT])
    start = 0
    for size in rules.batches([row.statement.body for row in due]):
        _send(sending, due[start : start + size])
        start += size


def _send(sending: Pass, rows: list[Forwarding]) -> None:
    """Send one batch and act on the answer, halving it as often as it takes to find the one that is refused."""
    sending.lease.renew()
    answer = sending.store.post([row.statement.body for row in rows])
    attempts = max(row.attempts for row in rows)
    verdict = rules.verdict(answer.status, size=len(rows), attempts=attempts)
    if verdict == rules.SUSPECT:
        verdict = rules.verdict_on_suspects(size=len(rows), store_is_well=sending.store.is_well())
    elif verdict == rules.COMPARE:
        verdict, answer = _compare(sending.store, rows[0].statement, answer)
    if verdict == rules.SPLIT:
        middle = len(rows) // 2
        _send(sending, rows[:middle])
        _send(sending, rows[middle:])
    else:
        _act(sending, rows, verdict, answer)


def _act(sending: Pass, rows: list[Forwarding], verdict: str, answer: Answer) -> None:
    if verdict == rules.DELIVERED:
        sending.tally.sent += _note(rows, Forwarding.State.SENT, answer)
    elif verdict == rules.REFUSED:
        sending.tally.refused += _note(rows, Forwarding.State.REFUSED, answer)
        log.error("Statement %s was refused (%s): %s", rows[0].statement.id, answer.status, answer.text[:300])
    elif verdict == rules.PAUSE:
        told = f"{settings.LRS_ENDPOINT} answered {answer.status}. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET."
        raise StopSending(told, PAUSE)
    else:
        _wait(rows, answer)
    if verdict == rules.WAIT:
        told = f"{settings.LRS_ENDPOINT} does not take statements now ({answer.status or answer.text})."
        raise StopSending(told, answer.wait)


def _compare(store: StoreClient, statement: Statement, conflict: Answer) -> tuple[str, Answer]:
    """Look at what the store holds under an id that it says it knows; return the verdict and what to note."""
    held = store.get(statement.id)
    if held.status == 200 and rules.same_statement(statement.body, held.statement):
        return rules.DELIVERED, Answer(conflict.status, "The store had it already.")
    if held.status == 200:
        return rules.REFUSED, Answer(conflict.status, f"The store holds another statement of this id. {conflict.text}")
    if held.status in {204, 404}:
        return rules.REFUSED, Answer(conflict.status, f"The store does not show what it holds. {conflict.text}")
    return rules.verdict(held.status, size=1, attempts=0), held


def _note(rows: list[Forwarding], state: str, answer: Answer) -> int:
    sent = state == Forwarding.State.SENT
    for row in rows:
        row.state, row.last_status = state, answer.status
        row.reason = "" if sent and answer.status != 409 else answer.text
        row.attempts += 1
        row.sent_at = timezone.now() if sent else None
    Forwarding.objects.bulk_update(rows, ["state", "last_status", "reason", "attempts", "sent_at"])
    return len(rows)


def _wait(rows: list[Forwarding], answer: Answer) -> None:
    """Put rows off by growing, random waits, and by no less than the store asked for."""
    now = timezone.now()
    for row in rows:
        row.attempts += 1
        row.last_status, row.reason = answer.status, answer.text
        drawn = next_attempt(now, attempts=row.attempts, jitter=random.random())  # noqa: S311
        row.next_attempt_at = max(drawn, now + answer.wait)
    Forwarding.objects.bulk_update(rows, ["attempts", "last_status", "reason", "next_attempt_at"])


@transaction.atomic
def send_refused_again() -> int:
    """Put refused statements back in the queue, for example after the store was mended; return how many."""
    refused = Forwarding.objects.filter(state=Forwarding.State.REFUSED)
    return refused.update(state=Forwarding.State.WAITING, attempts=0, next_attempt_at=timezone.now())
