"""A framework as a workbook: a sheet for each kind of record, its first row naming the columns."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from framework.exchange.check import MOST_RECORDS, checked
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import KINDS, Content, Kind, Raw
from framework.exchange.sheets import DANGEROUS, Row, raw_of, refuse_wrong_columns, tables

MOST_UNPACKED = 60_000_000
MOST_FILES = 200
MOST_COLUMNS = 40
ESCAPE = "x005F_"  # how a workbook writes an underscore that begins what would be read as a character by its number
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile(f"_{ESCAPE}(?=x[0-9A-Fa-f]{{4}}_)")
LONGEST_CELL = 32_767  # a longer text is cut by the format
WIDE = {"code": 24, "title": 32, "short_code": 10, "letter": 8, "key": 8, "level": 14, "kind": 12, "version": 10}
UNREADABLE = (
    zlib.error,
    struct.error,
    RuntimeError,
    InvalidFileException, DefusedXmlException, ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OverflowError, EOFError, OSError,
)  # fmt: skip


def build_xlsx(content: Content) -> bytes:
    """Return a framework as a workbook in which every cell is text."""
    for _, rows in tables(content):
        for text in (text for cells in rows for text in cells.values()):
            _refuse_what_no_cell_carries(text)
    book = Workbook(write_only=True)
    for kind, rows in tables(content):
        sheet = book.create_sheet(kind.sheet)
        sheet.freeze_panes = "A2"
        for number, name in enumerate(kind.fields, 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(name, 48)
        sheet.append([_cell(sheet, name, bold=True) for name in kind.fields])
        for cells in rows:
            sheet.append([_cell(sheet, text) for text in cells.values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _refuse_what_no_cell_carries(text: str) -> None:
    if len(text) > LONGEST_CELL:
        raise ExchangeError(f"A text of {len(text)} characters is too long for a spreadsheet. Export CASE instead.")
    if ESCAPE in text:
        raise ExchangeError(f"A text has {ESCAPE} in it, which a workbook cannot carry. Export CASE instead.")


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=LOOKS_ESCAPED.sub(f"_{ESCAPE}", text))
    cell.data_type = "s"  # whatever it begins with
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    if DANGEROUS.match(text):
        cell.quotePrefix = True  # stays text when somebody edits it
    return cell


def read_xlsx(data: bytes) -> Content:
    """Return the framework of a workbook; raise ExchangeError that names sheet, row and column."""
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return checked(list(_raws(book)))
    except ExchangeError:
        raise
    except UNREADABLE as error:
        raise ExchangeError(
            f"The file cannot be read as a workbook ({type(error).__name__}). Save it again as .xlsx."
        ) from None


def _refuse_bombs(data: bytes) -> None:
    """Refuse what unpacks to more than a framework needs, and what says that it unpacks to less than it does."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        if size > MOST_UNPACKED or len(parts) > MOST_FILES:
            raise ExchangeError(f"The workbook unpacks to {size // 1_000_000} MB. A framework needs far less.")
        broken = archive.testzip()  # unpacks in small bites and stops at the size a part claims
    except ExchangeError:
        raise
    except UNREADABLE:
        raise ExchangeError("The file is not a workbook, or it is damaged. Save it again as .xlsx.") from None
    if broken:
        raise ExchangeError(f"The workbook is damaged in {broken[:60]}. Save it again as .xlsx.")


def _raws(book: Any) -> Iterator[Raw]:
    names = {kind.sheet: kind for kind in KINDS.values()}
    unknown = [name for name in book.sheetnames if name not in names]
    if unknown:
        raise ExchangeError(f"There is no sheet {unknown[0][:60]!r} in a framework. Use {', '.join(names)}.")
    for name, kind in names.items():
        if name in book.sheetnames:
            yield from _sheet(book[name], kind)
        elif kind.name in {"framework", "element"}:
            raise ExchangeError(f"The sheet {name} is missing.")


def _sheet(sheet: Any, kind: Kind) -> Iterator[Raw]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS)
    header = [_text(cell, f"{kind.sheet}, row 1").strip() for cell in next(rows, ())]
    refuse_wrong_columns(kind.sheet, header, list(kind.fields))
    columns = {name: get_column_letter(number) for number, name in enumerate(header, 1) if name}
    for number, cells in enumerate(rows, 2):
        if number > MOST_RECORDS + 1:
            raise ExchangeError(f"{kind.sheet} has more than {MOST_RECORDS} rows. We take no more.")
        row = _row(kind, number, header, cells, columns)
        if any(text.strip() for text in row.cells.values()):
            yield raw_of(row)


def _row(kind: Kind, number: int, header: list[str], cells: Iterable[Any], columns: dict[str, str]) -> Row:
    place = f"{kind.sheet}, row {number}"
    texts = {}
    for name, cell in zip(header, cells, strict=False):
        text = _text(cell, f"{place}, column {columns.get(name, '')} ({name})")
        if name:
            texts[name] = text
        elif text.strip():
            raise ExchangeError(f"{place}: there is text in a column without a name.")
    return Row(kind, place, texts, columns)


def _text(cell: Any, place: str) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if cell.data_type == "f":
        raise ExchangeError(f"{place}: this is a formula. Put its outcome there as plain text.")
    if cell.data_type == "e":
        raise ExchangeError(f"{place}: this cell shows an error ({str(value)[:20]}). Put plain text there.")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    if isinstance(value, str | float):
        return ESCAPED.sub("_", str(value))
    raise ExchangeError(f"{place}: this is a date or a time. Write it as plain text.")
