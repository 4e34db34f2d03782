"""Sends statements to the external record store, in order, losing and doubling none."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import timedelta

import httpx
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.outbox.rules import next_attempt
from learning.records import rules
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


class StorePaused(Exception):
    """The store answers that it is set up wrongly; nothing is lost, everything waits."""


class StoreAway(Exception):
    """The store does not answer, or not now; nothing is lost, everything waits."""


def forward_statements(client: httpx.Client | None = None) -> Tally:
    """Make one pass: send what is due, batch by batch. Only one process sends at a time."""
    tally = Tally()
    if not settings.LRS_ENDPOINT:
        tally.problem = "No external record store is set (LRS_ENDPOINT)."
        return tally
    _queue_new_statements()
    store = _take_lease()
    if store is None:
        tally.problem = "Sending is under way elsewhere, or paused."
    else:
        with client or _client() as sender:
            _send_due(store, sender, tally)
        RecordStore.objects.filter(pk=store.pk).update(leased_until=timezone.now())
    tally.waiting = Forwarding.objects.filter(state=Forwarding.State.WAITING).count()
    return tally


def _client() -> httpx.Client:
    return httpx.Client(
        auth=(settings.LRS_KEY, settings.LRS_SECRET),
        timeout=httpx.Timeout(60, connect=5),
        headers={"X-Experience-API-Version": settings.LRS_VERSION},
    )


def _queue_new_statements() -> None:
    missing = Statement.objects.filter(forwarding=None).values_list("pk", flat=True)
    rows = [Forwarding(statement_id=pk) for pk in missing.iterator()]
    Forwarding.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _take_lease() -> RecordStore | None:
    """Return the store when this process may send to it now; None while another does, or while sending is paused."""
    store, _ = RecordStore.objects.get_or_create(endpoint=settings.LRS_ENDPOINT)
    now = timezone.now()
    free = RecordStore.objects.filter(pk=store.pk, leased_until__lte=now).exclude(paused_until__gt=now)
    return store if free.update(leased_until=now + LEASE) else None


def _send_due(store: RecordStore, client: httpx.Client, tally: Tally) -> None:
    due = list(Forwarding.objects.due(timezone.now()).select_related("statement")[:PASS_LIMIT])
    start = 0
    try:
        for size in rules.batches([row.statement.body for row in due]):
            _send(client, due[start : start + size], tally)
            start += size
            RecordStore.objects.filter(pk=store.pk).update(leased_until=timezone.now() + LEASE)
    except StorePaused as paused:
        tally.problem = str(paused)
        RecordStore.objects.filter(pk=store.pk).update(paused_until=timezone.now() + PAUSE, problem=str(paused))
        log.error("Sending statements is paused: %s", paused)
    except StoreAway as away:
        tally.problem = str(away)
    else:
        RecordStore.objects.filter(pk=store.pk).update(paused_until=None, problem="")


def _send(client: httpx.Client, rows: list[Forwarding], tally: Tally) -> None:
    """Send one batch and act on the answer, halving it as often as it takes to find the one that is refused."""
    status, text = _post(client, rows)
    verdict = rules.verdict(status, size=len(rows), attempts=max(row.attempts for row in rows))
    if verdict == rules.SPLIT:
        middle = len(rows) // 2
        _send(client, rows[:middle], tally)
        _send(client, rows[middle:], tally)
    elif verdict == rules.PAUSE:
        raise StorePaused(f"{settings.LRS_ENDPOINT} answered {status}. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET.")
    elif verdict == rules.WAIT:
        _wait(rows, status, text)
        if not _blames_one(client, rows, status):
            raise StoreAway(f"{settings.LRS_ENDPOINT} does not take statements now ({status or 'no answer'}).")
    elif verdict == rules.DELIVERED:
        tally.sent += _note(rows, Forwarding.State.SENT, status, "")
    elif verdict == rules.COMPARE and _store_has(client, rows[0].statement):
        tally.sent += _note(rows, Forwarding.State.SENT, status, "The store had it already.")
    else:
        tally.refused += _note(rows, Forwarding.State.REFUSED, status, text)
        log.error("Statement %s was refused (%s): %s", rows[0].statement.id, status, text[:300])


def _blames_one(client: httpx.Client, rows: list[Forwarding], status: int | None) -> bool:
    """Answer whether a single statement is at fault: it alone was answered 5xx, often, and the store is well."""
    if status is None or len(rows) > 1 or rows[0].attempts < rules.SPLIT_AFTER:
        return False
    try:
        return client.get(f"{settings.LRS_ENDPOINT}/statements", params={"limit": 1}).is_success
    except httpx.HTTPError:
        return False


def _post(client: httpx.Client, rows: list[Forwarding]) -> tuple[int | None, str]:
    """Return the store's status and text; no status when no answer came. The stored bytes are sent as they are."""
    content = "[" + ",".join(row.statement.body for row in rows) + "]"
    try:
        response = client.post(
            f"{settings.LRS_ENDPOINT}/statements",
            content=content.encode(),
            headers={"Content-Type": "application/json", "X-Experience-API-Version": settings.LRS_VERSION},
        )
    except httpx.HTTPError as error:
        return None, f"{type(error).__name__}: {error}"
    return response.status_code, response.text[:2000]


def _store_has(client: httpx.Client, statement: Statement) -> bool:
    """Answer whether the store's statement of this id says the same as ours."""
    try:
        response = client.get(
            f"{settings.LRS_ENDPOINT}/statements",
            params={"statementId": str(statement.id)},
            headers={"X-Experience-API-Version": settings.LRS_VERSION},
        )
        return response.is_success and rules.same_statement(statement.body, response.json())
    except (httpx.HTTPError, ValueError):
        return False


def _note(rows: list[Forwarding], state: str, status: int | None, reason: str) -> int:
    now = timezone.now()
    for row in rows:
        row.state, row.last_status, row.reason = state, status, reason
        row.attempts += 1
        row.sent_at = now if state == Forwarding.State.SENT else None
    Forwarding.objects.bulk_update(rows, ["state", "last_status", "reason", "attempts", "sent_at"])
    return len(rows)


def _wait(rows: list[Forwarding], status: int | None, text: str) -> None:
    now = timezone.now()
    for row in rows:
        row.attempts += 1
        row.last_status, row.reason = status, text
        row.next_attempt_at = next_attempt(now, attempts=row.attempts, jitter=random.random())  # noqa: S311
    Forwarding.objects.bulk_update(rows, ["attempts", "last_status", "reason", "next_attempt_at"])


@transaction.atomic
def send_refused_again() -> int:
    """Put refused statements back in the queue, for example after the store was mended; return how many."""
    refused = Forwarding.objects.filter(state=Forwarding.State.REFUSED)
    return refused.update(state=Forwarding.State.WAITING, attempts=0, next_attempt_at=timezone.now())
