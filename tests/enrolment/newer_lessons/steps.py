"""What Asha does when a lesson changes."""

from __future__ import annotations

from learning.content.queries import snapshot
from tests.authoring.changed_lessons import (
    blocks,
)

SLUG = "aspirations"


def at(lesson, end="") -> str:
    return f"/learning/{SLUG}/{lesson.slug}/{end}"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def question(pinned, kind="reflection"):
    return next(segment for segment in snapshot(pinned.revision_id).segments if segment.kind == kind)


def without(lesson, block_id):
    return [one for one in blocks(lesson) if one["id"] != block_id]
