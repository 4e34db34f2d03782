"""Reads of plans, modules and how far somebody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from operator import or_

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from learning.content.models import ItemKind, LessonPage, ModulePage
from learning.enrolment.models import Enrolment, PlannedItem, Study
from learning.enrolment.rules import DONE, OpenItem, choose_next, item_state, share
from learning.people.models import Person


@dataclass(frozen=True)
class ItemLine:
    """A planned item as a page shows it."""

    item: PlannedItem
    state: str

    @property
    def is_done(self) -> bool:
        return self.state == DONE

    @property
    def is_mine(self) -> bool:
        """Answer whether the learner does it, rather than a line manager."""
        return bool(self.item.kind != ItemKind.OBSERVATION)


@dataclass(frozen=True)
class StageLines:
    title: str
    due_on: date
    lines: list[ItemLine]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.lines)


@dataclass(frozen=True)
class Plan:
    """An enrolment with its stages."""

    enrolment: Enrolment
    stages: list[StageLines]

    @property
    def lines(self) -> list[ItemLine]:
        return [line for stage in self.stages for line in stage.lines]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def share(self) -> int:
        return share(self.done, len(self.lines))

    @property
    def progress_words(self) -> str:
        return _("%(done)s of %(all)s done") % {"done": self.done, "all": len(self.lines)}


def plans_of(person: Person, *, today: date) -> list[Plan]:
    """Return the person's plans, the newest first. Two queries."""
    enrolments = list(
        Enrolment.objects.filter(person=person)
        .select_related("pathway", "post__line_manager", "post__role_profile")
        .order_by("-starts_on", "-pk")
    )
    items = PlannedItem.objects.filter(enrolment__in=enrolments).select_related(
        "completion", "module", "competency_level__competency"
    )
    by_enrolment: dict[int, list[PlannedItem]] = {enrolment.pk: [] for enrolment in enrolments}
    for item in items.order_by("stage_order", "order"):
        by_enrolment[item.enrolment_id].append(item)
    return [Plan(enrolment, _stages(by_enrolment[enrolment.pk], today)) for enrolment in enrolments]


def _stages(items: list[PlannedItem], today: date) -> list[StageLines]:
    stages = []
    for _stage, group in groupby(items, key=lambda item: item.stage_order):
        lines = [
            ItemLine(item, item_state(done=item.done_at is not None, due_on=item.due_on, today=today)) for item in group
        ]
        stages.append(StageLines(lines[0].item.stage_title, lines[0].item.due_on, lines))
    return stages


def next_line(plans: Iterable[Plan]) -> ItemLine | None:
    """Return the one thing to do next over all plans; None when nothing is open."""
    open_lines = {line.item.pk: line for plan in plans for line in plan.lines if not line.is_done}
    chosen = choose_next(
        OpenItem(pk, line.item.due_on, (line.item.stage_order, line.item.order), line.is_mine)
        for pk, line in open_lines.items()
    )
    return open_lines[chosen.id] if chosen else None


def minutes_by_module(plans: Iterable[Plan]) -> dict[int, int]:
    """Return the minutes of study of every module in the plans, by its id. One query."""
    modules = {line.item.module.path: line.item.module.pk for plan in plans for line in plan.lines if line.item.module}
    below = reduce(or_, (Q(path__startswith=path) for path in modules), Q(pk=None))
    minutes: dict[int, int] = dict.fromkeys(modules.values(), 0)
    for path, length in LessonPage.objects.live().filter(below).values_list("path", "minutes"):
        minutes[modules[path[: -LessonPage.steplen]]] += length
    return minutes


def minutes_of(module: ModulePage) -> int:
    """Return the minutes of study that a whole module takes."""
    total = LessonPage.objects.child_of(module).live().aggregate(minutes=Sum("minutes"))["minutes"]
    return total or 0


@dataclass(frozen=True)
class ModuleLine:
    """A module in the catalogue with the reader's own progress."""

    module: ModulePage
    lessons: int
    minutes: int
    done: int
    is_begun: bool
    is_done: bool

    @property
    def share(self) -> int:
        return 100 if self.is_done else share(self.done, self.lessons)

    @property
    def progress_words(self) -> str:
        return _("%(done)s of %(all)s lessons done") % {"done": self.done, "all": self.lessons}


def module_lines(modules: Iterable[ModulePage], person: Person) -> list[ModuleLine]:
    """Return the modules of one page with lesson counts, minutes and progress. Three queries for any number."""
    rows = list(modules)
    paths = {row.path: row for row in rows}
    totals: dict[int, tuple[int, int]] = {row.pk: (0, 0) for row in rows}
    lessons = LessonPage.objects.live().filter(depth=rows[0].depth + 1) if rows else LessonPage.objects.none()
    for path, minutes in lessons.values_list("path", "minutes"):
        module = paths.get(path[: -LessonPage.steplen])
        if module is not None:
            count, total = totals[module.pk]
            totals[module.pk] = (count + 1, total + minutes)
    studies = {
        study.module_id: study
        for study in Study.objects.filter(person=person, module__in=rows)
        .annotate(done=Count("lessons", filter=Q(lessons__completed_at__isnull=False)))
        .order_by("pk")
    }
    return [_module_line(row, totals[row.pk], studies.get(row.pk)) for row in rows]


def _module_line(module: ModulePage, totals: tuple[int, int], study: Study | None) -> ModuleLine:
    return ModuleLine(
        module=module,
        lessons=totals[0],
        minutes=totals[1],
        done=getattr(study, "done", 0),
        is_begun=study is not None,
        is_done=study is not None and study.completed_at is not None,
    )
