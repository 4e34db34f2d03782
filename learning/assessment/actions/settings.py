from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from framework.models import Level
from learning.assessment.events import AssessmentDiscarded, AssessmentSettingsChanged
from learning.assessment.models import Assessment, Attempt, BlueprintRow
from learning.assessment.queries.blueprint import blueprint_lines, refuse_a_bank_too_small
from learning.assessment.rules.blueprint import Line, in_drawing_order
from learning.content.models import ModulePage
from learning.content.queries import competencies_served
from learning.outbox.actions import post_event
from learning.people.models import Person


@dataclass(frozen=True)
class SettingsGiven:
    """What an author wrote about an assessment."""

    title: str
    level: Level
    pass_mark: int
    lines: tuple[Line, ...]


@transaction.atomic
def save_settings(module: ModulePage, given: SettingsGiven, *, by: Person, anyway: bool = False) -> Assessment:
    """Keep what a module's assessment asks and what a pass is, from the next attempt on. Again changes nothing.

    Raises BlueprintTooSmall when the bank cannot be drawn twice; `anyway` accepts that a second attempt may repeat
    questions, and that the assessment of a module nobody can open yet has too few.
    """
    ModulePage.objects.select_for_update(of=("self",)).get(pk=module.pk)
    lines = in_drawing_order(given.lines)
    found = Assessment.objects.filter(module=module).first()
    if found and _says(found, module) == (given.title, given.level.pk, given.pass_mark, lines):
        return found
    refuse_a_bank_too_small(module, lines=lines, anyway=anyway)
    facts = {"title": given.title, "level": given.level, "pass_mark": given.pass_mark}
    assessment, _ = Assessment.objects.update_or_create(module=module, defaults=facts)
    competencies = {competency.code: competency for competency in competencies_served(module)}
    assessment.blueprint.all().delete()
    for line in lines:
        BlueprintRow.objects.create(
            assessment=assessment,
            competency=competencies[line.competency],
            count=line.count,
            difficulty=line.difficulty,
        )
    post_event(AssessmentSettingsChanged(assessment_id=assessment.pk, by_id=by.pk))
    return assessment


@transaction.atomic
def discard_assessment(module: ModulePage, *, by: Person) -> bool:
    """Take away what a module that nobody could open yet was going to ask; return whether there was anything."""
    found = Assessment.objects.filter(module=module).first()
    if found is None or module.first_published_at or Attempt.objects.filter(assessment=found).exists():
        return False
    assessment_id = found.pk
    found.delete()
    post_event(AssessmentDiscarded(assessment_id=assessment_id, by_id=by.pk))
    return True


def _says(found: Assessment, module: ModulePage) -> tuple[str, int, int, list[Line]]:
    return found.title, found.level_id, found.pass_mark, blueprint_lines(module)
