"""Three ways of counting agree on any day: the read model, one plain query, and the pure rule person by person."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from framework.models import Competency, EvidenceRule, Level, Requirement, RoleProfile
from learning.assessment.actions import revoke_award
from learning.assessment.models import Award, Revocation
from learning.assessment.queries.standing import Standing, standings
from learning.assessment.rules.standing import STATES
from learning.people.actions import end_post, start_post
from learning.people.models import Person, Post, Unit
from learning.people.queries import bank_holidays
from learning.people.rules import add_working_days
from learning.readiness.actions import rebuild, refresh_people, refresh_stale_profiles
from learning.readiness.check import differences
from learning.readiness.models import PEOPLE, Stretch, Tally
from learning.readiness.queries.figures import figures_for
from learning.readiness.queries.plain import plain_figures
from learning.readiness.rules import last_overdue_start, person_state

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=offset) for offset in (-900, -400, -91, -1, 0, 1, 45, 90, 91, 400, 2000)]


def some_day(random: Random, back: int = 1200, ahead: int = 200) -> date:
    return TODAY + timedelta(days=random.randrange(-back, ahead))


def make_workforce(random: Random) -> tuple[Unit, list[Person]]:
    """Make up people with several posts, late starters, leavers, awards of all levels, lapses and revocations."""
    service = Unit.add_root(name=f"Service {random.random()}", kind=Unit.Kind.ORGANISATION)
    units = [service, *[Unit.objects.get(pk=service.pk).add_child(name=f"T{n}", kind="TEAM") for n in range(3)]]
    units.append(Unit.objects.get(pk=units[1].pk).add_child(name="Deep", kind="TEAM"))
    people = [Person.objects.create(name=f"Person {number}") for number in range(25)]
    profiles = list(RoleProfile.objects.all())
    for person in people:
        for _ in range(random.choice([1, 1, 1, 2])):
            start = some_day(random)
            ends = random.choice([None, None, None, start + timedelta(days=random.randrange(0, 500))])
            Post.objects.create(
                person=person,
                unit=random.choice(units),
                role_profile=random.choice(profiles),
                started_on=start,
                ended_on=ends,
            )
        make_awards(random, person)
    return Unit.objects.get(pk=service.pk), people


def make_awards(random: Random, person: Person) -> None:
    competencies, levels = list(Competency.objects.all()), list(Level.objects.all())
    rule = EvidenceRule.objects.first()
    for competency in random.sample(competencies, random.randrange(0, len(competencies))):
        for _ in range(random.choice([1, 1, 2])):
            begun = some_day(random)
            ends = random.choice([None, begun + timedelta(days=random.randrange(0, 900))])
            award = Award.objects.create(
                person=person,
                competency=competency,
                level=random.choice(levels),
                rule=rule,
                awarded_on=begun,
                expires_on=ends,
            )
            if random.random() < 0.2:
                day = begun + timedelta(days=random.randrange(0, 400))
                Revocation.objects.create(award=award, revoked_on=day, revoked_by=person, reason="A mistake")


def change_requirements(random: Random) -> None:
    for requirement in random.sample(list(Requirement.objects.all()), 12):
        requirement.in_force_from = some_day(random, back=500)
        requirement.in_force_to = random.choice([None, requirement.in_force_from + timedelta(days=300)])
        requirement.mandatory = random.random() < 0.6
        requirement.save()


@pytest.mark.parametrize("seed", range(6))
def test_every_count_equals_the_rule_applied_one_by_one(db, seed):
    random = Random(seed)
    change_requirements(random)
    service, people = make_workforce(random)
    refresh_people(person.pk for person in people)
    for day in DAYS:
        found = standings(people, as_at=day)
        figures, plain = figures_for([service], as_at=day)[service.pk], plain_figures(service, as_at=day)
        assert figures.total.states == plain.total.states == tally(row for rows in found.values() for row in rows)
        assert figures.people.states == plain.people.states == people_tally(found)
        for competency_id, count in plain.by_competency.items():
            mine = (row for rows in found.values() for row in rows if row.requirement.competency_id == competency_id)
            assert figures.by_competency[competency_id].states == count.states == tally(mine)
        whole = Stretch.objects.on(day).filter(unit=service, subject=PEOPLE)
        assert dict(whole.values_list("person", "state")) == {pk: state_of(rows) for pk, rows in found.items() if rows}


@pytest.mark.parametrize("seed", range(6))
def test_counted_bit_by_bit_is_counted_anew(db, seed):
    """Awards, revocations, new posts, leavers and changed requirements, in any order, one after the other."""
    random = Random(100 + seed)
    service, people = make_workforce(random)
    refresh_people(person.pk for person in people)
    for _ in range(25):
        person = random.choice(people)
        random.choice([another_award, a_revocation, another_post, a_leaver, another_requirement])(
            random, person, service
        )
    refresh_stale_profiles()
    bit_by_bit = everything_counted()
    rebuild()
    assert everything_counted() == bit_by_bit
    assert not differences(TODAY)


def everything_counted() -> tuple[Counter, dict]:
    columns = ("person", "unit", "subject", "state", "first_day", "last_day")
    tallies = Tally.objects.exclude(change=0).values_list("unit", "subject", "state", "grain", "day", "change")
    return Counter(Stretch.objects.values_list(*columns)), {row[:-1]: row[-1] for row in tallies}


def another_award(random: Random, person: Person, service: Unit) -> None:
    make_awards(random, person)
    refresh_people([person.pk])


def a_revocation(random: Random, person: Person, service: Unit) -> None:
    award = Award.objects.filter(person=person, revocation=None).first()
    if award:
        revoke_award(award, by=person, reason="A mistake")


def another_post(random: Random, person: Person, service: Unit) -> None:
    unit = random.choice(list(Unit.objects.filter(path__startswith=service.path)))
    profile = random.choice(list(RoleProfile.objects.all()))
    start_post(person, unit=unit, role_profile=profile, line_manager=None, started_on=some_day(random))


def a_leaver(random: Random, person: Person, service: Unit) -> None:
    post = Post.objects.filter(person=person, ended_on=None).first()
    if post:
        end_post(post, ended_on=max(post.started_on, TODAY))


def another_requirement(random: Random, person: Person, service: Unit) -> None:
    requirement = random.choice(list(Requirement.objects.all()))
    requirement.due_within_days = random.choice([0, 10, 30, 90])
    requirement.mandatory = random.random() < 0.5
    requirement.save()


def tally(rows) -> dict[str, int]:
    counted = Counter(row.state for row in rows)
    return {state: counted[state] for state in STATES}


def state_of(rows: list[Standing]) -> str:
    return person_state(Counter(row.state for row in rows if row.requirement.mandatory))


def people_tally(found: dict[int, list[Standing]]) -> dict[str, int]:
    counted = Counter(state_of(rows) for rows in found.values() if rows)
    return {state: counted[state] for state in ("READY", "ON_THE_WAY", "NOT_READY")}


@pytest.mark.parametrize("days", [0, 1, 5, 20, 60, 120])
@pytest.mark.parametrize("offset", range(0, 40, 3))
def test_the_latest_overdue_start_is_exactly_that(days, offset):
    as_at = date(2026, 12, 20) + timedelta(days=offset)
    start = last_overdue_start(as_at, days, bank_holidays())
    assert add_working_days(start, days, bank_holidays()) < as_at
    assert add_working_days(start + timedelta(days=1), days, bank_holidays()) >= as_at
