"""What my home shows: one thing to do next, and what else waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from framework.models import Competency
from learning.assessment.models import Attempt
from learning.assessment.queries.standing import Standing, standings, waiting_for
from learning.assessment.rules.standing import LAPSED, OVERDUE, is_met
from learning.content.models import ItemKind, ModulePage
from learning.enrolment.models import Study
from learning.enrolment.queries import ItemLine, Plan, minutes_of, next_line, plans_of
from learning.people.models import Account, Person, Unit
from learning.people.permissions import units_led_by
from learning.people.queries import people_managed_by
from learning.readiness.models import PEOPLE, Stretch
from learning.readiness.queries.figures import Figures, figures_for

MINUTES_A_QUESTION = 1.5


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, how long it takes and why."""

    line: ItemLine
    title: str
    action: str
    url: str
    minutes: int
    counts_towards: list[str]


@dataclass(frozen=True)
class Late:
    """A competency that a job asks for and that is overdue, or was held and has ended."""

    competency: Competency
    state: str


@dataclass(frozen=True)
class Home:
    person: Person
    plans: list[Plan]
    next: NextStep | None
    asked: int
    met: int
    late: list[Late]
    waiting: list[Standing]
    unit: Unit | None
    figures: Figures | None


def home_of(account: Account, *, today: date) -> Home:
    person = account.person
    managed = people_managed_by(person)
    plans = plans_of(person, today=today)
    states = _states(person, today)
    unit = units_led_by(account).order_by("depth", "path").first()
    return Home(
        person=person,
        plans=plans,
        next=next_step(person, plans),
        asked=len(states),
        met=sum(is_met(state) for _, state in states),
        late=_late(states),
        waiting=waiting_for(person, standings(managed, as_at=today)) if managed else [],
        unit=unit,
        figures=figures_for([unit], as_at=today)[unit.pk] if unit else None,
    )


def _states(person: Person, today: date) -> list[tuple[int, str]]:
    """Return competency and state of everything that the person's posts ask for."""
    mine = Stretch.objects.on(today).filter(person=person).exclude(subject=PEOPLE)
    return list(mine.values_list("subject", "state"))


def _late(states: list[tuple[int, str]]) -> list[Late]:
    late = {subject: state for subject, state in states if state in {OVERDUE, LAPSED}}
    if not late:
        return []
    competencies = Competency.objects.filter(pk__in=late).order_by("element__order", "order")
    return [Late(competency, late[competency.pk]) for competency in competencies]


def next_step(person: Person, plans: list[Plan]) -> NextStep | None:
    """Return the one thing that a person can do next; None when nothing waits for them."""
    line = next_line(plans)
    if line is None or line.item.module is None:
        return None
    if line.item.kind == ItemKind.ASSESSMENT:
        return _assessment_step(person, line, line.item.module)
    return _module_step(person, line, line.item.module)


def _module_step(person: Person, line: ItemLine, module: ModulePage) -> NextStep:
    study = Study.objects.filter(person=person, module=module, completed_at=None).first()
    counts = [str(competency) for competency in module.competencies.all()]
    open_lessons = list(study.lessons.select_related("lesson").filter(completed_at=None)) if study else []
    if not open_lessons:
        url = reverse("enrolment:module", args=[module.slug])
        return NextStep(line, module.title, "Start", url, minutes_of(module), counts)
    lesson = open_lessons[0]
    minutes = sum(row.minutes for row in open_lessons)
    url = reverse("enrolment:lesson", args=[module.slug, lesson.lesson.slug])
    return NextStep(line, f"{module.title}: {lesson.title}", "Go on", url, minutes, counts)


def _assessment_step(person: Person, line: ItemLine, module: ModulePage) -> NextStep:
    assessment = module.assessment
    rows = list(assessment.blueprint.select_related("competency"))
    questions = sum(row.count for row in rows)
    counts = [str(row.competency) for row in rows]
    attempt = Attempt.objects.filter(person=person, assessment=assessment, submitted_at=None).first()
    action = "Go on" if attempt else "Start"
    url = (
        reverse("assessment:attempt", args=[attempt.uuid])
        if attempt
        else reverse("assessment:assessment", args=[module.slug])
    )
    return NextStep(line, assessment.title, action, url, round(questions * MINUTES_A_QUESTION), counts)
