"""What Priya does to pages and their Welsh and Easy Read versions."""

from __future__ import annotations

import json
import uuid

from wagtail.models import Page

from learning.content.models import LessonPage, ModulePage, SiblingKind, SiblingPage
from learning.content.queries import snapshot
from learning.content.siblings.actions import (
    make_sibling,
)
from learning.enrolment.actions import start_study
from learning.enrolment.models import PinnedLesson

EASY, WELSH = SiblingKind.EASY_READ, SiblingKind.WELSH


def fresh(sibling: SiblingPage) -> SiblingPage:
    return SiblingPage.objects.get(pk=sibling.pk)


def published(page: Page, kind: SiblingKind, priya) -> SiblingPage:
    """Make a version whose every text says so, and publish it."""
    sibling = make_sibling(page, kind, by=priya)
    draft = sibling.get_latest_revision_as_object()
    draft.title, draft.lead = f"Easy {page.title}", "In short."
    draft.body = json.dumps([_reworded(dict(raw)) for raw in draft.body.raw_data])
    draft.save_revision(user=priya).publish(user=priya)
    return fresh(sibling)


def _reworded(raw):
    if raw["type"] == "text":
        raw["value"] = "<p>Short words.</p>"
    if raw["type"] == "knowledge_check":
        raw["value"] = {**raw["value"], "stem": "Short question?"}
        raw["value"]["options"] = [
            {**option, "value": {**option["value"], "text": f"Short {place}", "correct": False}}
            for place, option in enumerate(raw["value"]["options"])
        ]
    return raw


def republished(page: LessonPage, *, priya, change) -> None:
    """Publish a lesson anew, with its stored blocks changed."""
    draft = LessonPage.objects.get(pk=page.pk)
    draft.body = json.dumps(change([dict(raw) for raw in draft.body.raw_data]))
    draft.save_revision(user=priya).publish(user=priya)


def add_text(blocks):
    return [*blocks, {"type": "text", "id": str(uuid.uuid4()), "value": "<p>A new paragraph.</p>"}]


def ids(stream) -> list[str]:
    return [raw["id"] for raw in stream.raw_data]


def check_in(page: LessonPage):
    return next(one for one in snapshot(page.live_revision_id).segments if one.kind == "knowledge_check")


def pin(asha, page: LessonPage) -> PinnedLesson:
    study = start_study(asha.person, ModulePage.objects.get(pk=page.get_parent().pk), client_id=uuid.uuid4())
    return study.lessons.get(lesson=page)
