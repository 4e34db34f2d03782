"""Holds what a format gave against the table of kinds and against itself: everything wrong, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from framework.exchange.errors import ExchangeError, UnfitError
from framework.exchange.kinds import KINDS, Content, Raw, Record, arranged

MOST_RECORDS = 30_000
TAKEN_ADDRESSES = {"crosswalk"}


def checked(raws: Iterable[Raw], notes: Iterable[str] = ()) -> Content:
    """Return a whole framework; raise ExchangeError that names every place that is wrong."""
    given = list(raws)
    if len(given) > MOST_RECORDS:
        raise ExchangeError(f"The file has {len(given)} parts. We take at most {MOST_RECORDS}.")
    problems: list[str] = []
    records = [record for record in (_record(raw, problems) for raw in given) if record]
    problems += _repeated(records)
    if not problems:
        problems += [*_whole(records), *_dangling(records), *_addresses(records)]
    if problems:
        raise ExchangeError(*problems)
    return Content(arranged(records), tuple(notes))


def _record(raw: Raw, problems: list[str]) -> Record | None:
    values = {}
    for name, kind in KINDS[raw.kind].fields.items():
        try:
            values[name] = kind.read(raw.values[name])
        except KeyError:
            problems.append(f"{raw.place}: {name} is missing.")
        except UnfitError as error:
            problems.append(f"{raw.place_of(name)}: {error}")
    return Record(raw.kind, values, raw.place) if len(values) == len(KINDS[raw.kind].fields) else None


def _repeated(records: list[Record]) -> Iterator[str]:
    first: dict[tuple[str, ...], Record] = {}
    for record in records:
        earlier = first.setdefault((record.kind, *record.key), record)
        if earlier is not record:
            yield f"{record.place}: {', '.join(record.key)} stands twice; first at {earlier.place}."


def _whole(records: list[Record]) -> Iterator[str]:
    counts = {name: sum(record.kind == name for record in records) for name in ("framework", "element")}
    if counts["framework"] != 1:
        yield f"The file must describe one framework; it describes {counts['framework'] or 'none'}."
    if not counts["element"]:
        yield "The file has no elements. A framework needs at least one."


REFERENCES = [
    ("competency", ("element",), "element"),
    ("standard", ("competency",), "competency"),
    ("standard", ("level",), "level"),
    ("anchor", ("competency", "level"), "standard"),
    ("match", ("element",), "element"),
]


def _dangling(records: list[Record]) -> Iterator[str]:
    known = {(record.kind, *record.key) for record in records}
    for kind, names, target in REFERENCES:
        for record in records:
            if record.kind != kind:
                continue
            key = tuple(record[name] for name in names)
            if (target, *key) not in known:
                yield f"{record.place}: there is no {KINDS[target].word.lower()} {', '.join(key)} in the file."
    for record in records:
        if record.kind == "match" and ("element", record["other"]) in known:
            yield f"{record.place}: {record['other']} belongs to this framework. A match leads to another one."


def _addresses(records: list[Record]) -> Iterator[str]:
    """Every element and competency is read at an address, so no two may share one."""
    framework = next((record["code"] for record in records if record.kind == "framework"), "")
    if framework in TAKEN_ADDRESSES:
        yield f"The framework's code {framework} is the address of another page. Give it another one."
    seen: dict[tuple[str, ...], Record] = {}
    for record in records:
        if record.kind == "element":
            address: tuple[str, ...] = (element_slug(framework, record["code"]).lower(),)
        elif record.kind == "competency":
            address = (record["element"], record["short_code"].lower())
        else:
            continue
        earlier = seen.setdefault(address, record)
        if earlier is not record:
            yield f"{record.place}: {address[-1]} would be read at the same address as {earlier.place}."


def element_slug(framework: str, element: str) -> str:
    """Return the last part of an element's address: its code without that of its framework."""
    return element.removeprefix(f"{framework}-") or element
