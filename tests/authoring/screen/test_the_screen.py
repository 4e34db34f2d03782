"""Priya presses Publish: one screen says who is affected."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from learning.content.models import LessonPage
from learning.enrolment.models import UpdateDue
from tests.authoring.changed_lessons import SUMMARY, blocks, draft, first_lesson, new_text
from tests.authoring.screen.steps import MATERIAL, NEW_AIM, is_untouched, now, screen, sent, words
from tests.content.test_priya_edits import edit_address, form_of
from tests.stories import module, study_all


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
