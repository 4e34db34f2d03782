"""A record store to send to, and a handful of statements that wait to be sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from learning.records.models import Forwarding, Statement
from tests.records.lrs import KEY, SECRET, Store, listening


@pytest.fixture
def store(settings):
    """Return an external record store that the settings name."""
    made = Store()
    with listening(made) as endpoint:
        settings.LRS_ENDPOINT, settings.LRS_KEY, settings.LRS_SECRET = endpoint, KEY, SECRET
        yield made


@pytest.fixture
def waiting(db) -> Callable[[int], list[Statement]]:
    """Let only the newest few statements wait: the older ones count as sent."""

    def let_wait(count: int) -> list[Statement]:
        newest = list(Statement.objects.order_by("-number")[:count])[::-1]
        older = Statement.objects.filter(number__lt=newest[0].number)
        sent = [Forwarding(statement=row, state=Forwarding.State.SENT) for row in older]
        Forwarding.objects.bulk_create(sent)
        return newest

    return let_wait


def ids(statements: list[Statement]) -> list[str]:
    return [str(statement.id) for statement in statements]
