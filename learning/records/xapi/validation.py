"""Strict validation of the statements we build: the standard's rules (xAPI 1.0.3 part 2) and our own promises.

Stricter than the standard where it matters to us: only account actors and words of our profile, times with an offset.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from learning.records.xapi import profile

Json = dict[str, Any]

# Each is held against the whole text. A negative offset of zero is not an offset (ISO 8601).
IRI = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
RFC_4122 = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
COMPONENT_ID = re.compile(r"[A-Za-z0-9_-]+")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|(?!-00:00)[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII)
INTERACTION_PARTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "likert": {"scale"},
    "matching": {"source", "target"},
    "performance": {"steps"},
    "true-false": set(),
    "fill-in": set(),
    "long-fill-in": set(),
    "numeric": set(),
    "other": set(),
}


def problems_in(statement: Json, *, now: datetime) -> list[str]:
    """Return what is wrong with a statement, each problem with its place; nothing when it is valid."""
    return list(_statement(statement, now))


def _statement(statement: Json, now: datetime) -> Iterator[str]:
    yield from _keys(statement, {"id", "actor", "verb", "object", "timestamp"}, {"result", "context"}, "statement")
    if not isinstance(statement, dict):
        return
    yield from _uuid(statement.get("id"), "id")
    yield from _actor(statement.get("actor"), "actor")
    yield from _verb(statement.get("verb"))
    if _id_of(statement.get("verb")) == profile.VOIDED:
        yield from _reference(statement.get("object"), "object")
        yield from _only_about_activities(statement.get("context"))
    else:
        yield from _activity(statement.get("object"), "object")
    if "result" in statement:
        yield from _result(statement["result"])
    if "context" in statement:
        yield from _context(statement["context"])
    yield from _time(statement.get("timestamp"), "timestamp", now)


def _id_of(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else None


def _only_about_activities(context: Any) -> Iterator[str]:
    for key in ("revision", "platform"):
        if isinstance(context, dict) and key in context:
            yield f"context.{key}: only goes with an activity"


def _keys(value: Any, required: set[str], optional: set[str], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: must be an object"
        return
    for key in required - set(value):
        yield f"{place}: {key} is missing"
    for key in set(value) - required - optional:
        yield f"{place}: {key} is not allowed"
    for key, content in value.items():
        if content is None:
            yield f"{place}.{key}: must not be null"


def _uuid(value: Any, place: str) -> Iterator[str]:
    if not _is(RFC_4122, value):
        yield f"{place}: must be a UUID"


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _text(value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{place}: must be a text"


def _iri(value: Any, place: str) -> Iterator[str]:
    if not _is(IRI, value):
        yield f"{place}: must be an absolute IRI"


def _actor(actor: Any, place: str) -> Iterator[str]:
    yield from _keys(actor, {"objectType", "account"}, set(), place)
    if not isinstance(actor, dict):
        return
    if actor.get("objectType") != "Agent":
        yield f"{place}.objectType: must be Agent"
    account = actor.get("account")
    yield from _keys(account, {"homePage", "name"}, set(), f"{place}.account")
    if isinstance(account, dict):
        yield from _iri(account.get("homePage"), f"{place}.account.homePage")
        yield from _uuid(account.get("name"), f"{place}.account.name")


def _verb(verb: Any) -> Iterator[str]:
    yield from _keys(verb, {"id", "display"}, set(), "verb")
    if isinstance(verb, dict):
        if str(verb.get("id")) not in profile.VERBS:
            yield "verb.id: is not in our profile"
        yield from _texts(verb.get("display"), "verb.display")


def _texts(texts: Any, place: str) -> Iterator[str]:
    if not isinstance(texts, dict) or not texts:
        yield f"{place}: must map languages to texts"
        return
    for language, text in texts.items():
        if not _is(LANGUAGE_TAG, language):
            yield f"{place}: {language} is not a language"
        yield from _text(text, f"{place}.{language}")


def _reference(value: Any, place: str) -> Iterator[str]:
    yield from _keys(value, {"objectType", "id"}, set(), place)
    if isinstance(value, dict):
        if value.get("objectType") != "StatementRef":
            yield f"{place}.objectType: must be StatementRef"
        yield from _uuid(value.get("id"), f"{place}.id")


def _activity(value: Any, place: str) -> Iterator[str]:
    yield from _keys(value, {"objectType", "id"}, {"definition"}, place)
    if not isinstance(value, dict):
        return
    if value.get("objectType") != "Activity":
        yield f"{place}.objectType: must be Activity"
    yield from _iri(value.get("id"), f"{place}.id")
    if "definition" in value:
        yield from _definition(value["definition"], f"{place}.definition")


def _definition(definition: Any, place: str) -> Iterator[str]:
    kind = definition.get("interactionType") if isinstance(definition, dict) else None
    parts = INTERACTION_PARTS.get(str(kind), set()) if kind else set()
    interaction = {"interactionType", "correctResponsesPattern"} if kind else set()
    yield from _keys(
        definition, {"type"}, {"name", "description", "moreInfo", "extensions"} | interaction | parts, place
    )
    if not isinstance(definition, dict):
        return
    yield from _iri(definition.get("type"), f"{place}.type")
    for name in ("name", "description"):
        if name in definition:
            yield from _texts(definition[name], f"{place}.{name}")
    if "moreInfo" in definition:
        yield from _iri(definition["moreInfo"], f"{place}.moreInfo")
    if kind:
        yield from _interaction(definition, parts, place)
    if "extensions" in definition:
        yield from _extensions(definition["extensions"], f"{place}.extensions")


def _interaction(definition: Json, parts: set[str], place: str) -> Iterator[str]:
    if str(definition["interactionType"]) not in INTERACTION_PARTS:
        yield f"{place}.interactionType: is not known"
    right = definition.get("correctResponsesPattern", [])
    if not isinstance(right, list) or not all(isinstance(pattern, str) for pattern in right):
        yield f"{place}.correctResponsesPattern: must be a list of texts"
    for part in parts:
        yield from _components(definition.get(part), f"{place}.{part}")


def _components(components: Any, place: str) -> Iterator[str]:
    if not isinstance(components, list) or not components:
        yield f"{place}: must be a list"
        return
    ids = [str(_id_of(component)) for component in components]
    if len(set(ids)) != len(ids):
        yield f"{place}: ids repeat"
    for component in components:
        yield from _keys(component, {"id", "description"}, set(), place)
        if not _is(COMPONENT_ID, _id_of(component)):
            yield f"{place}: an id has more than letters, digits, - and _"
        if isinstance(component, dict):
            yield from _texts(component.get("description"), f"{place}.description")


def _result(result: Any) -> Iterator[str]:
    yield from _keys(result, set(), {"score", "success", "completion", "response", "duration", "extensions"}, "result")
    if not isinstance(result, dict):
        return
    checks: dict[str, Callable[[Any], bool]] = {
        "success": lambda value: isinstance(value, bool),
        "completion": lambda value: isinstance(value, bool),
        "response": lambda value: isinstance(value, str),
        "duration": lambda value: _is(DURATION, value),
    }
    for key, check in checks.items():
        if key in result and not check(result[key]):
            yield f"result.{key}: has the wrong form"
    if "score" in result:
        yield from _score(result["score"])
    if "extensions" in result:
        yield from _extensions(result["extensions"], "result.extensions")


def _score(score: Any) -> Iterator[str]:
    yield from _keys(score, set(), {"scaled", "raw", "min", "max"}, "result.score")
    if not isinstance(score, dict):
        return
    for key, value in score.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            yield f"result.score.{key}: must be a number"
            return
    if not -1 <= score.get("scaled", 0) <= 1:
        yield "result.score.scaled: must be from -1 to 1"
    low, high = score.get("min", -math.inf), score.get("max", math.inf)
    if low >= high:
        yield "result.score: min must be less than max"
    if not low <= score.get("raw", low) <= high:
        yield "result.score: raw must lie between min and max"


def _context(context: Any) -> Iterator[str]:
    optional = {
        "registration",
        "instructor",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    }
    yield from _keys(context, set(), optional, "context")
    if not isinstance(context, dict):
        return
    if "registration" in context:
        yield from _uuid(context["registration"], "context.registration")
    if "instructor" in context:
        yield from _actor(context["instructor"], "context.instructor")
    if "statement" in context:
        yield from _reference(context["statement"], "context.statement")
    if "language" in context and not _is(LANGUAGE_TAG, context["language"]):
        yield "context.language: is not a language"
    for key in {"revision", "platform"} & set(context):
        yield from _text(context[key], f"context.{key}")
    yield from _context_activities(context.get("contextActivities", {}))
    if "extensions" in context:
        yield from _extensions(context["extensions"], "context.extensions")


def _context_activities(groups: Any) -> Iterator[str]:
    yield from _keys(groups, set(), {"parent", "grouping", "category", "other"}, "context.contextActivities")
    if not isinstance(groups, dict):
        return
    for name, activities in groups.items():
        place = f"context.contextActivities.{name}"
        if not isinstance(activities, list):
            yield f"{place}: must be a list"
            continue
        for item in activities:
            yield from _activity(item, place)


def _extensions(extensions: Any, place: str) -> Iterator[str]:
    if not isinstance(extensions, dict):
        yield f"{place}: must be an object"
        return
    for key in extensions:
        yield from _iri(key, f"{place} key {key}")


def _time(value: Any, place: str, now: datetime) -> Iterator[str]:
    if not _is(TIME, value):
        yield f"{place}: must be an instant with its offset"
        return
    try:
        instant = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        yield f"{place}: is not a real instant"
        return
    if instant > now + timedelta(minutes=5):
        yield f"{place}: lies in the future"
