"""Bringing a publisher's new version together with what was changed here: the local overlay is kept.

Three versions of a thing are held against each other, field by field, and the blocks of a page one by one: as it was
taken (base), as it stands here (ours), and as the publisher has it now (theirs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any

UNCHANGED, TAKEN, KEPT, BOTH = "unchanged", "taken", "kept", "both"
ABSENT: Any = object()
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Change:
    """One place where the versions differ, and whose was taken. BOTH: changed on both sides, so ours was kept."""

    place: str
    outcome: str
    ours: Any = None
    theirs: Any = None


@dataclass(frozen=True)
class Merged:
    """What comes of it, and every place where ours or theirs differed from the base."""

    value: dict[str, Any]
    changes: tuple[Change, ...]

    @property
    def needs_a_look(self) -> bool:
        """Answer whether both sides changed the same place in different ways."""
        return any(change.outcome == BOTH for change in self.changes)


def merge(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], same: Same = eq) -> Merged:
    """Return three versions of a document as one. `same` answers whether two values say the same to a reader."""
    value: dict[str, Any] = {}
    changes: list[Change] = []
    for name in sorted({*base, *ours, *theirs}):
        versions = [version.get(name, ABSENT) for version in (base, ours, theirs)]
        if all(version is ABSENT or is_stream(version) for version in versions):
            streams = [[] if version is ABSENT else version for version in versions]
            merged, of_blocks = _merge_streams(name, streams, same)
            changes += of_blocks
        else:
            merged, outcome = _choose(versions, same)
            changes += _change(name, outcome, versions)
        if merged is not ABSENT:
            value[name] = merged
    return Merged(value, tuple(changes))


def is_stream(value: Any) -> bool:
    """Answer whether a value is the blocks of a page: a list of objects that each carry an id."""
    return isinstance(value, list) and all(isinstance(item, dict) and item.get("id") for item in value)


def _choose(versions: Sequence[Any], same: Same) -> tuple[Any, str]:
    """Return which of three versions stands, and why."""
    base, ours, theirs = versions
    if _alike(ours, theirs, same):
        return ours, UNCHANGED
    if _alike(ours, base, same):
        return theirs, TAKEN
    return ours, KEPT if _alike(theirs, base, same) else BOTH


def _alike(one: Any, other: Any, same: Same) -> bool:
    """Answer whether two values say the same; what is not there is like nothing else."""
    return one is other or (one is not ABSENT and other is not ABSENT and same(one, other))


def _change(place: str, outcome: str, versions: Sequence[Any]) -> list[Change]:
    if outcome == UNCHANGED:
        return []
    _, ours, theirs = (None if version is ABSENT else version for version in versions)
    return [Change(place, outcome, ours, theirs)]


def _merge_streams(
    name: str, streams: Sequence[list[dict[str, Any]]], same: Same
) -> tuple[list[dict[str, Any]], list[Change]]:
    """Return the blocks of three versions as one list.

    Order is theirs, unless only ours moved blocks. A block that was added here stays behind the block it stood behind;
    one that was taken out on one side and untouched on the other is out.
    """
    sides = [{block["id"]: block for block in side} for side in streams]
    chosen: dict[str, dict[str, Any]] = {}
    changes: list[Change] = []
    for block_id in dict.fromkeys([*sides[2], *sides[1], *sides[0]]):
        versions = [side.get(block_id, ABSENT) for side in sides]
        kept, outcome = _choose(versions, same)
        changes += _change(f"{name}/{block_id}", outcome, versions)
        if kept is not ABSENT:
            chosen[block_id] = kept
    order = _order([list(side) for side in sides], chosen)
    return [chosen[block_id] for block_id in order], changes


def _order(sides: Sequence[list[str]], chosen: Mapping[str, Any]) -> list[str]:
    base, ours, theirs = ([block_id for block_id in side if block_id in chosen] for side in sides)
    common = set(base) & set(ours) & set(theirs)
    only_ours_moved = _only(base, common) == _only(theirs, common) != _only(ours, common)
    leading, other = (ours, theirs) if only_ours_moved else (theirs, ours)
    order = list(leading)
    for place, block_id in enumerate(other):
        if block_id not in order:
            before = next((one for one in reversed(other[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, block_id)
    return order


def _only(order: list[str], wanted: set[str]) -> list[str]:
    return [block_id for block_id in order if block_id in wanted]
