"""What to do with an answer from an external record store. Pure: no Django.

From the behaviour of two stores, measured: a known id is answered 204, 200 or 409; a batch with one bad statement is
refused whole, with 400, 409 or even 500; 5xx and 429 pass.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

DELIVERED, COMPARE, SPLIT, REFUSED, WAIT, PAUSE = "DELIVERED", "COMPARE", "SPLIT", "REFUSED", "WAIT", "PAUSE"
SUSPECT, PARK = "SUSPECT", "PARK"

MOST_STATEMENTS = 100
MOST_BYTES = 1_000_000
SPLIT_AFTER = 5
LONGEST_PAUSE = timedelta(hours=1)
PASSING = {408, 425, 429}
MISCONFIGURED = {401, 403, 404, 405}
SET_BY_STORES = {"id", "stored", "authority", "version"}


def verdict(status: int | None, *, size: int, attempts: int) -> str:
    """Return what to do with a batch of `size` statements that was answered `status` (None: no answer came).

    Delivered; compare with what the store has; split and try halves; refused for good; wait and try again; suspect that
    a statement upsets the store; or pause everything, because the store is set up wrongly and no statement is to blame.
    """
    if status is None or status in PASSING:
        return WAIT
    if status in {200, 204}:
        return DELIVERED
    if status in MISCONFIGURED or status < 400:
        return PAUSE
    if status >= 500:
        return SUSPECT if attempts >= SPLIT_AFTER else WAIT
    if size > 1:
        return SPLIT
    return COMPARE if status == 409 else REFUSED


def verdict_on_suspects(*, size: int, store_is_well: bool) -> str:
    """Return what to do with a batch that often made a store fail: nothing, if the store fails at everything."""
    if not store_is_well:
        return WAIT
    return SPLIT if size > 1 else PARK


def asked_to_wait(retry_after: str, now: datetime) -> timedelta:
    """Return how long a store's Retry-After asks to wait, in seconds or as a date; an hour at most."""
    try:
        asked = (
            timedelta(seconds=int(retry_after)) if retry_after.isdigit() else parsedate_to_datetime(retry_after) - now
        )
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return min(max(asked, timedelta(0)), LONGEST_PAUSE)


def batches(bodies: Sequence[str]) -> list[int]:
    """Return how many statements go into each batch, in order: at most 100 and one megabyte, at least one."""
    sizes: list[int] = []
    count = weight = 0
    for body in bodies:
        if count and (count == MOST_STATEMENTS or weight + len(body.encode()) > MOST_BYTES):
            sizes.append(count)
            count = weight = 0
        count, weight = count + 1, weight + len(body.encode()) + 1
    return [*sizes, count] if count else sizes


def same_statement(ours: str, theirs: Any) -> bool:
    """Answer whether a store's statement is ours, apart from what stores add, complete or write in another form."""
    mine = json.loads(ours)
    return isinstance(theirs, dict) and theirs.get("id") == mine["id"] and _essence(mine) == _essence(theirs)


def _essence(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        dropped = {"definition", "display", "objectType"}
        dropped = dropped | SET_BY_STORES | {"timestamp"} if key == "" else dropped
        return {name: _essence(item, name) for name, item in value.items() if name not in dropped}
    if isinstance(value, list):
        return [_essence(item, key or "list") for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
