"""Keeps the read model equal to the facts: a person's stretches are replaced, and only what differs is tallied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from framework.models import Level, Requirement, RoleProfile
from learning.assessment.models import Award
from learning.assessment.queries.standing import due_date
from learning.assessment.rules.standing import AwardFact
from learning.people.models import Person, Post, Unit
from learning.readiness.models import PEOPLE, StaleProfile, Stretch, Tally
from learning.readiness.stretches import Need, Run, buckets, changes, person_runs, requirement_runs

# person, unit, subject, state, first day, last day
StretchRow = tuple[int, int, int, str, date, date | None]
# unit, subject, state, grain, day
Place = tuple[int, int, str, str, date]
BATCH = 500
ADD = """
INSERT INTO readiness_tally (unit_id, subject, state, grain, day, change) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (unit_id, subject, state, grain, day) DO UPDATE SET change = readiness_tally.change + excluded.change
"""


@dataclass(frozen=True)
class _Ground:
    """What is the same for everybody: units by path, requirements by job, the order of levels."""

    units: dict[str, int]
    needed: dict[int, list[Requirement]]
    steps: dict[int, int]


@transaction.atomic
def refresh_people(people: Iterable[int]) -> None:
    """Derive these people's stretches again from the facts, and tally what has changed."""
    ids = sorted(set(people))
    _wait_for_turn(ids)
    before, after = _stored(ids), Counter(derive(ids))
    gone = Counter({row: len(pks) for row, pks in before.items()}) - after
    new = after - Counter({row: len(pks) for row, pks in before.items()})
    Stretch.objects.filter(pk__in=[pk for row, count in gone.items() for pk in before[row][:count]]).delete()
    Stretch.objects.bulk_create((_stretch(row) for row in new.elements()), batch_size=1000)
    _tally(gone, new)


def _wait_for_turn(ids: list[int]) -> None:
    """Let one writer at a time change an organisation's tallies: two that met half-way would wait for each other."""
    paths = Post.objects.filter(person__in=ids).values_list("unit__path", flat=True)
    roots = {path[: Unit.steplen] for path in paths}
    list(Unit.objects.select_for_update(no_key=True).filter(path__in=roots).order_by("path"))


def _stretch(row: StretchRow) -> Stretch:
    person, unit, subject, state, first_day, last_day = row
    return Stretch(person_id=person, unit_id=unit, subject=subject, state=state, first_day=first_day, last_day=last_day)


def _stored(ids: list[int]) -> dict[StretchRow, list[int]]:
    """Return the stored stretches of these people with the keys of their rows; two posts may have equal ones."""
    stored: dict[StretchRow, list[int]] = defaultdict(list)
    columns = ("pk", "person_id", "unit_id", "subject", "state", "first_day", "last_day")
    for pk, *row in Stretch.objects.filter(person__in=ids).values_list(*columns):
        stored[tuple(row)].append(pk)
    return stored


def derive(ids: list[int]) -> Iterator[StretchRow]:
    """Yield the stretches of these people, from the facts alone."""
    posts = list(Post.objects.filter(person__in=ids).select_related("unit"))
    ground = _ground(posts)
    awards = _awards(ids)
    wholes: dict[tuple[int, str], list[tuple[bool, Run]]] = defaultdict(list)
    for post in posts:
        for requirement in ground.needed.get(post.role_profile_id, []):
            for run in _requirement_runs(post, requirement, awards, ground):
                subject = requirement.competency_id
                yield (post.person_id, post.unit_id, subject, run.state, run.first_day, run.last_day)
                for path in _paths(post.unit.path):
                    wholes[post.person_id, path].append((requirement.mandatory, run))
    for (person_id, path), runs in wholes.items():
        for run in person_runs(runs):
            yield (person_id, ground.units[path], PEOPLE, run.state, run.first_day, run.last_day)


def _ground(posts: list[Post]) -> _Ground:
    paths = {path for post in posts for path in _paths(post.unit.path)}
    needed: dict[int, list[Requirement]] = defaultdict(list)
    for requirement in Requirement.objects.filter(role_profile__in={post.role_profile_id for post in posts}):
        needed[requirement.role_profile_id].append(requirement)
    return _Ground(
        units=dict(Unit.objects.filter(path__in=paths).values_list("path", "pk")),
        needed=needed,
        steps=dict(Level.objects.values_list("pk", "order")),
    )


