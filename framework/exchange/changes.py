"""What would change if a file were taken in: one line for each part, with before and after. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from framework.exchange.kinds import KINDS, Content, Record, name_of

ADDED, CHANGED, REMOVED, KEPT, LEFT_OUT, UNCHANGED = "added", "changed", "removed", "kept", "left out", "unchanged"
STATUSES = (ADDED, CHANGED, REMOVED, KEPT, LEFT_OUT, UNCHANGED)
Key = tuple[str, ...]


@dataclass(frozen=True)
class FieldChange:
    """One field with what stands in it and what would, both as a cell would show them."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One line of a dry run."""

    status: str
    record: Record
    fields: tuple[FieldChange, ...] = ()
    why: str = ""
    place: int = 0

    @property
    def kind(self) -> str:
        return KINDS[self.record.kind].word

    @property
    def name(self) -> str:
        return name_of(self.record)

    @property
    def address(self) -> Key:
        return (self.record.kind, *self.record.key)


def compare(
    before: Content | None, after: Content, *, in_use: dict[Key, str], other_elements: Collection[str]
) -> list[Change]:
    """Return a line for every part: what a file adds, changes and leaves out.

    What people already rely on (`in_use`, with why) is kept although the file leaves it out, and a match with an
    element that is not here (`other_elements`) is left out.
    """
    old, new = _placed(before.records if before else ()), _placed(after.records)
    changes = [_taken(new[key], old.get(key), other_elements) for key in new]
    gone = [Change(REMOVED, record, place=place) for key, (record, place) in old.items() if key not in new]
    return sorted(changes + _spared(gone, in_use), key=lambda change: list(KINDS).index(change.record.kind))


def _placed(records: Iterable[Record]) -> dict[Key, tuple[Record, int]]:
    """Give each record its number below its parent, from 1; 0 where order means nothing."""
    counts: Counter[Key] = Counter()
    placed = {}
    for record in records:
        group = (record.kind, *record.parent)
        counts[group] += 1
        placed[(record.kind, *record.key)] = (record, counts[group] if KINDS[record.kind].is_ordered else 0)
    return placed


def _taken(new: tuple[Record, int], old: tuple[Record, int] | None, other_elements: Collection[str]) -> Change:
    record, place = new
    if record.kind == "match" and record["other"] not in other_elements:
        return Change(LEFT_OUT, record, why=f"there is no element {record['other']} here")
    if old is None:
        return Change(ADDED, record, place=place)
    fields = list(_differences(old[0], record))
    if old[1] != place:
        fields.append(FieldChange("place", str(old[1]), str(place)))
    return Change(CHANGED if fields else UNCHANGED, record, tuple(fields), place=place)


def _differences(old: Record, new: Record) -> Iterable[FieldChange]:
    for name, kind in KINDS[new.kind].fields.items():
        if name == "rule" and new[name] is None:
            continue  # a file that does not say what proves it leaves that as it is
        if old[name] != new[name]:
            yield FieldChange(name, kind.to_cell(old[name]), kind.to_cell(new[name]))


def _spared(gone: list[Change], in_use: dict[Key, str]) -> list[Change]:
    """Keep what is in use, what belongs to it, and what it belongs to."""
    kept = {change.address: in_use[change.address] for change in gone if change.address in in_use}
    leaving = {change.address for change in gone}
    for change in reversed(gone):
        for owner in _owners(change.record):
            if change.address in kept and owner in leaving:
                kept.setdefault(owner, "something below it is kept")
    for change in gone:
        if any(owner in kept for owner in _owners(change.record)[:1]) and change.record.kind != "competency":
            kept.setdefault(change.address, "what it belongs to is kept")
    return [
        replace(change, status=KEPT, why=kept[change.address]) if change.address in kept else change for change in gone
    ]


def _owners(record: Record) -> list[Key]:
    if record.kind == "competency":
        return [("element", record["element"])]
    if record.kind == "standard":
        return [("competency", record["competency"]), ("level", record["level"])]
    return [("standard", record["competency"], record["level"])] if record.kind == "anchor" else []


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many lines have each status, those with none included."""
    found = Counter(change.status for change in changes)
    return {status: found[status] for status in STATUSES}


def fingerprint(content: Content | None) -> str:
    """Return a digest of a framework that differs when anything in it does; empty for none."""
    if content is None:
        return ""
    parts = [[record.kind, dict(record.values)] for record in content.records]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
