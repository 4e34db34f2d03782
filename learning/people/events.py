from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class PostStarted(DomainEvent):
    name = "people.post_started.v1"
    post_id: int
    person_id: int


@announces
@dataclass(frozen=True)
class UnitMoved(DomainEvent):
    """A team or service, with all below it, now stands elsewhere in the organisation."""

    name = "people.unit_moved.v1"
    unit_id: int


@announces
@dataclass(frozen=True)
class PostEnded(DomainEvent):
    name = "people.post_ended.v1"
    post_id: int
    person_id: int
    ended_on: str


@announces
@dataclass(frozen=True)
class FrameworkOpened(DomainEvent):
    """The people of an organisation may now read a practice framework."""

    name = "people.framework_opened.v1"
    framework: str
    unit_id: int
