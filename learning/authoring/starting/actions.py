from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from framework.models import Competency
from learning.assessment.actions.questions import make_question
from learning.assessment.actions.settings import SettingsGiven, save_settings
from learning.assessment.rules.blueprint import Line
from learning.assessment.rules.questions import OptionDraft, QuestionDraft
from learning.authoring.events import ModuleStarted
from learning.authoring.models import StartedModule
from learning.authoring.starting.templates import StartingPoint
from learning.content.actions import draft_module
from learning.content.models import LearningIndexPage, ModulePage
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once
from learning.people.models import Person, Unit
from learning.people.queries import local_today

REVIEW_AFTER = timedelta(days=365)
LONGEST_SLUG = 80
USUAL_PASS_MARK = 70


@dataclass(frozen=True)
class Start:
    """What an author chose to begin with."""

    client_id: UUID
    point: StartingPoint
    title: str
    competencies: list[Competency]


@transaction.atomic
def start_module(start: Start, *, organisation: Unit, by: Person) -> StartedModule:
    """Begin a module: its lessons and questions as drafts, with its assessment. Twice counts once."""
    started, is_new = write_once(
        StartedModule,
        start.client_id,
        {"by_id": by.pk, "template": start.point.slug},
        lambda: _begin(start, organisation, by),
    )
    if is_new:
        _begin_bank(started.module, start, by)
        post_event(ModuleStarted(module_id=started.module_id, by_id=by.pk))
    return started


def _begin(start: Start, organisation: Unit, by: Person) -> StartedModule:
    module = _draft(start, organisation, by)
    begun: StartedModule = StartedModule.objects.create(
        client_id=start.client_id, module=module, template=start.point.slug, begun_as=module.slug, by=by
    )
    return begun


def _draft(start: Start, organisation: Unit, by: Person) -> ModulePage:
    index: LearningIndexPage = LearningIndexPage.objects.get()
    module = ModulePage(
        title=start.title,
        slug=_free_slug(index, start.title),
        organisation=organisation,
        content_owner=by,
        review_on=local_today() + REVIEW_AFTER,
    )
    return draft_module(module, start.point.data, competencies=start.competencies, parent=index)


def _free_slug(index: LearningIndexPage, title: str) -> str:
    """Return an address for a title that no page of learning has yet."""
    wanted = slugify(title)[:LONGEST_SLUG].strip("-") or "module"
    taken = set(index.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in _slugs(wanted, len(taken)) if slug not in taken)


def _slugs(wanted: str, taken: int) -> list[str]:
    return [wanted, *(f"{wanted}-{number}" for number in range(2, taken + 3))]


def _begin_bank(module: ModulePage, start: Start, by: Person) -> None:
    """Add the starting point's questions as drafts, shared out over the competencies, and what an attempt draws."""
    codes = [competency.code for competency in start.competencies]
    for number, item in enumerate(start.point.data["questions"]):
        make_question(module, _question(module, item, codes[number % len(codes)]), by=by)
    each = max(1, start.point.questions // 2 // len(codes))
    settings = SettingsGiven(
        title=f"Check what you know: {start.title}",
        level=start.competencies[0].element.framework.levels.order_by("order")[0],
        pass_mark=USUAL_PASS_MARK,
        lines=tuple(Line(code, each) for code in codes),
    )
    save_settings(module, settings, by=by, anyway=True)


def _question(module: ModulePage, item: dict[str, Any], competency: str) -> QuestionDraft:
    options = tuple(
        OptionDraft(
            text=option["text"],
            feedback=option["feedback"],
            correct=bool(option.get("correct")),
            match=option.get("match", ""),
            misconception=option.get("misconception", ""),
            key=option["key"],
        )
        for option in item["options"]
    )
    return QuestionDraft(
        code=f"{module.slug}-{item['code']}"[:LONGEST_SLUG],
        kind=item["kind"].upper(),
        stem=item["stem"],
        competency=competency,
        difficulty=item["difficulty"].upper(),
        revisit=item["revisit"],
        options=options,
    )
