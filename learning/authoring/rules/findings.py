"""What the publish gate reads and what it finds. Pure: no Django."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

FAIL, WARN, NOTE = "FAIL", "WARN", "NOTE"
WEIGHT = {FAIL: 0, WARN: 1, NOTE: 2}


@dataclass(frozen=True)
class Part:
    """A block or field of a page: as its reader meets it (`html`), and its sentences, one line each (`prose`).

    `place` is the id of the block or the name of the field. `problems` say what keeps it from being finished.
    """

    place: str
    kind: str
    name: str
    html: str = ""
    prose: str = ""
    problems: tuple[str, ...] = ()
    lacks_transcript: bool = False


@dataclass(frozen=True)
class Draw:
    """How many questions of a bank an attempt draws on a competency, and how many there are."""

    count: int
    have: int
    difficulty: str = ""


@dataclass(frozen=True)
class Served:
    """A competency that a module serves, with what there is for it."""

    code: str
    title: str
    draws: tuple[Draw, ...] = ()
    observation_items: int = 0


@dataclass(frozen=True)
class Module:
    """What the gate asks of a module beside its words: lessons, an assessment, and enough for each competency."""

    lessons: int
    has_assessment: bool
    serves: tuple[Served, ...] = ()


@dataclass(frozen=True)
class Described:
    """A page as plain data."""

    title: str
    parts: tuple[Part, ...] = ()
    module: Module | None = None
    measures_reading: bool = True


@dataclass(frozen=True)
class Finding:
    """Something to mend: how bad, where, what and how. `about` tells apart two of one kind in one place.

    `can_wait` says that it may be passed with a reason and a date.
    """

    check: str
    severity: str
    place: str
    where: str
    what: str
    mend: str
    about: str = ""
    can_wait: bool = True

    @property
    def key(self) -> str:
        """Return what stays the same while this is not mended, however the page changes around it."""
        text = "\x1f".join((self.check, self.place, self.about))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def stops(self) -> bool:
        return self.severity == FAIL


def in_order(findings: Iterable[Finding], parts: Iterable[Part]) -> list[Finding]:
    """Return findings with the gravest first, then as they stand on the page."""
    places = {part.place: number for number, part in enumerate(parts)}
    return sorted(findings, key=lambda finding: (WEIGHT[finding.severity], places.get(finding.place, -1)))


def unpassed(findings: Iterable[Finding], passed: Iterable[str]) -> list[Finding]:
    """Return what keeps a page from being published: what fails and is not passed with a reason, by key."""
    keys = set(passed)
    return [finding for finding in findings if finding.stops and not (finding.can_wait and finding.key in keys)]
