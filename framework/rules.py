"""What proves a competency: an expression tree over evidence, and the proof that it is met or what is missing.
At the end: what a page of the framework needs before it may be published.

Pure: no database, no clock. The same function decides awards, the next step, "why is this red?" and every figure.

An expression is JSON with one key a node: `all_of`, `any_of` (lists of nodes), `n_of` ({"n": 2, "of": [...]}), and the
leaves `knowledge` ({}), `observation` ({"count": k, "assessors": m}), `attendance` ({"course": code}), `sign_off` ({}).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

KNOWLEDGE, OBSERVATION, ATTENDANCE, SIGN_OFF = "knowledge", "observation", "attendance", "sign_off"
ALL_OF, ANY_OF, N_OF = "all_of", "any_of", "n_of"
MOST_NODES = 50


class RuleError(ValueError):
    """An expression that is not a rule; the message names the place and what to write there."""


@dataclass(frozen=True)
class Rule:
    """One node: a leaf with what it needs, or a combination of parts of which `need` must hold."""

    kind: str
    need: int = 1
    assessors: int = 0
    course: str = ""
    parts: tuple[Rule, ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.parts


@dataclass(frozen=True)
class Fact:
    """One piece of evidence: its kind, the day it happened, who vouches for it (a person id) and the course if any."""

    id: int
    kind: str
    on: date
    by: int | None = None
    course: str = ""


@dataclass(frozen=True)
class Proof:
    """A rule held against evidence: is it met, with which facts, and how far along it is."""

    rule: Rule
    met: bool
    facts: tuple[Fact, ...] = ()
    parts: tuple[Proof, ...] = ()

    @property
    def have(self) -> int:
        if self.parts:
            return sum(part.met for part in self.parts)
        return min(len(self.facts), self.rule.need)


def parse(expression: object, place: str = "rule") -> Rule:
    """Return the rule that an expression stands for; raise RuleError naming the first place that is wrong."""
    rule = _parse(expression, place)
    if sum(1 for _ in _nodes(rule)) > MOST_NODES:
        raise RuleError(f"{place}: more than {MOST_NODES} parts. Split the competency, or ask for less.")
    return rule


def _parse(expression: object, place: str, depth: int = 0) -> Rule:
    if depth > MOST_NODES:
        raise RuleError("rule: nested too deep.")
    if not isinstance(expression, dict) or len(expression) != 1:
        raise RuleError(f"{place}: write one of {', '.join(_READERS)} with its content.")
    ((kind, content),) = expression.items()
    if kind not in _READERS:
        raise RuleError(f"{place}: '{kind}' is not known. Use one of {', '.join(_READERS)}.")
    return _READERS[kind](content, f"{place}.{kind}", depth + 1)


def _parts(content: object, place: str, depth: int) -> tuple[Rule, ...]:
    if not isinstance(content, list) or not content:
        raise RuleError(f"{place}: write a list with at least one part.")
    return tuple(_parse(part, f"{place}[{number}]", depth) for number, part in enumerate(content, 1))


def _read_all(content: object, place: str, depth: int) -> Rule:
    parts = _parts(content, place, depth)
    return Rule(ALL_OF, need=len(parts), parts=parts)


def _read_any(content: object, place: str, depth: int) -> Rule:
    return Rule(ANY_OF, need=1, parts=_parts(content, place, depth))


def _read_n(content: object, place: str, depth: int) -> Rule:
    fields = _fields(content, place, {"n", "of"})
    parts = _parts(fields.get("of"), f"{place}.of", depth)
    return Rule(N_OF, need=_count(fields.get("n"), f"{place}.n", most=len(parts)), parts=parts)


def _read_observation(content: object, place: str, depth: int) -> Rule:
    fields = _fields(content, place, {"count", "assessors"})
    count = _count(fields.get("count", 1), f"{place}.count", most=20)
    assessors = _count(fields.get("assessors", 1), f"{place}.assessors", most=count)
    return Rule(OBSERVATION, need=count, assessors=assessors)


def _read_attendance(content: object, place: str, depth: int) -> Rule:
    course = _fields(content, place, {"course"}).get("course")
    if not isinstance(course, str) or not course:
        raise RuleError(f"{place}.course: write the code of the course.")
    return Rule(ATTENDANCE, course=course)


def _read_bare(kind: str) -> Callable[[object, str, int], Rule]:
    def read(content: object, place: str, depth: int) -> Rule:
        _fields(content, place, set())
        return Rule(kind)

    return read


def _fields(content: object, place: str, allowed: set[str]) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise RuleError(f"{place}: write {{}} or fields in braces.")
    unknown = set(content) - allowed
    if unknown:
        raise RuleError(f"{place}: '{sorted(map(str, unknown))[0]}' is not known here.")
    return content


def _count(value: object, place: str, *, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise RuleError(f"{place}: write a whole number from 1 to {most}.")
    return value


_READERS: dict[str, Callable[[object, str, int], Rule]] = {
    ALL_OF: _read_all,
    ANY_OF: _read_any,
    N_OF: _read_n,
    KNOWLEDGE: _read_bare(KNOWLEDGE),
    OBSERVATION: _read_observation,
    ATTENDANCE: _read_attendance,
    SIGN_OFF: _read_bare(SIGN_OFF),
}


def evaluate(rule: Rule, facts: Iterable[Fact]) -> Proof:
    """Hold a rule against the evidence. More evidence never turns a met rule unmet."""
    known = sorted(facts, key=lambda fact: (fact.on, fact.id))
    return _evaluate(rule, known)


def _evaluate(rule: Rule, facts: Sequence[Fact]) -> Proof:
    if rule.parts:
        parts = tuple(_evaluate(part, facts) for part in rule.parts)
        return Proof(rule, met=sum(part.met for part in parts) >= rule.need, parts=parts)
    matching = tuple(fact for fact in facts if fact.kind == rule.kind and fact.course == rule.course)
    enough = len(matching) >= rule.need
    if rule.kind == OBSERVATION:
        enough = enough and len({fact.by for fact in matching}) >= rule.assessors
    return Proof(rule, met=enough, facts=matching)


def used_facts(proof: Proof) -> tuple[Fact, ...]:
    """Return the evidence on which a met proof rests, each fact once, oldest first."""
    found = {fact.id: fact for leaf in _leaves(proof) if leaf.met for fact in leaf.facts}
    return tuple(sorted(found.values(), key=lambda fact: (fact.on, fact.id)))


def missing(proof: Proof) -> tuple[Proof, ...]:
    """Return the unmet leaves on the shortest way to meeting a proof; empty when it is met."""
    if proof.met:
        return ()
    if not proof.parts:
        return (proof,)
    ways = sorted((missing(part) for part in proof.parts if not part.met), key=_effort)
    still_needed = proof.rule.need - proof.have
    return tuple(leaf for way in ways[:still_needed] for leaf in way)


def _effort(leaves: tuple[Proof, ...]) -> int:
    return sum(max(leaf.rule.need - leaf.have, 1) for leaf in leaves)


def leaf_kinds(rule: Rule) -> set[str]:
    """Return the kinds of evidence a rule can use."""
    return {node.kind for node in _nodes(rule) if node.is_leaf}


def _nodes(rule: Rule) -> Iterable[Rule]:
    yield rule
    for part in rule.parts:
        yield from _nodes(part)


def _leaves(proof: Proof) -> Iterable[Proof]:
    if not proof.parts:
        yield proof
    for part in proof.parts:
        yield from _leaves(part)


DRAW_ON_SUPPORT, CARERS = "DRAW_ON_SUPPORT", "CARERS"
LIVED_EXPERIENCE = frozenset({DRAW_ON_SUPPORT, CARERS})


def co_production_problems(groups: Iterable[str], plans: Iterable[date], today: date) -> list[str]:
    """Return what keeps a page from being published: it needs lived experience behind it, or a dated plan for it.

    `groups` are those whose contributions were accepted, `plans` the days of plans to ask people with lived
    experience. A plan counts to the end of its day.
    """
    days = sorted(plans)
    if LIVED_EXPERIENCE & set(groups) or (days and days[-1] >= today):
        return []
    if days:
        return [
            f"The plan to ask people with lived experience was for {days[-1]:%-d %B %Y}, and that day has gone by. "
            "Record what they said, or make a plan with a new date. Then publish."
        ]
    return [
        "Nobody who draws on support, and no unpaid carer, has had a part in this page yet. "
        "Record what they said, or make a plan with a date to ask them. Then publish."
    ]
