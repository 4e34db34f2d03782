from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from framework import rules
from framework.models import CompetencyLevel
from learning.assessment.events import CompetencyAwarded
from learning.assessment.models import Award, Evidence
from learning.assessment.rules.standing import expiry
from learning.outbox.actions import post_event
from learning.people.models import Person

KINDS = {
    rules.KNOWLEDGE: Evidence.Kind.KNOWLEDGE,
    rules.OBSERVATION: Evidence.Kind.OBSERVATION,
    rules.SIGN_OFF: Evidence.Kind.SIGN_OFF,
    rules.ATTENDANCE: Evidence.Kind.ATTENDANCE,
}


@transaction.atomic
def take_over_award(person: Person, standard: CompetencyLevel, *, awarded_on: date, vouched_by: Person | None) -> Award:
    """Enter an award from an earlier record, with evidence marked as legacy and both dated as they were."""
    rule = standard.rule_in_force(awarded_on)
    if rule is None:
        raise LookupError(f"{standard} had no evidence rule on {awarded_on}.")
    evidence = [
        Evidence.objects.create(
            person=person,
            competency=standard.competency,
            level=standard.level,
            kind=KINDS[kind],
            occurred_on=awarded_on,
            vouched_by=vouched_by if kind != rules.KNOWLEDGE else None,
            is_legacy=True,
        )
        for kind in sorted(rules.leaf_kinds(rule.rule))
    ]
    award = Award.objects.create(
        person=person,
        competency=standard.competency,
        level=standard.level,
        rule=rule,
        awarded_on=awarded_on,
        expires_on=expiry(awarded_on, standard.validity_months),
    )
    award.evidence.set(evidence)
    post_event(
        CompetencyAwarded(
            person_id=person.pk,
            award_id=award.pk,
            competency=standard.competency.code,
            level=standard.level.code,
        ),
        uuid=award.uuid,
        occurred_at=timezone.make_aware(datetime.combine(awarded_on, time(12))),
    )
    return award
