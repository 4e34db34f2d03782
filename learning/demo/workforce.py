"""A made-up workforce of any size for trying out speed: units, posts, evidence and awards over five years.

The same seed gives the same workforce. Rows are loaded in bulk and no events are posted: these facts have no
statements, as if taken over from an earlier system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from framework.models import CompetencyLevel, Requirement, RoleProfile
from learning.assessment.models import Award, Evidence
from learning.assessment.rules.standing import expiry
from learning.people.models import Person, Post, Unit
from learning.people.queries import local_today
from learning.readiness.actions import rebuild

FIRST = [
    "Ada",
    "Amir",
    "Bea",
    "Chidi",
    "Dana",
    "Eryk",
    "Fatima",
    "Glen",
    "Hana",
    "Idris",
    "Jade",
    "Kofi",
    "Lowri",
    "Musa",
    "Nia",
    "Olu",
    "Petra",
    "Rafi",
    "Sian",
    "Tariq",
    "Uma",
    "Vic",
]
LAST = [
    "Adams",
    "Begum",
    "Clarke",
    "Dube",
    "Evans",
    "Ford",
    "Grant",
    "Hassan",
    "Iqbal",
    "Jones",
    "Khan",
    "Lewis",
    "Malik",
    "Ncube",
    "Osei",
    "Price",
    "Rao",
    "Shah",
    "Tully",
]
TEAM_SIZE = 20
HISTORY_DAYS = 5 * 365
BATCH = 5_000


@dataclass(frozen=True)
class _Plan:
    needed: dict[int, list[Requirement]]
    standards: dict[tuple[int, int], CompetencyLevel]
    today: date
    random: Random


@transaction.atomic
def load_workforce(staff: int, *, seed: int, say: Callable[[str], None]) -> int:
    """Make up so many people below a service of their own; return how many."""
    random = Random(seed)  # noqa: S311 - a repeatable demo, no secret
    organisation = Unit.objects.organisations().order_by("path").first()
    if organisation is None:
        raise LookupError("Load the demo organisation first.")
    service = organisation.add_child(name=f"Workforce {seed}", kind=Unit.Kind.SERVICE)
    teams = [
        Unit.objects.get(pk=service.pk).add_child(name=f"Team {number:04}", kind=Unit.Kind.TEAM)
        for number in range(1, max(1, staff // TEAM_SIZE) + 1)
    ]
    plan = _plan(random)
    for start in range(0, staff, BATCH):
        _make_batch(plan, teams, seed, range(start, min(start + BATCH, staff)))
        say(f"{min(start + BATCH, staff)} of {staff} people")
    rebuild()
    return staff


def _plan(random: Random) -> _Plan:
    needed: dict[int, list[Requirement]] = {}
    for requirement in Requirement.objects.select_related("level"):
        needed.setdefault(requirement.role_profile_id, []).append(requirement)
    standards = {
        (row.competency_id, row.level_id): row for row in CompetencyLevel.objects.prefetch_related("evidence_rules")
    }
    return _Plan(needed, standards, local_today(), random)


def _make_batch(plan: _Plan, teams: list[Unit], seed: int, numbers: range) -> None:
    random = plan.random
    profiles = list(RoleProfile.objects.filter(pk__in=plan.needed).order_by("pk"))
    people = Person.objects.bulk_create(
        Person(name=f"{random.choice(FIRST)} {random.choice(LAST)}", hr_id=f"W{seed}-{number:06}") for number in numbers
    )
    posts = [
        Post(
            person=person,
            unit=teams[number % len(teams)],
            role_profile=random.choice(profiles),
            started_on=plan.today - timedelta(days=random.randrange(1, HISTORY_DAYS)),
        )
        for number, person in zip(numbers, people, strict=True)
    ]
    Post.objects.bulk_create(posts, batch_size=1000)
    awards, evidence = [], []
    for post in posts:
        for requirement in plan.needed[post.role_profile_id]:
            for day in _award_days(plan, post, requirement):
                award, facts = _award(plan, post, requirement, day)
                awards.append(award)
                evidence.append(facts)
    Award.objects.bulk_create(awards, batch_size=1000)
    Evidence.objects.bulk_create(evidence, batch_size=1000)
    through = Award.evidence.through
    links = (through(award_id=a.pk, evidence_id=e.pk) for a, e in zip(awards, evidence, strict=True))
    through.objects.bulk_create(links, batch_size=1000)


def _award_days(plan: _Plan, post: Post, requirement: Requirement) -> list[date]:
    """Return when the post's holder earned it: most in time, some late, some never, most renewing when due."""
    random = plan.random
    if random.random() < 0.08:
        return []
    day = post.started_on + timedelta(days=int(requirement.due_within_days * random.uniform(0.3, 1.9)))
    standard = plan.standards[requirement.competency_id, requirement.level_id]
    days = []
    while day <= plan.today:
        days.append(day)
        last_day = expiry(day, standard.validity_months)
        if last_day is None or random.random() < 0.1:
            break
        day = last_day + timedelta(days=random.randrange(-60, 30))
    return days


def _award(plan: _Plan, post: Post, requirement: Requirement, day: date) -> tuple[Award, Evidence]:
    standard = plan.standards[requirement.competency_id, requirement.level_id]
    common = {
        "person": post.person,
        "competency_id": requirement.competency_id,
        "level_id": requirement.level_id,
    }
    award = Award(
        **common,
        rule=standard.evidence_rules.all()[0],
        awarded_on=day,
        expires_on=expiry(day, standard.validity_months),
    )
    return award, Evidence(**common, kind=Evidence.Kind.KNOWLEDGE, occurred_on=day, is_legacy=True)
