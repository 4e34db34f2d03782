"""A framework as one CSV file: a first column says what kind each row is, and each kind fills in its own columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from framework.exchange.check import MOST_RECORDS, checked
from framework.exchange.errors import ExchangeError
from framework.exchange.fields import LONGEST_TEXT
from framework.exchange.kinds import KINDS, Content, Raw
from framework.exchange.sheets import Row, defused, raw_of, refuse_wrong_columns, tables, undefused

WHAT = "what"
COLUMNS = [WHAT, *dict.fromkeys(name for kind in KINDS.values() for name in kind.fields)]
BOM = "\ufeff"  # tells spreadsheet programs that the file is UTF-8


def build_csv(content: Content) -> bytes:
    """Return a framework as a CSV file that opens in a spreadsheet program without computing anything."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for kind, rows in tables(content):
        for cells in rows:
            writer.writerow({WHAT: kind.name, **{name: defused(text) for name, text in cells.items()}})
    return (BOM + out.getvalue()).encode()


def read_csv(data: bytes) -> Content:
    """Return the framework of a CSV file; raise ExchangeError that names the cell."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f"The file is not in UTF-8: byte {error.start + 1} cannot be read. Save it as ‘CSV UTF-8’."
        ) from None
    csv.field_size_limit(4 * LONGEST_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return checked(_raws(reader))
    except csv.Error as error:
        raise ExchangeError(f"Line {reader.line_num} cannot be read as CSV: {error}.") from None


def _raws(reader: Iterator[list[str]]) -> Iterator[Raw]:
    header = [name.strip() for name in next(reader, [])]
    refuse_wrong_columns("The file", header, COLUMNS)
    for number, line in enumerate(reader, 2):
        if number > MOST_RECORDS + 1:
            raise ExchangeError(f"The file has more than {MOST_RECORDS} rows. We take no more.")
        if any(cell.strip() for cell in line):
            yield raw_of(_row(header, number, line))


def _row(header: list[str], number: int, line: list[str]) -> Row:
    place = f"Row {number}"
    if len(line) > len(header) and any(line[len(header) :]):
        raise ExchangeError(
            f"{place}: there are {len(line)} cells for {len(header)} columns. Put texts with commas in quotes."
        )
    cells = {name: undefused(cell, f"{place}, column {name}") for name, cell in zip(header, line, strict=False) if name}
    what = cells.pop(WHAT, "").strip()
    if what not in KINDS:
        raise ExchangeError(f"{place}, column {WHAT}: write one of {', '.join(KINDS)}.")
    kind = KINDS[what]
    stray = next((name for name, cell in cells.items() if cell.strip() and name not in kind.fields), None)
    if stray:
        raise ExchangeError(f"{place}, column {stray}: a {what} has no {stray}. Leave it empty.")
    return Row(kind, place, cells, {name: name for name in kind.fields})
