from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class SigningKeyMade(DomainEvent):
    name = "sharing.signing_key_made.v1"
    key_id: int
    unit_id: int


@announces
@dataclass(frozen=True)
class PublisherAdded(DomainEvent):
    name = "sharing.publisher_added.v1"
    publisher_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PublisherWithdrawn(DomainEvent):
    name = "sharing.publisher_withdrawn.v1"
    publisher_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PackMade(DomainEvent):
    name = "sharing.pack_made.v1"
    pack_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PackReceived(DomainEvent):
    name = "sharing.pack_received.v1"
    pack_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PackTaken(DomainEvent):
    name = "sharing.pack_taken.v1"
    pack_id: int
    decision_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PackDeclined(DomainEvent):
    name = "sharing.pack_declined.v1"
    pack_id: int
    decision_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class PackUndone(DomainEvent):
    name = "sharing.pack_undone.v1"
    pack_id: int
    decision_id: int
    by_id: int
