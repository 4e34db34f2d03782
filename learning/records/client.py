"""Speaks to the external record store (xAPI 1.0.3 part 3). Every answer, and that none came, is an `Answer`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings
from django.utils import timezone

from learning.records.rules import asked_to_wait

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Answer:
    """What a store said. No status when no answer came; `wait` is how long it asked to be left alone."""

    status: int | None
    text: str
    wait: timedelta = timedelta(0)
    statement: Any = None


class StoreClient:
    def __init__(self, http: httpx.Client | None = None) -> None:
        self.http = http or httpx.Client(timeout=httpx.Timeout(60, connect=5))
        self.address = f"{settings.LRS_ENDPOINT}/statements"

    def post(self, bodies: list[str]) -> Answer:
        """Send a batch; the stored texts are sent as they are."""
        content = "[" + ",".join(bodies) + "]"
        return self._ask("POST", content=content.encode(), headers={"Content-Type": "application/json"})

    def get(self, statement_id: UUID) -> Answer:
        """Ask for one statement. The standard has it answered alone; Ralph answers a list of one."""
        answer = self._ask("GET", params={"statementId": str(statement_id)})
        match answer.statement:
            case {"statements": [one]}:
                return replace(answer, statement=one)
        return answer

    def is_well(self) -> bool:
        """Answer whether the store answers an ordinary question, so that what it refuses is to blame and not it."""
        return self._ask("GET", params={"limit": 1}).status == 200

    def _ask(self, method: str, *, headers: dict[str, str] | None = None, **rest: Any) -> Answer:
        always = {"X-Experience-API-Version": settings.LRS_VERSION, **(headers or {})}
        auth = (settings.LRS_KEY, settings.LRS_SECRET)
        try:
            response = self.http.request(method, self.address, auth=auth, headers=always, **rest)
        except httpx.HTTPError as error:
            return Answer(None, f"{type(error).__name__}: {error}")
        return _read(response)


def _read(response: httpx.Response) -> Answer:
    text = response.text.replace("\x00", "")[:LONGEST_REASON]
    wait = asked_to_wait(response.headers.get("Retry-After", ""), timezone.now())
    try:
        return Answer(response.status_code, text, wait, response.json())
    except ValueError:
        return Answer(response.status_code, text, wait)
