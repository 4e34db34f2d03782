"""Which versions a reader may choose from, and what she reads when she has chosen one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from framework.models import ToolPage
from learning.content.models import LessonPage, ModulePage, SiblingPage
from learning.content.queries import LessonSnapshot, Segment, snapshot, snapshot_of
from learning.content.siblings.merging import OWN, Merged, merge
from learning.content.siblings.words import can_have_siblings

CHOSEN = "read_in"  # in the session: the version chosen last, for the rest of the visit
ORIGINAL = "en"


def live_siblings(page: Page) -> list[SiblingPage]:
    """Return the versions that readers of a page can choose. No query for a page with nothing below it."""
    if not page.numchild or not can_have_siblings(page):
        return []
    return list(SiblingPage.objects.child_of(page).live().order_by("kind").select_related("in_step_with"))


def version_asked_for(request: HttpRequest, page: Page) -> SiblingPage | None:
    """Return the version that an address or a form names, and remember the choice for the visit; None for the page.

    `?in=en` goes back to the page itself and forgets.
    """
    wanted = request.POST.get("in") or request.GET.get("in", "")
    if not wanted:
        return None
    if wanted == ORIGINAL:
        request.session.pop(CHOSEN, None)
        return None
    version = next((one for one in live_siblings(page) if one.kind == wanted), None)
    if version is not None and request.session.get(CHOSEN) != version.kind:
        request.session[CHOSEN] = version.kind
    return version


def read_in(version: SiblingPage, revision_id: int) -> Merged:
    """Return a version of a lesson that somebody studies, in the words of another version of that lesson."""
    step = snapshot(version.in_step_with_id) if version.in_step_with_id else None
    return merge(snapshot(revision_id), snapshot(version.live_revision_id), step, language=version.language)


def segment_in(version: SiblingPage, revision_id: int, segment: Segment) -> Segment:
    """Return one block of a lesson in other words, where it has them."""
    return read_in(version, revision_id).lesson.segment(segment.id) or segment


def lesson_for_author(version: SiblingPage) -> LessonSnapshot:
    """Return a version of a lesson as it stands, with everything in it shown."""
    lesson = snapshot_of(version, for_author=True)
    return replace(lesson, segments=tuple(replace(one, language=version.language) for one in lesson.segments))


@dataclass(frozen=True)
class Choice:
    """One version in the line that says what a page can be read in."""

    name: str
    language: str
    address: str


@dataclass(frozen=True)
class Choices:
    """The versions beside the one that is read, and the one the reader chose on an earlier page, if it is here."""

    others: list[Choice]
    offered: Choice | None

    def __bool__(self) -> bool:
        return bool(self.others)


def choices_for(request: HttpRequest, page: Page, read: SiblingPage | None) -> Choices:
    """Return what else a page can be read in. One query for a page that has anything below it, else none."""
    versions = live_siblings(page)
    others = [_choice(one) for one in versions if read is None or one.pk != read.pk]
    if read is not None:
        return Choices([Choice("English", OWN, f"?in={ORIGINAL}"), *others], None)
    if not versions:
        return Choices([], None)
    chosen = request.session.get(CHOSEN)
    return Choices(others, next((_choice(one) for one in versions if one.kind == chosen), None))


def _choice(version: SiblingPage) -> Choice:
    return Choice(str(version.version.label), version.language, f"?in={version.kind}")


def sibling_context(page: Page, version: SiblingPage) -> dict[str, Any]:
    """Return what the page of a version shows."""
    return {
        "page": page,
        "version": version,
        "words": lesson_for_author(version),
        "is_tool": isinstance(page, ToolPage),
        "is_learning": isinstance(page, LessonPage | ModulePage),
    }
