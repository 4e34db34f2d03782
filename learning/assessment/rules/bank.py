"""What the file of a question bank must hold before it is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from learning.assessment.rules.marking import MATCHING, MULTIPLE, ORDERING, SINGLE

KINDS = (SINGLE, MULTIPLE, ORDERING, MATCHING)
DIFFICULTIES = ("FOUNDATION", "APPLIED", "STRETCH")
NEEDED = ("code", "kind", "competency", "difficulty", "revisit", "stem", "options")


def bank_problem(data: dict[str, Any], competencies: Collection[str]) -> str:
    """Return the first thing that is wrong with a bank, naming the place and what to write there; nothing if it is fit.

    `competencies` are the codes that the module serves.
    """
    missing = [part for part in ("assessment", "questions") if not data.get(part)]
    if missing:
        return f"The file needs the part {missing[0]}."
    return next(_problems(data, competencies), "")


def _problems(data: dict[str, Any], competencies: Collection[str]) -> Iterator[str]:
    codes = Counter(item.get("code") for item in data["questions"])
    yield from (f"{code}: this code is used {count} times." for code, count in codes.items() if count > 1)
    for item in data["questions"]:
        yield from _question_problems(item, competencies)
    yield from _blueprint_problems(data, competencies)


def _question_problems(item: dict[str, Any], competencies: Collection[str]) -> Iterator[str]:
    code = item.get("code", "A question")
    missing = [part for part in NEEDED if not item.get(part)]
    if missing:
        yield f"{code}: {missing[0]} is missing."
        return
    if item["kind"].upper() not in KINDS:
        yield f"{code}: kind is one of {', '.join(KINDS).lower()}."
    if item["difficulty"].upper() not in DIFFICULTIES:
        yield f"{code}: difficulty is one of {', '.join(DIFFICULTIES).lower()}."
    if item["competency"] not in competencies:
        yield f"{code}: the module does not serve {item['competency']}."
    yield from _option_problems(code, item["kind"].upper(), item["options"])


def _option_problems(code: str, kind: str, options: list[dict[str, Any]]) -> Iterator[str]:
    if len(options) < 2 or len({option.get("key") for option in options}) < len(options):
        yield f"{code}: give at least two options, each with a key of its own."
    if not all(option.get("key") and option.get("text") and option.get("feedback") for option in options):
        yield f"{code}: every option needs a key, a text and feedback."
    if kind == MATCHING and not all(option.get("match") for option in options):
        yield f"{code}: every option needs its match."
    right = sum(bool(option.get("correct")) for option in options)
    if kind == SINGLE and right != 1:
        yield f"{code}: mark exactly one option as correct."
    if kind == MULTIPLE and not 1 <= right < len(options):
        yield f"{code}: mark at least one option as correct, and not all."


def _blueprint_problems(data: dict[str, Any], competencies: Collection[str]) -> Iterator[str]:
    rows = data["assessment"].get("blueprint") or []
    if not rows or not 1 <= data["assessment"].get("pass_mark", 0) <= 100:
        yield "The assessment needs a blueprint, and a pass mark from 1 to 100."
    for row in rows:
        difficulty = row.get("difficulty", "").upper()
        fitting = [item for item in data["questions"] if item["competency"] == row["competency"]]
        have = sum(difficulty in {"", item["difficulty"].upper()} for item in fitting)
        if row["competency"] not in competencies:
            yield f"The blueprint asks about {row['competency']}, which the module does not serve."
        elif have < row["count"]:
            yield f"The blueprint asks {row['count']} questions on {row['competency']}; the bank has {have}."
