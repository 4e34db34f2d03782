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


@announces
@dataclass(frozen=True)
class QuestionVersionMade(DomainEvent):
    name = "assessment.question_version_made.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionVersionEdited(DomainEvent):
    name = "assessment.question_version_edited.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionSentToReview(DomainEvent):
    name = "assessment.question_sent_to_review.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionTakenBack(DomainEvent):
    name = "assessment.question_taken_back.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionApproved(DomainEvent):
    name = "assessment.question_approved.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionDeclined(DomainEvent):
    name = "assessment.question_declined.v1"
    question_id: int
    version_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionWithdrawn(DomainEvent):
    name = "assessment.question_withdrawn.v1"
    question_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionBroughtBack(DomainEvent):
    name = "assessment.question_brought_back.v1"
    question_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionDeleted(DomainEvent):
    name = "assessment.question_deleted.v1"
    question_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class AssessmentSettingsChanged(DomainEvent):
    name = "assessment.settings_changed.v1"
    assessment_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class QuestionsImported(DomainEvent):
    name = "assessment.questions_imported.v1"
    module_id: int
    import_id: int
    by_id: int
    version_ids: list[int]


@announces
@dataclass(frozen=True)
class QuestionsTaken(DomainEvent):
    name = "assessment.questions_taken.v1"
    module_id: int
    by_id: int
    version_ids: list[int]


@announces
@dataclass(frozen=True)
class QuestionDraftsDiscarded(DomainEvent):
    name = "assessment.question_drafts_discarded.v1"
    version_ids: list[int]
    by_id: int


@announces
@dataclass(frozen=True)
class AssessmentDiscarded(DomainEvent):
    name = "assessment.assessment_discarded.v1"
    assessment_id: int
    by_id: int
