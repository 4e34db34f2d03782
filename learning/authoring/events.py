from dataclasses import dataclass

from learning.outbox.events import DomainEvent, announces


@announces
@dataclass(frozen=True)
class PageReleased(DomainEvent):
    """A version of a page was published: `change` is the class of the change, empty where none is asked."""

    name = "authoring.page_released.v1"
    release_id: int
    page_id: int
    revision_id: int
    previous_revision_id: int | None
    change: str
    due_within_days: int


@announces
@dataclass(frozen=True)
class ModuleStarted(DomainEvent):
    """An author began a module from a starting point."""

    name = "authoring.module_started.v1"
    module_id: int
    by_id: int


@announces
@dataclass(frozen=True)
class GateOverridden(DomainEvent):
    """A page may be published in spite of a finding, with a reason and a day by which it is mended."""

    name = "authoring.gate_overridden.v1"
    override_id: int
    page_id: int
    revision_id: int
    check: str
    key: str
    mend_by: str


@announces
@dataclass(frozen=True)
class GateOverrideMended(DomainEvent):
    """A version was published in which what had been passed is mended."""

    name = "authoring.gate_override_mended.v1"
    override_id: int
    page_id: int
    revision_id: int


@announces
@dataclass(frozen=True)
class PublishingHeldBack(DomainEvent):
    """A draft that was to be published by itself was not, and this person is to know: `why` is gate or review."""

    name = "authoring.publishing_held_back.v1"
    page_id: int
    revision_id: int
    why: str
    person_id: int


@announces
@dataclass(frozen=True)
class ReviewOpened(DomainEvent):
    name = "authoring.review_opened.v1"
    round_id: int
    page_id: int
    revision_id: int


@announces
@dataclass(frozen=True)
class ReviewerAsked(DomainEvent):
    """One person is asked to review for a role."""

    name = "authoring.reviewer_asked.v1"
    review_id: int
    person_id: int


@announces
@dataclass(frozen=True)
class PageReviewed(DomainEvent):
    """A role has said of a draft that it approves it, or what should change."""

    name = "authoring.page_reviewed.v1"
    review_id: int
    page_id: int
    revision_id: int
    decision: str


@announces
@dataclass(frozen=True)
class ReviewClosed(DomainEvent):
    """A round ended: approved by every role, handed back with changes asked for, or withdrawn."""

    name = "authoring.review_closed.v1"
    round_id: int
    page_id: int
    outcome: str
