from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class JobAsked(DomainEvent):
    name = "jobs.job_asked.v1"
    person_id: int
    job_id: int
    kind: str


@announces
@dataclass(frozen=True)
class JobEnded(DomainEvent):
    name = "jobs.job_ended.v1"
    person_id: int
    job_id: int
    kind: str
    state: str
