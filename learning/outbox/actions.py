import logging
import random
import traceback
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from learning.outbox.events import DomainEvent
from learning.outbox.models import Delivery, Event
from learning.outbox.rules import next_attempt
from learning.outbox.subscriptions import handler_of, is_told_at_once, subscribers_to, wanted_by

log = logging.getLogger(__name__)


def post_event(event: DomainEvent, *, uuid: UUID | None = None, occurred_at: datetime | None = None) -> Event:
    """Store an event and what is owed for it, in the caller's transaction; wake a worker once that commits.

    A fact with a UUID of its own lends it to its event, so that what follows from the event can be found from the fact.
    `occurred_at` is only given for facts taken over from an earlier record.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.name} must be posted in the transaction of the change it tells of")
    row = Event.objects.create(
        uuid=uuid or uuid4(), name=event.name, data=event.data(), occurred_at=occurred_at or timezone.now()
    )
    owed = [Delivery(event=row, subscriber=name) for name in subscribers_to(event.name)]
    for delivery in owed:
        if is_told_at_once(delivery.subscriber):
            _hand_over(delivery)
    Delivery.objects.bulk_create(owed)
    if any(delivery.delivered_at is None for delivery in owed):
        transaction.on_commit(_wake)
    return row


def _wake() -> None:
    """Ask a worker to deliver now. A broker that is away costs a minute: the sweep finds what is owed."""
    from learning.outbox.tasks import deliver_due

    try:
        deliver_due.apply_async(retry=False)
    except Exception:
        log.warning("The task queue did not take the wake-up; the sweep will deliver", exc_info=True)


def deliver_due_now(limit: int = 500) -> int:
    """Deliver what is due, oldest first; return how many deliveries succeeded. Safe to run in several processes."""
    waiting = list(Delivery.objects.due(timezone.now()).values_list("pk", flat=True)[:limit])
    return sum(deliver(pk) for pk in waiting)


def deliver(delivery_id: int) -> bool:
    """Run one subscriber for one event. The effect and the note that it was heard commit together."""
    with transaction.atomic():
        delivery = _claim(delivery_id)
        if delivery is None:
            return False
        _hand_over(delivery)
        delivery.save(update_fields=["delivered_at", "attempts", "last_error", "next_attempt_at"])
        return delivery.delivered_at is not None


def _hand_over(delivery: Delivery) -> None:
    """Call the subscriber in a savepoint of its own, and note on the delivery how it went."""
    try:
        with transaction.atomic():
            handler_of(delivery.subscriber)(delivery.event)
    except Exception:  # noqa: BLE001 - a failing subscriber must not block another; the reason is kept
        _note_failure(delivery)
    else:
        delivery.delivered_at = timezone.now()


def _claim(delivery_id: int) -> Delivery | None:
    """Lock one owed delivery; None when another worker has it or it is done."""
    waiting = Delivery.objects.owed().filter(pk=delivery_id).select_related("event")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    return waiting.first()


def _note_failure(delivery: Delivery) -> None:
    delivery.attempts += 1
    delivery.last_error = traceback.format_exc(limit=5)[-4000:]
    delivery.next_attempt_at = next_attempt(
        timezone.now(),
        attempts=delivery.attempts,
        jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
    )
    log.warning("%s was not delivered to %s (try %d)", delivery.event, delivery.subscriber, delivery.attempts)


@transaction.atomic
def owe_history(subscriber: str) -> int:
    """Owe a new subscriber every stored event it wants to hear; return how many."""
    missing = Event.objects.filter(name__in=wanted_by(subscriber)).exclude(deliveries__subscriber=subscriber)
    owed = [Delivery(event=event, subscriber=subscriber) for event in missing.iterator()]
    Delivery.objects.bulk_create(owed, batch_size=1000)
    return len(owed)
