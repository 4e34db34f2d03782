from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from learning.outbox.models import Event
from learning.records.models import Statement
from learning.records.xapi import profile
from learning.records.xapi.statements import Json, encode, timestamp
from learning.records.xapi.validation import problems_in


class InvalidStatement(ValueError):
    """We built a statement that the standard or our profile does not allow: a defect of ours."""


def store_statements(event: Event, statements: list[Json]) -> list[Statement]:
    """Validate and store the statements of an event; those stored before are left as they are."""
    return [_store(event, statement) for statement in statements]


def _store(event: Event, statement: Json) -> Statement:
    problems = problems_in(statement, now=timezone.now())
    if problems:
        raise InvalidStatement(f"{event.name}: {'; '.join(problems)}")
    stored_at = timezone.now()
    row, _ = Statement.objects.get_or_create(
        id=statement["id"],
        defaults={
            "event": event,
            "person_id": event.data["person_id"],
            "verb": statement["verb"]["id"],
            "object_id": statement["object"]["id"],
            "timestamp": datetime.fromisoformat(statement["timestamp"].replace("Z", "+00:00")),
            "body": encode(statement),
            "added": encode(_added(stored_at)),
            "stored_at": stored_at,
        },
    )
    return row


def _added(stored_at: datetime) -> Json:
    """Return what a record store adds to a statement, fixed for good (xAPI 1.0.3, part two, 2.4.8 to 2.4.10)."""
    authority = {"homePage": f"{settings.SITE_URL}/xapi/accounts", "name": "golden-thread"}
    return {
        "stored": timestamp(stored_at),
        "authority": {"objectType": "Agent", "account": authority},
        "version": profile.VERSION,
    }
