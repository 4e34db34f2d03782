"""Several at once, the editor's interface, schedules, reviews: all lead to the screen, or keep what was said there."""

from __future__ import annotations

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from learning.authoring.models import Release
from learning.content.models import LessonPage
from learning.enrolment.models import UpdateDue
from tests.authoring.changed_lessons import NEW_WORDS, SUMMARY, blocks, draft
from tests.authoring.screen.steps import (
    MATERIAL,
    NEW_AIM,
    api,
    approve,
    bulk,
    is_untouched,
    now,
    screen,
    sent,
    submit,
    words,
)
from tests.content.test_priya_edits import edit_address, form_of
from tests.reliability.hostile import HOSTILE_TEXTS
from tests.stories import module, study_all


def test_a_first_publication_needs_no_class(cms, lesson):
    parent = module("aspirations")
    new = parent.add_child(instance=LessonPage(title="New", slug="new", aim=NEW_AIM, body="[]", live=False))
    new.body = json.dumps(blocks(lesson))
    new.save_revision()
    cms.post(edit_address(new), {**form_of(now(new).get_latest_revision_as_object()), "action-publish": "1"})
    assert now(new).live
    assert Release.objects.get(page=new.pk).change == "FIRST"
    assert cms.get(screen(new, now(new).live_revision)).status_code == 302


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
    revision, wrong = draft(lesson), []
    written = ("seen", "seen_live", "change", "summary", "due_within_days")
    asked = ("p", "ordering", "module", "lesson", "missed", "update_state", "completed_before", "export")
    good = {**sent(lesson, revision, **MATERIAL), "seen": "2020-01-01T00:00:00+00:00"}
    for place, (label, text) in enumerate(HOSTILE_TEXTS.items()):
        for body in (good | dict.fromkeys(written, text), good | {written[place % len(written)]: text}):
            if cms.post(screen(lesson, revision), body).status_code >= 500:
                wrong.append((label, sorted(body)))
        for fields in (asked, asked[place % len(asked) :][:1]):
            if cms.get("/cms/releases/superseded/", dict.fromkeys(fields, text[:1000])).status_code >= 500:
                wrong.append((label, fields))
    assert not wrong
    assert is_untouched(lesson)
