from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from framework.models import CompetencyLevel
from learning.assessment.actions.awards import record_evidence
from learning.assessment.events import PracticeObserved
from learning.assessment.models import AnchorRating, Evidence, Observation
from learning.content.models import ItemKind
from learning.enrolment.actions import complete_items
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once
from learning.people.models import Person


@dataclass(frozen=True)
class ObservationGiven:
    """What an assessor sent. `ratings` maps the keys of behavioural anchors to AnchorRating.Rating values."""

    client_id: UUID
    observed_on: date
    setting: str
    judgement: str
    went_well: str
    next_step: str = ""
    ratings: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def record_observation(
    learner: Person, standard: CompetencyLevel, *, assessor: Person, given: ObservationGiven
) -> Observation:
    """Keep an observation; judged competent it is evidence, and with the rule met an award, all in this transaction.

    The caller has asked `can_assess`. A replay returns the first. Nobody observes themselves: the database refuses.
    """
    Person.objects.select_for_update().get(pk=learner.pk)
    identity: dict[str, Any] = {
        "learner_id": learner.pk,
        "assessor_id": assessor.pk,
        "competency_level_id": standard.pk,
    }
    observation, is_new = write_once(Observation, given.client_id, identity, lambda: _create(standard, identity, given))
    if is_new:
        _tell(observation)
    return observation


def _create(standard: CompetencyLevel, identity: dict[str, Any], given: ObservationGiven) -> Observation:
    observation = Observation.objects.create(
        client_id=given.client_id,
        observed_on=given.observed_on,
        setting=given.setting,
        judgement=given.judgement,
        went_well=given.went_well,
        next_step=given.next_step,
        **identity,
    )
    AnchorRating.objects.bulk_create(
        AnchorRating(
            observation=observation,
            anchor_key=anchor.key,
            anchor_text=anchor.shows,
            rating=given.ratings[anchor.key],
        )
        for anchor in standard.anchors.all()
        if anchor.key in given.ratings
    )
    return observation


def _tell(observation: Observation) -> None:
    post_event(
        PracticeObserved(
            person_id=observation.learner_id,
            observation_id=observation.pk,
            assessor_id=observation.assessor_id,
            competent=observation.is_competent,
        ),
        uuid=observation.uuid,
    )
    if not observation.is_competent:
        return
    standard = observation.competency_level
    complete_items(observation.learner, ItemKind.OBSERVATION, standard=standard)
    record_evidence(
        Evidence(
            person=observation.learner,
            competency=standard.competency,
            level=standard.level,
            kind=Evidence.Kind.OBSERVATION,
            occurred_on=observation.observed_on,
            vouched_by=observation.assessor,
            observation=observation,
        )
    )
