from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class PathwayStarted(DomainEvent):
    name = "enrolment.pathway_started.v1"
    person_id: int
    enrolment_id: int
    pathway_id: int


@announces
@dataclass(frozen=True)
class PathwayCompleted(DomainEvent):
    name = "enrolment.pathway_completed.v1"
    person_id: int
    enrolment_id: int
    pathway_id: int


@announces
@dataclass(frozen=True)
class StudyStarted(DomainEvent):
    name = "enrolment.study_started.v1"
    person_id: int
    study_id: int
    module_id: int


@announces
@dataclass(frozen=True)
class KnowledgeCheckAnswered(DomainEvent):
    name = "enrolment.knowledge_check_answered.v1"
    person_id: int
    answer_id: int


@announces
@dataclass(frozen=True)
class ReflectionWritten(DomainEvent):
    """That a reflection was written, never what."""

    name = "enrolment.reflection_written.v1"
    person_id: int
    answer_id: int


@announces
@dataclass(frozen=True)
class ScenarioChoiceMade(DomainEvent):
    """A choice in a branching scenario: the last one of the way that the answer keeps."""

    name = "enrolment.scenario_choice_made.v1"
    person_id: int
    answer_id: int


@announces
@dataclass(frozen=True)
class ViewGiven(DomainEvent):
    """That a scale or a poll was answered for the first time, never how."""

    name = "enrolment.view_given.v1"
    person_id: int
    answer_id: int


@announces
@dataclass(frozen=True)
class LessonCompleted(DomainEvent):
    name = "enrolment.lesson_completed.v1"
    person_id: int
    pinned_lesson_id: int


@announces
@dataclass(frozen=True)
class ModuleCompleted(DomainEvent):
    name = "enrolment.module_completed.v1"
    person_id: int
    study_id: int
    module_id: int


@announces
@dataclass(frozen=True)
class NewerLessonTaken(DomainEvent):
    """Somebody in the middle of a lesson took the newer version of it."""

    name = "enrolment.newer_lesson_taken.v1"
    person_id: int
    pinned_lesson_id: int
    taken_id: int


@announces
@dataclass(frozen=True)
class UpdateCompleted(DomainEvent):
    """Somebody read what changed in a lesson they had completed."""

    name = "enrolment.update_completed.v1"
    person_id: int
    update_id: int
