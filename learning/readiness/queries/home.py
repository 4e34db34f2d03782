"""What my home shows: one thing to do next, and what else waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from framework.models import Competency
from learning.assessment.models import Attempt
from learning.assessment.queries.standing import Standing, standings, waiting_for
from learning.assessment.rules.standing import LAPSED, OVERDUE, is_met
from learning.content.models import ItemKind, ModulePage
from learning.enrolment.models import Study
from learning.enrolment.queries import ItemLine, OpenUpdate, Plan, minutes_of, next_line, open_updates, plans_of
from learning.enrolment.rules import OpenItem, choose_next
from learning.people.models import Account, Person, Unit
from learning.people.permissions import units_led_by
from learning.people.queries import people_managed_by
from learning.readiness.models import PEOPLE, Stretch
from learning.readiness.queries.figures import Figures, figures_for

MINUTES_A_QUESTION = 1.5


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, how long it takes and why: an item of a plan, or a short update of a finished lesson."""

    line: ItemLine | None
    title: str
    action: str
    url: str
    minutes: int
    counts_towards: list[str]
    due_on: date
    state: str

    @property
    def is_update(self) -> bool:
        return self.line is None


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
    updates: list[OpenUpdate]
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
    updates = open_updates(person, today=today)
    states = _states(person, today)
    unit = units_led_by(account).order_by("depth", "path").first()
    return Home(
        person=person,
        plans=plans,
        next=next_step(person, plans, updates),
        updates=updates,
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


def next_step(person: Person, plans: list[Plan], updates: list[OpenUpdate]) -> NextStep | None:
    """Return the one thing that a person can do next; None when nothing waits for them.

    An update stands among the items of the plan by its date. It is learning, not a requirement: no award lapses and no
    readiness figure changes while it waits.
    """
    line = next_line(plans)
    if line is not None and line.item.module is None:
        line = None
    if updates and _comes_first(updates[0], line):
        return _update_step(updates[0])
    if line is None or line.item.module is None:
        return None
    if line.item.kind == ItemKind.ASSESSMENT:
        return _assessment_step(person, line, line.item.module)
    return _module_step(person, line, line.item.module)


def _comes_first(update: OpenUpdate, line: ItemLine | None) -> bool:
    items = [OpenItem(id=0, due_on=update.due_on, place=(0, 0), mine=True)]
    if line is not None:
        items.append(OpenItem(id=1, due_on=line.item.due_on, place=(1, 0), mine=line.is_mine))
    chosen = choose_next(items)
    return chosen is not None and chosen.id == 0


def _update_step(update: OpenUpdate) -> NextStep:
    module = update.pinned.study.module
    url = reverse("enrolment:changes", args=[module.slug, update.pinned.lesson.slug])
    return NextStep(
        line=None,
        title=_("What changed: %(title)s") % {"title": update.title},
        action=_("Read what changed"),
        url=url,
        minutes=update.minutes,
        counts_towards=[],
        due_on=update.due_on,
        state=update.state,
    )


def _step_of(line: ItemLine, title: str, action: str, url: str, minutes: int, counts: list[str]) -> NextStep:
    return NextStep(line, title, action, url, minutes, counts, due_on=line.item.due_on, state=line.state)


def _module_step(person: Person, line: ItemLine, module: ModulePage) -> NextStep:
    study = Study.objects.filter(person=person, module=module, completed_at=None).first()
    counts = [str(competency) for competency in module.competencies.all()]
    open_lessons = list(study.lessons.select_related("lesson").filter(completed_at=None)) if study else []
    if not open_lessons:
        url = reverse("enrolment:module", args=[module.slug])
        return _step_of(line, module.title, _("Start"), url, minutes_of(module), counts)
    lesson = open_lessons[0]
    minutes = sum(row.minutes for row in open_lessons)
    url = reverse("enrolment:lesson", args=[module.slug, lesson.lesson.slug])
    return _step_of(line, f"{module.title}: {lesson.title}", _("Go on"), url, minutes, counts)


def _assessment_step(person: Person, line: ItemLine, module: ModulePage) -> NextStep:
    assessment = module.assessment
    rows = list(assessment.blueprint.select_related("competency"))
    questions = sum(row.count for row in rows)
    counts = [str(row.competency) for row in rows]
    attempt = Attempt.objects.filter(person=person, assessment=assessment, submitted_at=None).first()
    action = _("Go on") if attempt else _("Start")
    url = (
        reverse("assessment:attempt", args=[attempt.uuid])
        if attempt
        else reverse("assessment:assessment", args=[module.slug])
    )
    return _step_of(line, assessment.title, action, url, round(questions * MINUTES_A_QUESTION), counts)
