"""Nobody ever sees a person outside their organisation, whoever holds what, from when until when."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.people.models import Account, Responsibility, Unit
from learning.people.permissions import people_visible_to
from tests.people.world import below, day, grant, member, organisation, post

LAYOUT = [None, 0, 1, 1]  # the organisation, a service, two teams in it: each names its parent
PEOPLE = range(4)
TODAY = 0
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

spans = st.tuples(st.integers(-4, 3), st.none() | st.integers(0, 4)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)
places = st.tuples(st.integers(0, 1), st.integers(0, len(LAYOUT) - 1))
held = st.tuples(st.sampled_from(PEOPLE), places, st.none() | st.sampled_from(PEOPLE), spans)
given_out = st.tuples(st.sampled_from(PEOPLE), places, st.sampled_from(list(Responsibility.Kind)), spans)


@dataclass
class World:
    """Two organisations with four units and four people each."""

    units: list[list[Unit]]
    members: list[list[Account]]

    @classmethod
    def build(cls, posts, grants) -> World:
        units, members = [], []
        for side in ("east", "west"):
            made = [organisation(side)]
            for number, parent in enumerate(LAYOUT[1:], 1):
                made.append(below(made[parent], f"{side}{number}"))
            units.append(made)
            members.append([member(f"{side}{number}") for number in PEOPLE])
        world = cls(units, members)
        for who, (side, unit), manager, (began, ended) in posts:
            boss = None if manager in (None, who) else members[side][manager]
            post(members[side][who], units[side][unit], manager=boss, began=began, ended=ended)
        for who, (side, unit), kind, (began, ended) in grants:
            grant(members[side][who], units[side][unit], kind=kind, began=began, ended=ended)
        return world


def runs(span, on: int) -> bool:
    began, ended = span
    return began <= on and (ended is None or on <= ended)


def is_below(unit: int | None, top: int) -> bool:
    while unit is not None and unit != top:
        unit = LAYOUT[unit]
    return unit == top


def expected(side: int, who: int, posts, grants, as_at: int) -> set[int]:
    """Return whom somebody sees, worked out by hand."""
    led = [
        place[1]
        for holder, place, kind, span in grants
        if (holder, place[0], kind) == (who, side, Responsibility.Kind.LEADER) and runs(span, TODAY)
    ]
    seen = {who}
    for holder, (where, unit), manager, span in posts:
        if where != side:
            continue
        by_line = manager == who and runs(span, TODAY)
        by_unit = runs(span, as_at) and any(is_below(unit, top) for top in led)
        if by_line or by_unit:
            seen.add(holder)
    return seen


@pytest.mark.usefixtures("db")
@quick
@given(posts=st.lists(held, max_size=8), grants=st.lists(given_out, max_size=4), as_at=st.integers(-5, 5))
def test_nobody_ever_sees_a_person_outside_their_organisation(posts, grants, as_at):
    with transaction.atomic():
        world = World.build(posts, grants)
        for side, accounts in enumerate(world.members):
            own = {account.person_id: number for number, account in enumerate(accounts)}
            for who, account in enumerate(accounts):
                visible = {person.pk for person in people_visible_to(account, day(as_at))}
                assert visible <= set(own)
                assert {own[pk] for pk in visible} == expected(side, who, posts, grants, as_at)
        transaction.set_rollback(True)
