"""What Priya does on the screen that says who is affected."""

from __future__ import annotations

from django.core.cache import cache
from django.urls import reverse

from learning.authoring.models import PlannedRelease
from learning.content.models import LessonPage
from tests.authoring.changed_lessons import SUMMARY
from tests.content.test_priya_edits import edit_address, form_of

NEW_AIM = "By the end you can say it in one breath."


MATERIAL = {"change": "MATERIAL", "summary": SUMMARY, "due_within_days": "7"}


def now(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


def screen(lesson, revision, name="publish") -> str:
    return reverse(f"authoring:{name}", args=[lesson.pk, revision.pk])


def sent(lesson, revision, **said) -> dict:
    revision.refresh_from_db()
    return {
        "seen": revision.created_at.isoformat(),
        "seen_live": now(lesson).live_revision_id or "",
        "due_within_days": "10",
        **said,
    }


def is_untouched(lesson) -> bool:
    return now(lesson).live_revision_id == lesson.live_revision_id and not PlannedRelease.objects.exists()


def words(response) -> str:
    return " ".join(response.content.decode().split())


def bulk(page, action="publish") -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"


def api(page, action="publish") -> str:
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


def submit(cms, lesson):
    cache.clear()
    return cms.post(edit_address(lesson), {**form_of(lesson), "aim": NEW_AIM, "action-submit": "1"})


def approve(cms, lesson):
    state = now(lesson).current_workflow_task_state
    return cms.post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]))
