"""What the leaders' pages show, put together from the read model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When

from framework.models import Competency
from learning.people.models import Person, Post, Unit
from learning.readiness.models import PEOPLE, Stretch
from learning.readiness.queries.figures import Figures, figures_for, not_ready_in
from learning.readiness.rules import NOT_READY, ON_THE_WAY, READY, Count

PARTS_A_PAGE = 20
PEOPLE_A_PAGE = 50
URGENCY = ("NOT_READY", "OVERDUE", "LAPSED", "EXPIRING", "ON_THE_WAY", "DUE", "MET", "READY")


@dataclass(frozen=True)
class PartLine:
    """One team or service directly below a unit."""

    unit: Unit
    figures: Figures

    def cells(self, competencies: Iterable[Competency]) -> list[tuple[Competency, Count]]:
        return [(row, self.figures.by_competency.get(row.pk) or Count()) for row in competencies]


@dataclass(frozen=True)
class UnitPage:
    """Everything that the page of a unit shows."""

    unit: Unit
    figures: Figures
    competencies: list[tuple[Competency, Count]]
    parts: list[PartLine]
    page: Page[Unit]

    @property
    def heat(self) -> list[tuple[PartLine, list[tuple[Competency, Count]]]]:
        shown = [competency for competency, _ in self.competencies]
        return [(part, part.cells(shown)) for part in self.parts]


def unit_page(unit: Unit, *, as_at: date, page: str | None = None) -> UnitPage:
    """Return a unit's page on a day, its parts twenty at a time, those with most people not ready first."""
    below = list(Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1))
    late = not_ready_in(below, as_at=as_at) if len(below) > PARTS_A_PAGE else {}
    below.sort(key=lambda part: (-late.get(part.pk, 0), part.name))
    shown = Paginator(below, PARTS_A_PAGE).get_page(page)
    figures = figures_for([unit, *shown.object_list], as_at=as_at)
    competencies = (
        Competency.objects.filter(pk__in=figures[unit.pk].by_competency)
        .select_related("element__framework")
        .order_by("element__framework", "element__order", "order")
    )
    return UnitPage(
        unit=unit,
        figures=figures[unit.pk],
        competencies=[(row, figures[unit.pk].by_competency[row.pk]) for row in competencies],
        parts=[PartLine(part, figures[part.pk]) for part in shown.object_list if figures[part.pk].people.total],
        page=shown,
    )


@dataclass(frozen=True)
class PersonRow:
    """A person in a list with where they work, where they stand, and how many requirements stand where."""

    person: Person
    posts: list[Post]
    state: str
    count: Count


ORDERS = {"state": ("urgency", "person__name", "person"), "name": ("person__name", "person")}


def people_page(
    unit: Unit, *, as_at: date, order: str = "state", state: str = "", query: str = "", page: str | None = None
) -> tuple[Page[Stretch], list[PersonRow]]:
    """Return one page of the people of a unit on a day: by state or by name, of one state, with a part of a name."""
    found = Stretch.objects.on(as_at).filter(unit=unit, subject=PEOPLE)
    if state in {READY, ON_THE_WAY, NOT_READY}:
        found = found.filter(state=state)
    if query:
        found = found.filter(person__name__icontains=query)
    ordered = _by_urgency(found).order_by(*ORDERS.get(order, ORDERS["state"])).select_related("person")
    shown = Paginator(ordered, PEOPLE_A_PAGE).get_page(page)
    return shown, _person_rows([(row.person, row.state) for row in shown.object_list], unit, as_at)


def _by_urgency(rows: QuerySet[Stretch]) -> Any:
    places = [When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)]
    return rows.annotate(urgency=Case(*places, default=Value(len(URGENCY)), output_field=IntegerField()))


def _person_rows(people: list[tuple[Person, str]], unit: Unit | None, as_at: date) -> list[PersonRow]:
    """Return rows for these people, counting their requirements in and below a unit, or everywhere."""
    ids = [person.pk for person, _ in people]
    stretches = Stretch.objects.on(as_at).filter(person__in=ids).exclude(subject=PEOPLE)
    posts = Post.objects.on(as_at).filter(person__in=ids).select_related("unit", "role_profile")
    if unit is not None:
        stretches = stretches.filter(unit__path__startswith=unit.path)
        posts = posts.filter(unit__path__startswith=unit.path)
    counts: dict[int, Count] = {pk: Count() for pk in ids}
    for person_id, state in stretches.values_list("person_id", "state"):
        counts[person_id].add(state, 1)
    by_person: dict[int, list[Post]] = {pk: [] for pk in ids}
    for post in posts:
        by_person[post.person_id].append(post)
    return [PersonRow(person, by_person[person.pk], state, counts[person.pk]) for person, state in people]


def team_rows(people: list[Person], *, as_at: date) -> list[PersonRow]:
    """Return rows for the people of a line manager, whatever units they work in; those who are late first."""
    whole = Stretch.objects.on(as_at).filter(person__in=people, subject=PEOPLE, unit__depth=1)
    states: dict[int, list[str]] = {}
    for person_id, state in whole.values_list("person_id", "state"):
        states.setdefault(person_id, []).append(state)
    worst = {pk: min(found, key=URGENCY.index) for pk, found in states.items()}
    rows = _person_rows([(person, worst[person.pk]) for person in people if person.pk in worst], None, as_at)
    return sorted(rows, key=lambda row: (URGENCY.index(row.state), row.person.name.casefold(), row.person.pk))


@dataclass(frozen=True)
class CompetencyPage:
    """Who of a unit needs a competency, and how many of them have it."""

    page: Page[Stretch]
    met: int


def competency_page(unit: Unit, competency: Competency, *, as_at: date, page: str | None = None) -> CompetencyPage:
    """Return one page of those whose post needs a competency, those who are late first."""
    found = Stretch.objects.on(as_at).filter(unit__path__startswith=unit.path, subject=competency.pk)
    ordered = _by_urgency(found).order_by("urgency", "person__name", "person").select_related("person", "unit")
    count = figures_for([unit], as_at=as_at)[unit.pk].by_competency[competency.pk]
    return CompetencyPage(Paginator(ordered, PEOPLE_A_PAGE).get_page(page), count.met)
