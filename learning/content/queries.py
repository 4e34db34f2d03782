"""Lessons as learners read them: snapshots of one revision, rendered once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as store
from django.template.loader import render_to_string
from wagtail.models import Revision

from learning.content.blocks import ANSWERED
from learning.content.models import LessonPage

KEEP_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Choice:
    """One option of a knowledge check; its id is stable across revisions."""

    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Segment:
    """One block of a lesson: finished HTML, or the question a learner answers."""

    id: str
    kind: str
    html: str = ""
    prompt: str = ""
    help: str = ""
    several: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def is_answered(self) -> bool:
        return self.kind in ANSWERED


@dataclass(frozen=True)
class LessonSnapshot:
    """A lesson exactly as one revision has it."""

    title: str
    aim: str
    minutes: int
    segments: tuple[Segment, ...]

    def segment(self, block_id: str) -> Segment | None:
        return next((segment for segment in self.segments if segment.id == block_id), None)


def snapshot(revision_id: int) -> LessonSnapshot:
    """Return the lesson of a revision. Revisions never change, so the rendered result is kept."""
    key = f"lesson:{revision_id}:{_template_fingerprint()}"
    kept: LessonSnapshot | None = store.get(key)
    if kept is None:
        page = Revision.objects.get(pk=revision_id).as_object()
        kept = snapshot_of(page)
        store.set(key, kept, KEEP_SECONDS)
    return kept


def snapshot_of(page: LessonPage) -> LessonSnapshot:
    """Return a lesson as the page object holds it now, saved or not."""
    segments = tuple(_segment(block) for block in page.body)
    return LessonSnapshot(title=page.title, aim=page.aim, minutes=page.count_minutes(), segments=segments)


def _segment(block: Any) -> Segment:
    if block.block_type == "knowledge_check":
        choices = tuple(
            Choice(item.id, item.value["text"], bool(item.value["correct"]), item.value["feedback"])
            for item in block.value["options"].bound_blocks
        )
        several = block.value["kind"] == "multiple"
        return Segment(block.id, block.block_type, prompt=block.value["stem"], several=several, choices=choices)
    if block.block_type == "reflection":
        return Segment(block.id, block.block_type, prompt=block.value["prompt"], help=block.value["help"])
    template = block.block.meta.template
    html = render_to_string(template, {"value": block.value, "block_id": block.id})
    return Segment(block.id, block.block_type, html=html)


@cache
def _template_fingerprint() -> str:
    """Return a short hash of the block templates, so that a new release renders anew."""
    folder = Path(settings.BASE_DIR) / "templates" / "content" / "blocks"
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
