from __future__ import annotations

from datetime import date

from django.db.models import Q

from framework.models import CompetencyLevel
from learning.assessment.models import Evidence
from learning.assessment.rules.standing import expiry
from learning.people.models import Person


def evidence_that_counts(
    person: Person, standard: CompetencyLevel, *, as_at: date, unused_only: bool = False
) -> list[Evidence]:
    """Return the evidence that the standard's rule may use on a day, oldest first.

    Practice counts at its own level and below; knowledge of a competency counts at every level. Evidence older than
    the standard's validity is spent. `unused_only` leaves out what an earlier award of this level already used.
    """
    found = Evidence.objects.filter(
        Q(kind=Evidence.Kind.KNOWLEDGE) | Q(level__order__gte=standard.level.order),
        person=person,
        competency=standard.competency,
        occurred_on__lte=as_at,
    )
    if unused_only:
        found = found.exclude(awards__level=standard.level)
    return [evidence for evidence in found.order_by("occurred_on", "pk") if is_fresh(evidence, standard, as_at)]


def is_fresh(evidence: Evidence, standard: CompetencyLevel, as_at: date) -> bool:
    last_day = expiry(evidence.occurred_on, standard.validity_months)
    return last_day is None or last_day >= as_at
