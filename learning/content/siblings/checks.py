"""Whether another version of a lesson asks what the lesson asks, so that answers given in either count once."""

from __future__ import annotations

from wagtail.models import Revision

from learning.content.models import LessonPage, SiblingPage
from learning.content.queries import LessonSnapshot, snapshot_of
from learning.content.segments import Segment
from learning.content.siblings.merging import fits

SHOWN = 80


def publish_problems(draft: SiblingPage) -> list[str]:
    """Return why a version cannot be published: what it asks is neither what the lesson asks now nor what it asked
    when the two were last in step."""
    page = draft.original
    if not isinstance(page, LessonPage) or page.live_revision is None:
        return []
    says = snapshot_of(draft)
    problems = _problems(says, page.live_revision)
    if problems and draft.in_step_with_id and draft.in_step_with_id != page.live_revision_id:
        return problems if _problems(says, draft.in_step_with) else []
    return problems


def _problems(says: LessonSnapshot, revision: Revision) -> list[str]:
    lesson = snapshot_of(revision.as_object())
    asked = {segment.id: segment for segment in lesson.segments if segment.is_answered}
    found = [words for segment in asked.values() if (words := _problem(segment, says.segment(segment.id)))]
    own = [segment for segment in says.segments if segment.is_answered and segment.id not in asked]
    return found + [f"“{_name(one)}” is asked here only. Take it out: its answers would count nowhere." for one in own]


def _problem(segment: Segment, other: Segment | None) -> str:
    if other is None:
        return f"“{_name(segment)}” is missing. Bring it in again from the English page."
    if segment.kind == "gap_fill":
        return ""  # its words are its answer: where they differ, the lesson's own are asked
    if not fits(segment, other):
        return f"“{_name(other)}” has other options than the English one. Keep as many as there are, and only reword."
    return ""


def _name(segment: Segment) -> str:
    name = segment.prompt or segment.kind
    return name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
