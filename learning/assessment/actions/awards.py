from __future__ import annotations

from datetime import date

from django.db import transaction

from framework import rules
from framework.models import CompetencyLevel
from learning.assessment.events import AwardLapsed, AwardRevoked, CompetencyAwarded, EvidenceRecorded
from learning.assessment.models import Award, AwardLapse, Evidence, Revocation
from learning.assessment.queries.evidence import evidence_that_counts
from learning.assessment.rules.standing import can_renew, expiry
from learning.outbox.actions import post_event
from learning.people.models import Person
from learning.people.queries import local_today


def record_evidence(evidence: Evidence) -> Evidence:
    """Store evidence and make every award that it completes. Runs in the caller's transaction, person locked."""
    evidence.save()
    post_event(
        EvidenceRecorded(person_id=evidence.person_id, evidence_id=evidence.pk, competency=evidence.competency.code)
    )
    standards = CompetencyLevel.objects.filter(competency=evidence.competency).order_by("-level__order")
    for standard in standards.select_related("competency", "level").prefetch_related("evidence_rules"):
        if award_if_proved(evidence.person, standard) is not None:
            break
    return evidence


def award_if_proved(person: Person, standard: CompetencyLevel) -> Award | None:
    """Award a competency at a level if the rule in force is met by evidence; None if it is not, or need not be.

    A holding award of this level or a higher one is renewed only in its last 90 days.
    """
    today = local_today()
    rule = standard.rule_in_force(today)
    holding = _holding_award(person, standard, today)
    if rule is None or (holding and not can_renew(holding.expires_on, today)):
        return None
    counting = evidence_that_counts(person, standard, as_at=today, unused_only=True)
    proof = rules.evaluate(rule.rule, [evidence.fact() for evidence in counting])
    if not proof.met:
        return None
    award = Award.objects.create(
        person=person,
        competency=standard.competency,
        level=standard.level,
        rule=rule,
        awarded_on=today,
        expires_on=expiry(today, standard.validity_months),
        supersedes=_newest_award(person, standard),
    )
    award.evidence.set([fact.id for fact in rules.used_facts(proof)])
    post_event(
        CompetencyAwarded(
            person_id=person.pk,
            award_id=award.pk,
            competency=standard.competency.code,
            level=standard.level.code,
        ),
        uuid=award.uuid,
    )
    return award


def _holding_award(person: Person, standard: CompetencyLevel, day: date) -> Award | None:
    held = Award.objects.holding(day).filter(person=person, competency=standard.competency)
    return held.filter(level__order__gte=standard.level.order).order_by("-level__order", "-awarded_on", "-pk").first()


def _newest_award(person: Person, standard: CompetencyLevel) -> Award | None:
    earlier = Award.objects.filter(person=person, competency=standard.competency, level=standard.level)
    return earlier.order_by("-awarded_on", "-pk").first()


@transaction.atomic
def revoke_award(award: Award, *, by: Person, reason: str) -> Revocation:
    """Take an award back from today on, with a reason. Again changes nothing; the award and its evidence stay."""
    Person.objects.select_for_update().get(pk=award.person_id)
    revocation, is_new = Revocation.objects.get_or_create(
        award=award, defaults={"revoked_on": local_today(), "revoked_by": by, "reason": reason}
    )
    if is_new:
        post_event(AwardRevoked(person_id=award.person_id, award_id=award.pk, revoked_by_id=by.pk))
    return revocation


def announce_lapsed_awards() -> int:
    """Tell of awards whose last day has passed, each once; return how many. Being lapsed never waits for this.

    One that was renewed is left out: its holder still has the competency.
    """
    lapsed = Award.objects.filter(expires_on__lt=local_today(), lapse=None, revocation=None, superseded_by=None)
    return sum(_announce_lapse(award) for award in lapsed.iterator())


@transaction.atomic
def _announce_lapse(award: Award) -> bool:
    _, is_new = AwardLapse.objects.get_or_create(award=award)
    if is_new:
        post_event(AwardLapsed(person_id=award.person_id, award_id=award.pk))
    return is_new
