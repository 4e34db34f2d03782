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


@announces
@dataclass(frozen=True)
class LineOffered(DomainEvent):
    """The newest version of a pack can be fetched from an address from now on."""

    name = "sharing.line_offered.v1"
    offer_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class LineWithdrawn(DomainEvent):
    """An address leads to no pack any more."""

    name = "sharing.line_withdrawn.v1"
    offer_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class LineFollowed(DomainEvent):
    name = "sharing.line_followed.v1"
    following_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class LineLeft(DomainEvent):
    """A line of packs is followed no more. What came by it stays."""

    name = "sharing.line_left.v1"
    following_id: int
    by_id: int
