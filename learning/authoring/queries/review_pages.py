"""A draft put before a reviewer: part by part as its readers will meet it, what differs, and what was said of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from wagtail.models import Page, Revision

from learning.authoring.gate.describing import describe, lesson_segment
from learning.authoring.models import ReviewComment, ReviewRound, RoleReview
from learning.authoring.queries.reviews import difference_of, people_named
from learning.authoring.rules.findings import Part
from learning.authoring.rules.reviewing import APPROVED
from learning.content.difference import REMOVED, Change
from learning.content.models import LessonPage
from learning.content.queries import Segment


@dataclass(frozen=True)
class Said:
    """A comment with who said it, and the answers to it."""

    comment: ReviewComment
    who: str
    answers: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Row:
    """One part of a draft beside what differs in it and what was said of it."""

    part: Part
    segment: Segment | None
    change: Change | None
    comments: tuple[Said, ...]


@dataclass(frozen=True)
class Reading:
    """A draft as a reviewer reads it. `head` are changes of what stands above the parts; `gone` was taken out."""

    draft: Page
    rows: tuple[Row, ...]
    head: tuple[Change, ...]
    gone: tuple[Change, ...]
    general: tuple[Said, ...]
    is_new: bool

    @property
    def first_changed(self) -> str:
        """Return the place of the first part that differs; nothing when all of the page is new or none of it."""
        return next((row.part.place for row in self.rows if row.change is not None), "")

    @property
    def changed(self) -> int:
        return sum(row.change is not None for row in self.rows) + len(self.gone) + len(self.head)


def reading_of(round_: ReviewRound, page: Page, *, against: Revision | None) -> Reading:
    """Return a round's draft beside what it is held against: the live version, or what this reviewer approved."""
    draft = round_.revision.as_object()
    changes = {change.id: change for change in difference_of(against, round_.revision).changes} if against else {}
    said = comments_on(round_)
    parts = [part for part in describe(draft).parts if part.kind not in {"body", "title"}]
    rows = tuple(
        Row(part, _segment(draft, part), changes.get(part.place), tuple(said.get(part.place, ()))) for part in parts
    )
    shown = {part.place for part in parts}
    return Reading(
        draft=draft,
        rows=rows,
        head=tuple(one for one in changes.values() if one.id not in shown and one.kind != REMOVED),
        gone=tuple(one for one in changes.values() if one.kind == REMOVED),
        general=tuple(one for place, found in said.items() if place not in shown for one in found),
        is_new=against is None,
    )


def _segment(draft: Page, part: Part) -> Segment | None:
    """Return a lesson's block as learners meet it; None for fields, other pages, and what is not finished."""
    if not isinstance(draft, LessonPage) or part.problems or part.kind == "field":
        return None
    place = next((number for number, block in enumerate(draft.body) if block.id == part.place), None)
    return None if place is None else lesson_segment(draft, place)


def approved_before(review: RoleReview) -> Revision | None:
    """Return the draft that a role approved in an earlier round of the same review, if it did."""
    earlier = (
        RoleReview.objects.filter(
            round__workflow_state=review.round.workflow_state_id,
            round__lt=review.round_id,
            role=review.role_id,
            decision=APPROVED,
        )
        .select_related("round__revision")
        .last()
    )
    return earlier.round.revision if earlier is not None else None


def comments_on(round_: ReviewRound) -> dict[str, list[Said]]:
    """Return what was said in this review, also in its earlier rounds, by place; the answers with what they answer."""
    found = ReviewComment.objects.filter(round__workflow_state=round_.workflow_state_id).select_related("said_by")
    comments = list(found)
    named = people_named(comment.said_by_id for comment in comments)
    answers: dict[int | None, list[ReviewComment]] = defaultdict(list)
    for comment in comments:
        answers[comment.answers_id].append(comment)
    by_place: dict[str, list[Said]] = defaultdict(list)
    for comment in answers[None]:
        below = tuple(Said(answer, _who(answer, named)) for answer in answers[comment.pk])
        by_place[comment.block_id].append(Said(comment, _who(comment, named), below))
    return by_place


def _who(comment: ReviewComment, named: set[int]) -> str:
    name = comment.said_by.name if comment.said_by_id in named else ""
    return ", ".join(part for part in (name, comment.role_title) if part)
