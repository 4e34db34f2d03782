"""A framework as tables: which columns each kind of record has, and cells that no program takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from framework.exchange.errors import ExchangeError, UnfitError
from framework.exchange.kinds import KINDS, Content, Kind, Raw, Record

# A program runs what begins like this. An apostrophe before it says that it is text; we write it and take it off again.
DANGEROUS = re.compile(r"'*[=+\-@|%\t]")
FORMULA = re.compile(r"[=@|%]|[+\-]\S")


@dataclass(frozen=True)
class Row:
    """One line of a table as text, by the name of its column, and how to find a cell of it."""

    kind: Kind
    place: str
    cells: Mapping[str, str]
    columns: Mapping[str, str]


def cells_of(record: Record) -> dict[str, str]:
    """Return a record as cells."""
    return {name: kind.to_cell(record[name]) for name, kind in KINDS[record.kind].fields.items()}


def tables(content: Content) -> list[tuple[Kind, list[dict[str, str]]]]:
    """Return every kind with its rows, those without any included."""
    return [(kind, [cells_of(record) for record in content.of(kind.name)]) for kind in KINDS.values()]


def defused(text: str) -> str:
    """Return a text that every spreadsheet program shows and none computes."""
    return f"'{text}" if DANGEROUS.match(text) else text


def undefused(text: str, place: str) -> str:
    """Return what was written before it was defused; refuse what a program would compute."""
    if text.startswith("'") and DANGEROUS.match(text):
        return text[1:]
    if FORMULA.match(text):
        raise ExchangeError(
            f"{place}: this looks like a formula. Write plain text, or put an apostrophe (') before it."
        )
    return text


def raw_of(row: Row) -> Raw:
    """Return a row as a record whose values are still to be checked."""
    values: dict[str, Any] = {}
    places = {}
    for name, kind in row.kind.fields.items():
        places[name] = f"{row.place}, column {row.columns.get(name, name)} ({name})"
        if name not in row.columns:
            continue
        try:
            values[name] = kind.from_cell(row.cells.get(name, ""))
        except UnfitError as error:
            raise ExchangeError(f"{places[name]}: {error}") from None
    return Raw(row.kind.name, row.place, values, places)


def refuse_wrong_columns(place: str, given: list[str], wanted: list[str]) -> None:
    """Refuse a header that is not the one we write: a misspelt column would lose its content without a word."""
    twice = sorted({name for name in given if name and given.count(name) > 1})
    missing = [name for name in wanted if name not in given]
    unknown = [name for name in given if name and name not in wanted]
    if twice:
        raise ExchangeError(f"{place}, row 1: the column ‘{twice[0][:60]}’ stands twice.")
    if missing:
        raise ExchangeError(f"{place}, row 1: the column ‘{missing[0]}’ is missing. The first row names the columns.")
    if unknown:
        raise ExchangeError(f"{place}, row 1: there is no column ‘{unknown[0][:60]}’. Use {', '.join(wanted)}.")
