"""Evidence rules and evidence, made up by hypothesis, and a rule written back as its expression."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from framework.rules import ALL_OF, ANY_OF, ATTENDANCE, KNOWLEDGE, N_OF, OBSERVATION, SIGN_OFF, Fact, Rule

COURSES = ["strengths-1", "moving-people"]


def _observation(count: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.integers(1, count).map(lambda assessors: {OBSERVATION: {"count": count, "assessors": assessors}})


def _n_of(parts: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.integers(1, len(parts)).map(lambda n: {N_OF: {"n": n, "of": parts}})


leaves = st.one_of(
    st.just({KNOWLEDGE: {}}),
    st.just({SIGN_OFF: {}}),
    st.sampled_from(COURSES).map(lambda course: {ATTENDANCE: {"course": course}}),
    st.integers(1, 3).flatmap(_observation),
)


def _combined(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda found: {ALL_OF: found}), some.map(lambda found: {ANY_OF: found}), some.flatmap(_n_of)
    )


expressions = st.recursive(leaves, _combined, max_leaves=8)
parts = st.lists(expressions, min_size=1, max_size=4)


def _fact(number: int, kind: str, day: date, by: int, course: str) -> Fact:
    return Fact(number, kind, day, by, course if kind == ATTENDANCE else "")


evidence = st.lists(
    st.builds(
        _fact,
        st.integers(1, 60),
        st.sampled_from([KNOWLEDGE, OBSERVATION, ATTENDANCE, SIGN_OFF]),
        st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        st.integers(1, 3),
        st.sampled_from(COURSES),
    ),
    max_size=10,
    unique_by=lambda fact: fact.id,
)


def written(rule: Rule) -> dict[str, Any]:
    """Return the expression that a rule would be written as."""
    below = [written(part) for part in rule.parts]
    if rule.kind == N_OF:
        return {N_OF: {"n": rule.need, "of": below}}
    if below:
        return {rule.kind: below}
    if rule.kind == OBSERVATION:
        return {OBSERVATION: {"count": rule.need, "assessors": rule.assessors}}
    return {rule.kind: {"course": rule.course} if rule.course else {}}
