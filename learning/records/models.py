from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from learning.outbox.models import Event
from learning.people.models import Person
from learning.records.xapi import profile


class ActorKey(models.Model):
    """The random name by which statements speak of a person. Without its row they are anonymous."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="actor_key")
    name = models.UUIDField(default=uuid.uuid4, unique=True)

    def __str__(self) -> str:
        return str(self.name)


class Statement(models.Model):
    """One xAPI statement: `body` is the exact text that is sent, `added` what storing it gave it, when and by whom."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="statements")
    verb = models.CharField(max_length=200)
    object_id = models.CharField(max_length=500)
    timestamp = models.DateTimeField(db_index=True)
    body = models.TextField()
    added = models.TextField()
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["person", "number"], name="statements_by_person")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"

    def served(self) -> str:
        """Return the statement as it is served and exported: the body, then what was added when it was stored."""
        return f"{self.body[:-1]},{self.added[1:]}"

    @property
    def is_private(self) -> bool:
        """Answer whether it tells what somebody answered or wrote, which is theirs alone."""
        return self.verb in {profile.ANSWERED, profile.INTERACTED, profile.PREFERRED}

    @property
    def object_name(self) -> str:
        names: dict[str, str] = self.read()["object"].get("definition", {}).get("name", {})
        return names.get(profile.LANGUAGE, self.object_id)

    def read(self) -> dict[str, Any]:
        statement: dict[str, Any] = json.loads(self.body)
        return statement


class ForwardingQuerySet(models.QuerySet["Forwarding"]):
    def due(self, at: datetime) -> ForwardingQuerySet:
        """What waits to be sent now, in the order it was stored."""
        return self.filter(state=Forwarding.State.WAITING, next_attempt_at__lte=at).order_by("statement__number")


class Forwarding(models.Model):
    """What became of one statement on its way to the external record store."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        SENT = "SENT", "Sent"
        REFUSED = "REFUSED", "Refused"

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="forwarding")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ForwardingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="forwarding_by_state")]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.get_state_display()}"


class RecordStore(models.Model):
    """The external record store: who is sending to it now, and whether sending is paused and why."""

    endpoint = models.CharField(max_length=500, unique=True)
    leased_until = models.DateTimeField(default=timezone.now)
    paused_until = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.endpoint
