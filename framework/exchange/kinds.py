"""The parts a framework is made of, each a kind of record: one table that every format is read and written by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from framework.exchange import fields
from framework.exchange.fields import FieldType

VIEWS = ("practitioner", "manager", "organisation", "person")
MATCHES = ("EXACT", "BROADER", "NARROWER", "RELATED")


@dataclass(frozen=True)
class Kind:
    """A kind of record: what a spreadsheet calls it, its fields in order, and which of them name a record."""

    name: str
    sheet: str
    word: str
    fields: Mapping[str, FieldType]
    key: tuple[str, ...]
    parent: tuple[str, ...] = ()
    is_ordered: bool = True


KINDS = {
    kind.name: kind
    for kind in [
        Kind(
            "framework",
            "Framework",
            "Framework",
            {
                "code": fields.code(),
                "title": fields.title(200),
                "summary": fields.text(),
                "introduction": fields.html(),
                "version": fields.title(20),
            },
            key=("code",),
            is_ordered=False,
        ),
        Kind(
            "source",
            "Sources",
            "Source",
            {"title": fields.title(1000), "detail": fields.text(needed=False)},
            ("title",),
        ),
        Kind(
            "level",
            "Levels",
            "Level",
            {"code": fields.code(), "title": fields.title(100), "summary": fields.text(needed=False)},
            key=("code",),
        ),
        Kind(
            "element",
            "Elements",
            "Element",
            {
                "code": fields.code(),
                "letter": fields.title(2),
                "title": fields.title(100),
                "summary": fields.text(),
                "meaning": fields.html(),
                **{view: fields.lines() for view in VIEWS},
                "questions": fields.lines(),
            },
            key=("code",),
        ),
        Kind(
            "competency",
            "Competencies",
            "Competency",
            {
                "code": fields.code(),
                "element": fields.code(),
                "short_code": fields.code(10),
                "title": fields.title(200),
                "statement": fields.text(),
                "why": fields.text(needed=False),
            },
            key=("code",),
            parent=("element",),
        ),
        Kind(
            "standard",
            "What each level asks for",
            "Level of a competency",
            {
                "competency": fields.code(),
                "level": fields.code(),
                "statement": fields.text(),
                "validity_months": fields.months(),
                "rule": fields.rule(),
            },
            key=("competency", "level"),
            is_ordered=False,
        ),
        Kind(
            "anchor",
            "Anchors",
            "Anchor",
            {
                "competency": fields.code(),
                "level": fields.code(),
                "key": fields.code(20),
                "shows": fields.text(),
                "not_yet": fields.text(),
            },
            key=("competency", "level", "key"),
            parent=("competency", "level"),
        ),
        Kind(
            "match",
            "Crosswalk",
            "Match with another framework",
            {
                "element": fields.code(),
                "other": fields.code(),
                "kind": fields.choice(*MATCHES),
                "note": fields.text(needed=False),
            },
            key=("element", "other"),
            is_ordered=False,
        ),
    ]
}


@dataclass(frozen=True)
class Raw:
    """A record as a format gave it: values nobody has checked, and where each of them stands."""

    kind: str
    place: str
    values: Mapping[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, name: str) -> str:
        return self.places.get(name, f"{self.place}, {name}")


@dataclass(frozen=True)
class Record:
    """A checked record: one part of a framework with its values as they are kept."""

    kind: str
    values: Mapping[str, Any]
    place: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(str(self.values[name]) for name in KINDS[self.kind].key)

    @property
    def parent(self) -> tuple[str, ...]:
        return tuple(str(self.values[name]) for name in KINDS[self.kind].parent)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class Content:
    """A whole framework as records in order, and what of its file could not be kept."""

    records: tuple[Record, ...]
    notes: tuple[str, ...] = ()

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]

    def of_parent(self, kind: str, *names: str) -> list[Record]:
        """Return the records of a kind whose key begins with `names`."""
        return self._below.get((kind, *names), [])

    @cached_property
    def _below(self) -> dict[tuple[str, ...], list[Record]]:
        found: dict[tuple[str, ...], list[Record]] = {}
        for record in self.records:
            found.setdefault((record.kind, *record.key[:-1]), []).append(record)
        return found

    @property
    def framework(self) -> Record:
        return self.of("framework")[0]


def arranged(records: list[Record]) -> tuple[Record, ...]:
    """Return records in the one order every file keeps: by kind, then below their parents, then as they came."""
    rank: dict[tuple[str, ...], int] = {}
    result: list[Record] = []
    for name in KINDS:
        ours = sorted((record for record in records if record.kind == name), key=lambda record: _before(record, rank))
        for number, record in enumerate(ours):
            rank[(name, *record.key)] = number
        result += ours
    return tuple(result)


def _before(record: Record, rank: Mapping[tuple[str, ...], int]) -> tuple[Any, ...]:
    place = {
        "competency": [("element", "element")],
        "standard": [("competency", "competency"), ("level", "level")],
        "anchor": [("competency", "competency"), ("level", "level")],
        "match": [("element", "element")],
    }.get(record.kind, [])
    ranks = tuple(rank.get((kind, record[name]), 0) for kind, name in place)
    return (*ranks, record["other"]) if record.kind == "match" else ranks


def name_of(record: Record) -> str:
    """Return how a dry run calls a record."""
    if record.kind == "anchor":
        return f"{record['competency']}, {record['level']}, {record['key']}"
    if record.kind == "standard":
        return f"{record['competency']}, {record['level']}"
    if record.kind == "match":
        return f"{record['element']} and {record['other']}"
    return f"{record['title']}" if record.kind == "source" else f"{record['code']}: {record['title']}"
