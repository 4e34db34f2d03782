"""Builds statements as plain dicts. What varies comes in; what is fixed comes from the profile.

The learner is always the actor and the object always an activity. Actors are account objects with a random name:
no e-mail address and no real name ever enters a statement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice, product
from typing import Any
from uuid import UUID, uuid5

from learning.records.xapi import profile

Json = dict[str, Any]

# Warning: changing this changes the id of every statement, and record stores would keep two of each.
STATEMENT_IDS = UUID("0f6c6a0e-64a5-4d0c-a31e-5b1f1b9a7d42")


@dataclass(frozen=True)
class Frame:
    """What every statement of one event shares. `base` is the installation's address, `actor` a pseudonym."""

    base: str
    event_id: UUID
    actor: str
    at: datetime
    registration: UUID | None = None


@dataclass(frozen=True)
class Thing:
    """An activity to be named: a path under /xapi/activities/, its type and its name."""

    path: str
    type: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Around:
    """The context of a statement: what contains it, what it serves, and who taught or assessed."""

    parents: tuple[Thing, ...] = ()
    grouping: tuple[Thing, ...] = ()
    instructor: str = ""
    revision: str = ""
    about_competency: bool = False
    statement: UUID | None = None
    extensions: Json = field(default_factory=dict)


def statement_id(event_id: UUID, key: str = "") -> UUID:
    """Return the id of an event's statement: the same each time it is built."""
    return uuid5(STATEMENT_IDS, f"{event_id}:{key}")


def timestamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def agent(base: str, name: str) -> Json:
    return {"objectType": "Agent", "account": {"homePage": f"{base}/xapi/accounts", "name": name}}


def activity(base: str, thing: Thing) -> Json:
    definition: Json = {"type": thing.type}
    if thing.name:
        definition = {"name": {profile.LANGUAGE: thing.name}, **definition}
    if thing.description:
        definition["description"] = {profile.LANGUAGE: thing.description}
    return {"objectType": "Activity", "id": activity_id(base, thing.path), "definition": definition}


def activity_id(base: str, path: str) -> str:
    return f"{base}/xapi/activities/{path}"


def build(frame: Frame, verb: str, thing: Json, *, key: str = "", result: Json | None = None, around: Around) -> Json:
    """Return one statement."""
    statement: Json = {
        "id": str(statement_id(frame.event_id, key)),
        "actor": agent(frame.base, frame.actor),
        "verb": {"id": verb, "display": {profile.LANGUAGE: profile.VERBS[verb]}},
        "object": thing,
    }
    if result:
        statement["result"] = result
    statement["context"] = _context(frame, around)
    statement["timestamp"] = timestamp(frame.at)
    return statement


def _context(frame: Frame, around: Around) -> Json:
    base = frame.base
    categories = [profile.profile_id(base)]
    if around.about_competency:
        categories.append(profile.LEARNER_COMPETENCY)
    activities: Json = {}
    if around.parents:
        activities["parent"] = [activity(base, thing) for thing in around.parents]
    if around.grouping:
        activities["grouping"] = [activity(base, thing) for thing in around.grouping]
    activities["category"] = [
        {"objectType": "Activity", "id": category, "definition": {"type": profile.PROFILE}} for category in categories
    ]
    context: Json = {"registration": str(frame.registration)} if frame.registration else {}
    if around.instructor:
        context["instructor"] = agent(base, around.instructor)
    if around.revision:
        context["revision"] = around.revision
    context |= {"platform": profile.PLATFORM, "language": profile.LANGUAGE}
    if around.statement:
        context["statement"] = {"objectType": "StatementRef", "id": str(around.statement)}
    context["contextActivities"] = activities
    if around.extensions:
        context["extensions"] = around.extensions
    return context


def simple(frame: Frame, verb: str, thing: Thing, around: Around, *, result: Json | None = None) -> Json:
    """Return a statement about a named thing."""
    return build(frame, verb, activity(frame.base, thing), result=result, around=around)


def done() -> Json:
    return {"completion": True}


def scored(score: Decimal, out_of: int, *, passed: bool) -> Json:
    return {
        "score": {
            "scaled": number(score / out_of),
            "raw": number(score),
            "min": 0,
            "max": out_of,
        },
        "success": passed,
        "completion": True,
    }


def number(value: Decimal) -> int | float:
    """Return a JSON number without a needless fraction, to four places."""
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else float(rounded)


@dataclass(frozen=True)
class Asked:
    """A question with its answer, as an xAPI interaction. `options` and `matches` map ids to what they say.

    `words` are those that fit each gap of a text; of a text with gaps `chosen` holds only words that stand among them.
    """

    path: str
    stem: str
    kind: str
    options: dict[str, str]
    right: tuple[str, ...]
    chosen: tuple[str, ...]
    matches: dict[str, str] = field(default_factory=dict)
    words: tuple[tuple[str, ...], ...] = ()


INTERACTIONS = {
    "SINGLE": "choice",
    "MULTIPLE": "choice",
    "ORDERING": "sequencing",
    "MATCHING": "matching",
    "GAPS": "fill-in",
}
MOST_PATTERNS = 24


def answered(frame: Frame, asked: Asked, around: Around, *, success: bool, score: Decimal | None = None) -> Json:
    """Return the statement of one answered question."""
    result: Json = {"response": _response(asked, asked.chosen), "success": success}
    if score is not None:
        result["score"] = {"scaled": number(score), "raw": number(score), "min": 0, "max": 1}
    interaction = {**_interaction(asked), "correctResponsesPattern": _patterns(asked)}
    return build(
        frame, profile.ANSWERED, _question(frame, asked, interaction), key=asked.path, result=result, around=around
    )


def chose(frame: Frame, asked: Asked, around: Around, *, is_end: bool) -> Json:
    """Return the statement of a choice of which none is right; it is complete once it came to an end."""
    result: Json = {"response": _response(asked, asked.chosen)}
    if is_end:
        result |= done()
    thing = _question(frame, asked, _interaction(asked))
    return build(frame, profile.PREFERRED, thing, key=asked.path, result=result, around=around)


def _question(frame: Frame, asked: Asked, interaction: Json) -> Json:
    thing = activity(frame.base, Thing(asked.path, profile.INTERACTION, asked.stem[:120], asked.stem))
    thing["definition"] |= interaction
    return thing


def _interaction(asked: Asked) -> Json:
    fields: Json = {"interactionType": INTERACTIONS[asked.kind]}
    if asked.kind == "GAPS":
        return fields
    components = _components(asked.options)
    if asked.kind == "MATCHING":
        return {**fields, "source": components, "target": _components(asked.matches)}
    return {**fields, "choices": components}


def _patterns(asked: Asked) -> list[str]:
    """Return the responses that are right: one, or for a text with gaps the ways to fill it, as many as are of use."""
    if asked.kind != "GAPS":
        return [_response(asked, asked.right)]
    return ["[,]".join(words) for words in islice(product(*asked.words), MOST_PATTERNS)]


def _components(texts: dict[str, str]) -> list[Json]:
    return [{"id": key, "description": {profile.LANGUAGE: text}} for key, text in texts.items()]


def _response(asked: Asked, chosen: tuple[str, ...]) -> str:
    if asked.kind == "MATCHING":
        return "[,]".join(f"{left}[.]{right}" for left, right in zip(asked.options, chosen, strict=False))
    return "[,]".join(chosen)


def end_of_day(day: date) -> str:
    return f"{day.isoformat()}T23:59:59Z"


def encode(statement: Json) -> str:
    """Return the text that is stored, exported and sent: never built a second time, so a resend is the same bytes."""
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":"))
