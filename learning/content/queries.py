"""Lessons as learners read them: snapshots of one revision, rendered once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as store
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Revision

from framework.glossary import Term
from framework.models import Competency
from framework.queries import explain_terms, glossary_fingerprint
from learning.content import segments
from learning.content.difference import Block, Difference, compare, fingerprint, settled
from learning.content.models import LessonPage, ModulePage
from learning.content.segments import Choice, Segment, segment_of
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to

__all__ = ["Choice", "LessonSnapshot", "Segment", "snapshot", "snapshot_of"]

KEEP_SECONDS = 30 * 24 * 3600
READ_AS_TEXT = {"text", "callout", "steps", "worked_example"}  # blocks in which a glossary term explains itself


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
    key = f"lesson:{revision_id}:{_template_fingerprint()}:{get_language()}"
    kept: LessonSnapshot | None = store.get(key)
    if kept is None:
        page = Revision.objects.get(pk=revision_id).as_object()
        kept = snapshot_of(page)
        store.set(key, kept, KEEP_SECONDS)
    return kept


def with_terms_explained(lesson: LessonSnapshot, account: Account) -> tuple[LessonSnapshot, tuple[Term, ...]]:
    """Return a lesson in which the reader's glossary terms explain themselves, and those terms. One query.

    What is kept of the revision stays as it was: a term that is changed today is explained anew at once.
    """
    texts = tuple(segment.html if segment.kind in READ_AS_TEXT else "" for segment in lesson.segments)
    shown = explain_terms(texts, glossary_fingerprint(frameworks_open_to(account)), (lesson.title,))
    segments = tuple(
        replace(segment, html=html) if html else segment
        for segment, html in zip(lesson.segments, shown.fragments, strict=True)
    )
    return replace(lesson, segments=segments), shown.terms


def snapshot_of(page: LessonPage, *, for_author: bool = False) -> LessonSnapshot:
    """Return a lesson as the page object holds it now, saved or not; for its author with everything shown."""
    parts = tuple(segment_of(block, for_author=for_author) for block in page.body)
    return LessonSnapshot(title=page.title, aim=page.aim, minutes=page.count_minutes(), segments=parts)


def blocks_of(page: LessonPage) -> list[Block]:
    """Return a lesson as it is held against another version of itself: its title, its aim and its blocks."""
    stored = list(page.body.raw_data)
    blocks = [
        Block(block.id or f"place-{place}", block.block_type, _words(block), settled(stored[place]["value"]))
        for place, block in enumerate(page.body)
    ]
    head = [Block(name, name, getattr(page, name), settled(getattr(page, name))) for name in ("title", "aim")]
    return [*head, *blocks]


def _words(block: Any) -> str:
    """Return what a reader or listener meets in a block, as plain words."""
    if block.block_type == "knowledge_check":
        options = [
            f"{option['text']}{' (right)' if option['correct'] else ''}: {option['feedback']}"
            for option in block.value["options"]
        ]
        return "\n".join([block.value["stem"], *options])
    texts = [str(text).strip() for text in block.block.get_searchable_content(block.value)]
    if block.block_type == "image":
        texts = [str(block.value["image"] or ""), block.value["alt"] or "", block.value["caption"] or ""]
    return "\n".join(text for text in texts if text)


def difference_between(older: Revision, newer: Revision) -> Difference:
    """Return what differs between two revisions of a lesson, neither of which need be published."""
    return compare(blocks_of(older.as_object()), blocks_of(newer.as_object()))


def fingerprint_of(revision: Revision) -> str:
    """Return a text that two revisions share exactly when nothing a learner meets differs between them."""
    return fingerprint(blocks_of(revision.as_object()))


@cache
def _template_fingerprint() -> str:
    """Return a short hash of what makes a lesson: block templates, their translations and what is kept of it.

    A new release with another one renders anew.
    """
    folder = Path(settings.BASE_DIR) / "templates" / "content" / "blocks"
    translations = sorted(path for place in settings.LOCALE_PATHS for path in Path(place).glob("*/*/django.po"))
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.html")), *translations, Path(segments.__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def competencies_served(module: ModulePage) -> QuerySet[Competency]:
    """Return the competencies that a module serves; while nobody can open it, those that its newest draft says.

    An author chooses them in the editor, and a draft reaches the module's own row only when it is published.
    """
    if module.live:
        served: QuerySet[Competency] = module.competencies.all()
        return served
    draft: ModulePage = module.get_latest_revision_as_object()
    said: QuerySet[Competency] = Competency.objects.filter(pk__in=[one.pk for one in draft.competencies.all()])
    return said
