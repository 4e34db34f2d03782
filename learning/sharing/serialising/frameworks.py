"""A framework's data as a document: its parts by their codes. What its pages say comes with its pages."""

from __future__ import annotations

import re
from typing import Any

from framework.exchange.check import checked
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import KINDS, VIEWS, Content, Raw, Record
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.words import ABOUT
from learning.sharing.serialising.places import items_of, text

Document = dict[str, Any]
FRAMEWORK = "framework"
CODE = re.compile(r"[-a-zA-Z0-9_]{1,50}")
WORDING: dict[str, dict[str, Any]] = {
    FRAMEWORK: {"introduction": ""},
    "element": {"meaning": "", "questions": [], **{view: [] for view in VIEWS}},
}
PARTS = [kind for kind in KINDS if kind != FRAMEWORK]


def write_framework(content: Content) -> Document:
    """Return a framework's records as a document."""
    framework = content.framework
    document = {ABOUT: {"type": FRAMEWORK, "code": framework["code"]}, **_values(framework)}
    document.pop("code")
    for kind in PARTS:
        document[kind] = [{"id": " / ".join(one.key), **_values(one)} for one in content.of(kind)]
    return document


def _values(record: Record) -> dict[str, Any]:
    left_out = WORDING.get(record.kind, {})
    return {name: value for name, value in record.values.items() if name not in left_out}


def read_framework(document: Document, place: str) -> Content:
    """Return the records of a document; raise PackRefused naming what is not as it should be."""
    about = document.get(ABOUT)
    if not isinstance(about, dict) or set(about) != {"type", "code"} or about["type"] != FRAMEWORK:
        raise PackRefused(f"{place} does not say what it is.")
    code = text(about["code"], f"{place}, code", 50)
    raws = [_raw(FRAMEWORK, {**document, "code": code}, place)]
    for kind in PARTS:
        for number, given in enumerate(items_of(document.get(kind), f"{place}, {kind}", 30_000), 1):
            raws.append(_raw(kind, given, f"{place}, {KINDS[kind].word.lower()} {number}"))
    try:
        return checked(raws)
    except ExchangeError as error:
        raise PackRefused(str(error)) from None


def _raw(kind: str, given: Any, place: str) -> Raw:
    if not isinstance(given, dict):
        raise PackRefused(f"{place} should have named fields.")
    allowed = set(KINDS[kind].fields)
    return Raw(kind, place, {**{name: given[name] for name in given if name in allowed}, **WORDING.get(kind, {})})


def with_wording(content: Content, here: Content | None) -> Content:
    """Return records with the wording that stands on the pages here, which is not theirs to change."""
    words = {(one.kind, one.key): one for one in here.records} if here else {}
    records = []
    for record in content.records:
        ours = words.get((record.kind, record.key))
        kept = {name: ours[name] for name in WORDING.get(record.kind, {})} if ours else {}
        records.append(Record(record.kind, {**record.values, **kept}, record.place))
    return Content(tuple(records))


def codes_of(content: Content) -> dict[str, set[str]]:
    """Return the codes that a framework brings along, by kind, as references in pages name them."""
    code = content.framework["code"]
    return {
        FRAMEWORK: {code},
        "element": {one["code"] for one in content.of("element")},
        "competency": {one["code"] for one in content.of("competency")},
        "level": {f"{code}/{one['code']}" for one in content.of("level")},
        "standard": {f"{one['competency']}/{one['level']}" for one in content.of("standard")},
    }
