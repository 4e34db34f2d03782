"""Valid statements, and small changes to them by the place of what is changed."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from learning.records.xapi import profile
from learning.records.xapi.statements import Around, Asked, Frame, Thing, answered, scored, simple

BASE = "https://learn.example.org"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEARNER = "5b0e8a2f-2a6e-4f0c-9d3a-8f1c0e6f7a11"
ASSESSOR = "c2f3f3a4-59c0-4bb1-8d86-1f0a8a0b7e22"
EVENT = UUID("3491c18e-7a7b-4616-9964-91acd06021b9")
EVIDENCE = UUID("669e1d35-0f0b-5261-8a3a-d7859301b813")
FRAME = Frame(BASE, EVENT, LEARNER, datetime(2026, 11, 22, 10, 4, 12, 381000, tzinfo=UTC), EVIDENCE)
GONE = object()

AROUND = Around(
    parents=(Thing("module/safeguarding", profile.MODULE, "Safeguarding"),),
    grouping=(Thing("pathway/induction", profile.COURSE, "Induction", "Your first weeks"),),
    instructor=ASSESSOR,
    revision="3",
    about_competency=True,
    statement=EVIDENCE,
    extensions={profile.EXPIRES: "2027-11-21T23:59:59Z", profile.level_extension(BASE): "foundation"},
)


def passed() -> dict[str, Any]:
    """Return a statement with everything that a result and a context may hold."""
    statement = simple(
        FRAME,
        profile.PASSED,
        Thing("assessment/safeguarding", profile.ASSESSMENT, "Check what you know", "Five questions"),
        AROUND,
        result=scored(4, 5, passed=True),
    )
    statement["result"] |= {"response": "all", "duration": "PT12M3.5S", "extensions": {f"{BASE}/xapi/x": 1}}
    return copy.deepcopy(statement)


def asked(kind: str = "SINGLE", **changes: Any) -> Asked:
    given: dict[str, Any] = {
        "path": "question/safe-01/1",
        "stem": "Who do you tell first?",
        "kind": kind,
        "options": {"manager": "My line manager", "wait": "Wait and see", "nobody": "Nobody"},
        "right": ("manager",),
        "chosen": ("wait",),
        "matches": {"manager": "today", "wait": "later", "nobody": "never"} if kind == "MATCHING" else {},
    }
    return Asked(**{**given, **changes})


def choice() -> dict[str, Any]:
    return copy.deepcopy(answered(FRAME, asked(), AROUND, success=False))


def voiding() -> dict[str, Any]:
    """Return a statement that voids another; we build none, but a store may be sent one."""
    return {
        "id": "5b3860be-33f3-5bf0-99b2-8fa5bc5a0d13",
        "actor": passed()["actor"],
        "verb": {"id": profile.VOIDED, "display": {"en-GB": "voided"}},
        "object": {"objectType": "StatementRef", "id": str(EVIDENCE)},
        "timestamp": "2026-11-22T10:04:12.381Z",
    }


def changed(statement: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """Put a value at a place such as `result/score/raw`, where numbers are positions of a list; or take it away."""
    *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
    inner: Any = statement
    for step in way:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return statement