def _paths(path: str) -> list[str]:
    """Return the paths of a unit and of every unit above it."""
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


def _awards(ids: list[int]) -> dict[tuple[int, int], list[tuple[int, AwardFact]]]:
    """Return each person's awards by competency, with the id of their level."""
    found: dict[tuple[int, int], list[tuple[int, AwardFact]]] = defaultdict(list)
    for award in Award.objects.filter(person__in=ids).select_related("revocation"):
        found[award.person_id, award.competency_id].append((award.level_id, award.fact()))
    return found


def _requirement_runs(
    post: Post, requirement: Requirement, awards: dict[tuple[int, int], list[tuple[int, AwardFact]]], ground: _Ground
) -> list[Run]:
    first_day = max(post.started_on, requirement.in_force_from)
    ends = [day for day in (post.ended_on, requirement.in_force_to) if day is not None]
    last_day = min(ends) if ends else None
    if last_day is not None and last_day < first_day:
        return []
    wanted = ground.steps[requirement.level_id]
    held = awards.get((post.person_id, requirement.competency_id), [])
    facts = [fact for level, fact in held if ground.steps[level] >= wanted]
    return requirement_runs(Need(first_day, last_day, due_date(post, requirement)), facts)


def _tally(gone: Counter[StretchRow], new: Counter[StretchRow]) -> None:
    """Add the differences to the tallies, in one order for everybody, so that two writers never block each other."""
    above = _units_above({row[1] for row in [*gone, *new]})
    places: Counter[Place] = Counter()
    for rows, sign in ((gone, -1), (new, 1)):
        for (_, unit, subject, state, first_day, last_day), count in rows.items():
            # a person as a whole has a stretch of its own in each unit above; a requirement is counted up the tree
            for counted in [unit] if subject == PEOPLE else above[unit]:
                for day, change in changes(Run(state, first_day, last_day), sign * count):
                    for grain, bucket in buckets(day):
                        places[counted, subject, state, grain, bucket] += change
    rows_to_add = sorted((*place, change) for place, change in places.items() if change)
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows_to_add)


def _units_above(units: set[int]) -> dict[int, list[int]]:
    """Return for each unit itself and every unit above it, by id."""
    paths = dict(Unit.objects.filter(pk__in=units).values_list("pk", "path"))
    wanted = {above for path in paths.values() for above in _paths(path)}
    ids = dict(Unit.objects.filter(path__in=wanted).values_list("path", "pk"))
    return {unit: [ids[above] for above in _paths(path)] for unit, path in paths.items()}


def rebuild(say: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Throw the read model away and derive it again, batch by batch; return how many people it holds."""
    with transaction.atomic():
        Stretch.objects.all().delete()
        Tally.objects.all().delete()
        StaleProfile.objects.all().delete()
        ids = list(Person.objects.filter(posts__isnull=False).distinct().order_by("pk").values_list("pk", flat=True))
        for number, batch in enumerate(_batches(ids)):
            rows = Counter(derive(batch))
            Stretch.objects.bulk_create((_stretch(row) for row in rows.elements()), batch_size=1000)
            _tally(Counter(), rows)
            say(min((number + 1) * BATCH, len(ids)), len(ids))
    return len(ids)


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def note_requirement_change(role_profile: RoleProfile) -> None:
    """Remember that a job's requirements changed; a worker counts its people anew."""
    StaleProfile.objects.get_or_create(role_profile=role_profile)


def refresh_stale_profiles() -> int:
    """Count the people of changed jobs anew; return how many people that were."""
    done = 0
    for stale in StaleProfile.objects.all():
        holders = Post.objects.filter(role_profile=stale.role_profile_id)
        ids = list(holders.values_list("person_id", flat=True).distinct())
        for batch in _batches(ids):
            refresh_people(batch)
        stale.delete()
        done += len(ids)
    return done
