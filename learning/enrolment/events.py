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
