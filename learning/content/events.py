from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class SiblingMade(DomainEvent):
    """Somebody began another version of a page: `kind` is cy or easy-read."""

    name = "content.sibling_made.v1"
    sibling_id: int
    page_id: int
    kind: str


@announces
@dataclass(frozen=True)
class SiblingBroughtIntoStep(DomainEvent):
    """Somebody said that another version of a page says again what this revision of the page says."""

    name = "content.sibling_brought_into_step.v1"
    sibling_id: int
    page_id: int
    revision_id: int
