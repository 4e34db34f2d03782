from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone

from learning.outbox.events import DomainEvent, read_event

STUCK_AFTER = 10


class Event(models.Model):
    """One thing that happened. Written once, never changed: it is also the audit trail."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, db_index=True)
    data = models.JSONField()
    occurred_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} at {self.occurred_at:%Y-%m-%d %H:%M:%S}"

    def read(self) -> DomainEvent:
        return read_event(self.name, self.data)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def owed(self) -> DeliveryQuerySet:
        return self.filter(delivered_at=None)

    def due(self, at: datetime) -> DeliveryQuerySet:
        """Owed deliveries whose next try has come, oldest first."""
        return self.owed().filter(next_attempt_at__lte=at).order_by("event_id", "id")

    def stuck(self) -> DeliveryQuerySet:
        """Tried so often without success that a person should look."""
        return self.owed().filter(attempts__gte=STUCK_AFTER)


class Delivery(models.Model):
    """What is owed to one subscriber for one event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="each_subscriber_is_owed_an_event_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(delivered_at=None),
                name="owed_deliveries_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event.name} to {self.subscriber}"
