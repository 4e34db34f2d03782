"""Reads and writes a framework file by the ending of its name."""

from __future__ import annotations

import json
from pathlib import PurePath

from framework.exchange.case import build_case, read_case
from framework.exchange.csv_file import build_csv, read_csv
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import Content
from framework.exchange.xlsx_file import build_xlsx, read_xlsx

LARGEST = 10_000_000  # five hundred competencies with all their anchors are 6 to 8 MB as CASE
READERS = {".json": read_case, ".xlsx": read_xlsx, ".csv": read_csv}
TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def refuse_too_large(size: int) -> None:
    """Refuse a file by its size, before any of it is read."""
    if size > LARGEST:
        megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0")
        raise ExchangeError(f"The file has {megabytes} MB. A framework file has at most {LARGEST // 1_000_000} MB.")


def read_file(name: str, data: bytes) -> Content:
    """Return the framework a file holds; raise ExchangeError when it holds none."""
    refuse_too_large(len(data))
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise ExchangeError("Choose a file that ends in .json (CASE 1.1), .xlsx or .csv.")
    if not data.strip():
        raise ExchangeError("The file is empty.")
    return reader(data)


def build_file(content: Content, form: str, *, site: str, creator: str, at: str) -> bytes:
    """Return a framework as a file of one of the forms in TYPES."""
    if form == "json":
        package = build_case(content, site=site, creator=creator, at=at)
        return json.dumps(package, ensure_ascii=False, separators=(",", ":")).encode()
    return build_xlsx(content) if form == "xlsx" else build_csv(content)
