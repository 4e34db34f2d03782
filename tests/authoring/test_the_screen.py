"""Priya presses Publish: one screen says who is affected, and there is no way around it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowPage, WorkflowTask

from learning.authoring.models import PlannedRelease, Release
from learning.content.models import LessonPage
from learning.enrolment.models import UpdateDue
from tests.authoring.changed_lessons import NEW_WORDS, SUMMARY, blocks, draft, first_lesson, new_text
from tests.content.test_priya_edits import edit_address, form_of
from tests.stories import module, study_all

NEW_AIM = "By the end you can say it in one breath."
MATERIAL = {"change": "MATERIAL", "summary": SUMMARY, "due_within_days": "7"}


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson("aspirations")


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


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


def test_publish_keeps_her_text_as_a_draft_and_leads_to_the_screen(cms, lesson, asha, ngozi):
    study_all(asha.person, "aspirations")
    response = cms.post(edit_address(lesson), {**form_of(lesson), "aim": NEW_AIM, "action-publish": "1"})
    kept = now(lesson).get_latest_revision()
    assert response.url == screen(lesson, kept)
    assert kept.as_object().aim == NEW_AIM
    assert is_untouched(lesson)
    shown = words(cms.get(response.url))
    assert "0 people are mid-course" in shown
    assert "1 person has completed it" in shown
    assert "Your text is kept as a draft" in shown


def test_the_screen_shows_only_what_she_changed_after_a_trip_through_the_editor(cms, lesson):
    response = cms.post(edit_address(lesson), {**form_of(lesson), "aim": NEW_AIM, "action-publish": "1"})
    difference = cms.get(response.url).context["effect"].difference
    assert [change.id for change in difference.changes] == ["aim"]


def test_she_publishes_a_material_change(cms, lesson, asha):
    study_all(asha.person, "aspirations")
    revision = draft(lesson)
    response = cms.post(screen(lesson, revision), sent(lesson, revision, **MATERIAL))
    assert response.status_code == 302
    assert now(lesson).live_revision_id == revision.pk
    assert UpdateDue.objects.open().filter(person=asha.person).count() == 1
    page = words(cms.get(response.url))
    assert "has been published" in page
    assert "1 person was asked for a short update" in page
    entry = PageLogEntry.objects.get(page=lesson.pk, action="authoring.release")
    assert entry.message == f"Released as: material. {SUMMARY}"
    assert cms.get(reverse("wagtailadmin_pages:history", args=[lesson.pk])).status_code == 200


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "Choose what kind of change this is."),
        ({"change": "HUGE"}, "Choose typo, minor or material."),
        ({"change": "FIRST"}, "Choose typo, minor or material."),
        ({"change": "MINOR", "summary": "  "}, "Write one line that tells learners what changed."),
        ({"change": "MATERIAL"}, "Write one line that tells learners what changed."),
        ({**MATERIAL, "due_within_days": ""}, "Say within how many working days the update is due."),
        ({**MATERIAL, "due_within_days": "0"}, "Give people at least 1 working day."),
        ({**MATERIAL, "due_within_days": "91"}, "Give people at most 90 working days."),
        ({**MATERIAL, "due_within_days": "soon"}, "Enter a whole number of working days"),
        ({**MATERIAL, "summary": "x" * 201}, "Keep it to one line of 200 characters."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(cms, lesson, said, problem):
    revision = draft(lesson)
    response = cms.post(screen(lesson, revision), sent(lesson, revision, **said))
    assert response.status_code == 422
    assert problem in words(response)
    assert "Nothing you wrote is lost" in words(response)
    assert (said.get("summary", "").strip() or "x") in words(response)
    assert is_untouched(lesson)


def test_days_of_another_class_do_not_stand_in_the_way(cms, lesson):
    revision = draft(lesson)
    cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO", due_within_days="never"))
    assert now(lesson).live_revision_id == revision.pk


def test_a_hostile_text_is_shown_as_text(cms, lesson, asha, signed_in):
    study_all(asha.person, "aspirations")
    nasty = "<script>alert(1)</script>"
    raw = [*blocks(lesson), {"type": "heading", "id": new_text()["id"], "value": nasty}]
    revision = draft(lesson, raw)
    assert nasty not in cms.get(screen(lesson, revision)).content.decode()
    cms.post(screen(lesson, revision), sent(lesson, revision, **{**MATERIAL, "summary": nasty}))
    hers = signed_in(asha)
    for page in ("/", "/learning/aspirations/", f"/learning/aspirations/{lesson.slug}/changes/"):
        shown = hers.get(page)
        assert shown.status_code == 200
        assert nasty not in shown.content.decode()


@pytest.mark.parametrize("seen", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_a_screen_that_is_out_of_date_publishes_nothing(cms, lesson, seen):
    revision = draft(lesson)
    response = cms.post(screen(lesson, revision), {**sent(lesson, revision, change="TYPO"), "seen": seen})
    assert response.status_code == 409
    assert "changed while you looked" in words(response)
    assert is_untouched(lesson)


def test_a_draft_that_is_no_longer_the_newest_says_so_and_cannot_be_published(cms, lesson):
    revision = draft(lesson)
    draft(lesson, [*blocks(lesson), new_text("Somebody else's.")])
    page = words(cms.get(screen(lesson, revision)))
    assert "There is a newer draft of this lesson" in page
    assert ">Publish</button>" not in page
    assert cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO")).status_code == 409
    assert is_untouched(lesson)


def test_an_unfinished_draft_is_not_published(cms, lesson):
    raw = [{"type": "heading", "id": new_text()["id"], "value": "Only a heading"}]
    revision = draft(lesson, raw)
    response = cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO"))
    assert response.status_code == 409
    assert "This draft is not finished" in words(response)
    assert is_untouched(lesson)


def test_a_locked_page_is_not_published(cms, lesson, admin):
    revision = draft(lesson)
    LessonPage.objects.filter(pk=lesson.pk).update(locked=True, locked_by=admin, locked_at=timezone.now())
    response = cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO"))
    assert "locked" in words(response)
    assert is_untouched(lesson)


def test_what_is_published_already_leads_back_to_the_editor(cms, lesson):
    response = cms.get(screen(lesson, lesson.live_revision))
    assert response.url == edit_address(lesson)


@pytest.mark.parametrize("name", ["asha", "omar", "lena", "sam"])
def test_nobody_else_finds_the_screen(lesson, signed_in, request, name):
    client, revision = signed_in(request.getfixturevalue(name)), draft(lesson)
    assert client.get(screen(lesson, revision)).status_code == 404
    assert client.post(screen(lesson, revision), sent(lesson, revision, change="TYPO")).status_code == 404
    assert is_untouched(lesson)


def test_an_author_without_rights_to_this_page_finds_nothing(lesson, priya, signed_in):
    from wagtail.models import GroupPagePermission

    revision = draft(lesson)
    GroupPagePermission.objects.filter(page__slug="learning", permission__codename="publish_page").delete()
    client = signed_in(priya)
    assert client.get(screen(lesson, revision)).status_code == 404
    assert client.get(screen(lesson, revision, "plan")).status_code == 200
    GroupPagePermission.objects.filter(page__slug="learning").delete()
    assert client.get(screen(lesson, revision, "plan")).status_code == 404


def test_a_revision_of_another_page_is_not_found(cms, lesson):
    other = first_lesson("mindset")
    assert cms.get(screen(lesson, draft(other))).status_code == 404
    assert cms.get(reverse("authoring:publish", args=[module("mindset").pk, 1])).status_code == 404


# First publications, and other pages


def test_a_first_publication_needs_no_class(cms, lesson):
    parent = module("aspirations")
    new = parent.add_child(instance=LessonPage(title="New", slug="new", aim=NEW_AIM, body="[]", live=False))
    new.body = json.dumps(blocks(lesson))
    new.save_revision()
    cms.post(edit_address(new), {**form_of(now(new).get_latest_revision_as_object()), "action-publish": "1"})
    assert now(new).live
    assert Release.objects.get(page=new.pk).change == "FIRST"
    assert cms.get(screen(new, now(new).live_revision)).status_code == 302


# No way around


def bulk(page, action="publish") -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"


def test_publishing_several_at_once_is_refused_and_names_them(cms, lesson):
    revision = draft(lesson)
    response = cms.post(bulk(lesson))
    assert response.status_code == 302
    assert is_untouched(lesson)
    page = cms.get(reverse("wagtailadmin_explore", args=[lesson.get_parent().pk]))
    assert "Nothing was published" in words(page)
    assert screen(lesson, revision) in words(page)


def test_what_lies_below_and_was_unpublished_is_not_published_by_the_way(cms, lesson):
    now(lesson).unpublish()
    draft(lesson)
    cms.post(bulk(lesson.get_parent()), {"include_descendants": "on"})
    assert not now(lesson).live


def test_several_pages_that_ask_nothing_are_published(cms):
    page = module("aspirations")
    page.summary = "You will be able to ask."
    page.save_revision()
    cms.post(bulk(page), {"include_descendants": "on"})
    assert module("aspirations").summary == "You will be able to ask."


def api(page, action="publish") -> str:
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


def test_the_interface_of_the_editor_refuses_and_says_where_to_go(cms, lesson):
    revision = draft(lesson)
    response = cms.post(api(lesson), {}, content_type="application/json")
    assert response.status_code == 400
    assert screen(lesson, revision) in json.dumps(response.json())
    assert is_untouched(lesson)


def test_the_interface_publishes_what_was_said(cms, lesson, priya):
    from learning.authoring.actions import plan_release
    from learning.enrolment.actions import ChangeSaid

    revision = draft(lesson)
    plan_release(revision, ChangeSaid("MINOR", SUMMARY), by=priya, seen=revision.created_at)
    assert cms.post(api(lesson), {}, content_type="application/json").status_code == 200
    assert Release.objects.filter(page=lesson.pk).latest("pk").summary == SUMMARY


def test_a_version_of_the_past_goes_through_the_screen_as_well(cms, lesson, priya):
    old = lesson.live_revision
    draft(lesson).publish()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, old.pk])
    assert cms.get(address).status_code == 200
    response = cms.post(address, {**form_of(old.as_object()), "action-publish": "1"})
    newest = now(lesson).get_latest_revision()
    assert response.url == screen(lesson, newest)
    shown = cms.get(response.url)
    assert [change.kind for change in shown.context["effect"].difference.changes] == ["REMOVED"]
    cms.post(response.url, sent(lesson, newest, change="MINOR", summary="Back to what it said."))
    assert now(lesson).live_revision_id == newest.pk
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, old.pk, newest.pk])
    assert cms.get(compare).status_code == 200


def test_she_schedules_it_and_takes_it_back(cms, lesson):
    soon = timezone.now() + timedelta(days=2)
    revision = draft(lesson, go_live_at=soon)
    page = words(cms.get(screen(lesson, revision)))
    assert ">Schedule</button>" in page
    response = cms.post(screen(lesson, revision), sent(lesson, revision, **MATERIAL))
    assert "is to be published on" in words(cms.get(response.url))
    revision.refresh_from_db()
    assert abs(revision.approved_go_live_at - soon) < timedelta(seconds=1)
    assert cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO")).status_code == 409
    cms.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[lesson.pk, revision.pk]))
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert cms.post(api(lesson), {}, content_type="application/json").status_code == 200  # she said what it is


# Approval


@pytest.fixture
def reviewed(lesson, priya) -> Workflow:
    flow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.set(priya.groups.all())
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=flow, page=lesson.get_parent())
    return flow


def submit(cms, lesson):
    cache.clear()
    return cms.post(edit_address(lesson), {**form_of(lesson), "aim": NEW_AIM, "action-submit": "1"})


def approve(cms, lesson):
    state = now(lesson).current_workflow_task_state
    return cms.post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]))


def test_what_it_is_is_said_on_the_way_to_reviewers_and_holds_when_they_approve(cms, lesson, reviewed, asha):
    study_all(asha.person, "aspirations")
    response = submit(cms, lesson)
    revision = now(lesson).get_latest_revision()
    assert response.url == screen(lesson, revision, "plan")
    assert ">Keep this</button>" in words(cms.get(response.url))
    kept = cms.post(response.url, sent(lesson, revision, **MATERIAL))
    assert "once it is approved" in words(cms.get(kept.url))
    assert now(lesson).live_revision_id == lesson.live_revision_id
    approve(cms, lesson)
    assert now(lesson).live_revision_id == revision.pk
    assert Release.objects.filter(page=lesson.pk).latest("pk").change == "MATERIAL"
    assert UpdateDue.objects.open().filter(person=asha.person).exists()


def test_what_is_approved_with_nothing_said_waits_to_be_said(cms, lesson, reviewed):
    submit(cms, lesson)
    revision = now(lesson).get_latest_revision()
    response = approve(cms, lesson)
    assert is_untouched(lesson)
    page = words(cms.get(response.url))
    assert "approved and waits to be published" in page
    assert screen(lesson, revision) in page
    cms.post(screen(lesson, revision), sent(lesson, revision, change="TYPO"))
    assert now(lesson).live_revision_id == revision.pk


def test_who_approves_in_the_editor_is_led_to_the_screen(cms, lesson, reviewed):
    submit(cms, lesson)
    revision = now(lesson).get_latest_revision()
    response = cms.post(
        edit_address(lesson),
        {**form_of(revision.as_object()), "action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    assert response.url == screen(lesson, now(lesson).get_latest_revision())
    assert now(lesson).live_revision_id == lesson.live_revision_id


def test_the_words_of_the_new_text_stand_on_the_screen(cms, lesson):
    shown = words(cms.get(screen(lesson, draft(lesson))))
    assert NEW_WORDS in shown
    assert "1 new" in shown
    assert "14 words came and 0 went" in shown


def test_whatever_arrives_nobody_meets_an_error_page(cms, lesson):
    from tests.reliability.test_bad_input import HOSTILE_TEXTS

    revision, wrong = draft(lesson), []
    for field in ("seen", "seen_live", "change", "summary", "due_within_days"):
        for label, text in HOSTILE_TEXTS.items():
            body = {**sent(lesson, revision, **MATERIAL), "seen": "2020-01-01T00:00:00+00:00", field: text}
            if cms.post(screen(lesson, revision), body).status_code >= 500:
                wrong.append((field, label))
    for field in ("p", "ordering", "module", "lesson", "missed", "update_state", "completed_before", "export"):
        for label, text in HOSTILE_TEXTS.items():
            if cms.get("/cms/releases/superseded/", {field: text[:5000]}).status_code >= 500:
                wrong.append((field, label))
    assert not wrong
    assert is_untouched(lesson)
