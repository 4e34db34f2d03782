from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class AttemptStarted(DomainEvent):
    name = "assessment.attempt_started.v1"
    person_id: int
    attempt_id: int


@announces
@dataclass(frozen=True)
class AttemptSubmitted(DomainEvent):
    name = "assessment.attempt_submitted.v1"
    person_id: int
    attempt_id: int
    passed: bool


@announces
@dataclass(frozen=True)
class PracticeObserved(DomainEvent):
    name = "assessment.practice_observed.v1"
    person_id: int
    observation_id: int
    assessor_id: int
    competent: bool


@announces
@dataclass(frozen=True)
class EvidenceRecorded(DomainEvent):
    name = "assessment.evidence_recorded.v1"
    person_id: int
    evidence_id: int
    competency: str


@announces
@dataclass(frozen=True)
class CompetencyAwarded(DomainEvent):
    name = "assessment.competency_awarded.v1"
    person_id: int
    award_id: int
    competency: str
    level: str


@announces
@dataclass(frozen=True)
class AwardRevoked(DomainEvent):
    name = "assessment.award_revoked.v1"
    person_id: int
    award_id: int
    revoked_by_id: int


@announces
@dataclass(frozen=True)
class AwardLapsed(DomainEvent):
    name = "assessment.award_lapsed.v1"
    person_id: int
    award_id: int
