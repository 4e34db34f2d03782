"""Reads JSON text, and walks what was read: whatever stands in a place, the answer is a value or a clear error."""

from __future__ import annotations

import json
from typing import Any

from framework.exchange.errors import ExchangeError

Json = dict[str, Any]


def read_json(data: bytes) -> Any:
    """Return what a JSON file holds; raise ExchangeError with line and column when it is none."""
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_short_int
        )
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f"The file is not in UTF-8: byte {error.start + 1} cannot be read. Save it as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ExchangeError(f"The file is not right as JSON at {place}: {error.msg}.") from None
    except RecursionError:
        raise ExchangeError("The file is nested too deeply to read.") from None


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for name, value in pairs:
        if name in found:
            raise ExchangeError(f"The file gives {name[:60]!r} twice in one place. Keep one of them.")
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise ExchangeError(f"The file has {name}, which is not a number in JSON.")


def _short_int(digits: str) -> int:
    if len(digits) > 18:
        raise ExchangeError(f"The file has a number of {len(digits)} digits, which is too long.")
    return int(digits)


def an_object(value: Any, place: str) -> Json:
    if not isinstance(value, dict):
        raise ExchangeError(f"{place}: there must be an object in braces.")
    return value


def objects(parent: Json, name: str, place: str) -> list[tuple[str, Json]]:
    """Return a list of objects, each with its place; an absent list is empty."""
    where = f"{place}.{name}" if place else name
    found = parent.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise ExchangeError(f"{where}: there must be a list in square brackets.")
    return [(f"{where}[{number}]", an_object(one, f"{where}[{number}]")) for number, one in enumerate(found)]


def a_text(parent: Json, name: str, place: str) -> str:
    found = parent.get(name)
    if not isinstance(found, str) or not found.strip():
        raise ExchangeError(f"{place}.{name}: there must be a text.")
    return found


def a_number(parent: Json, name: str, place: str) -> int | None:
    found = parent.get(name)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool):
        raise ExchangeError(f"{place}.{name}: there must be a whole number.")
    return found
