"""Publishing a lesson is a fact with a class, whoever publishes it."""

from __future__ import annotations

import pytest
from django.db import transaction

from learning.authoring.models import PlannedRelease, Release
from learning.content.models import LessonPage, ModulePage
from learning.enrolment.models import LessonVersion
from learning.enrolment.queries import offer_of
from learning.outbox.models import Event
from tests.authoring.changed_lessons import (
    SUMMARY,
    blocks,
    change,
    draft,
    pin_of,
    release,
)
from tests.authoring.releases.steps import SLUG, begin, now, owed
from tests.stories import study_all


def test_a_first_publication_is_a_release_of_its_own_kind(lesson, priya):
    first = Release.objects.get(page=lesson.pk)
    assert (first.change, first.was_said, first.previous_revision) == ("FIRST", False, None)
    assert LessonVersion.objects.get(lesson=lesson).number == 1


def test_a_release_and_its_event_say_what_was_said(lesson, priya):
    before = lesson.live_revision_id
    made = change(lesson, "MATERIAL", by=priya, days=7)
    assert (made.change, made.summary, made.due_within_days) == ("MATERIAL", SUMMARY, 7)
    assert (made.previous_revision_id, made.released_by, made.was_said) == (before, priya.person, True)
    told = Event.objects.get(uuid=made.uuid)
    assert told.name == "authoring.page_released.v1"
    assert told.data == {
        "release_id": made.pk,
        "page_id": lesson.pk,
        "revision_id": now(lesson).live_revision_id,
        "previous_revision_id": before,
        "change": "MATERIAL",
        "due_within_days": 7,
    }


def test_a_release_is_written_once(lesson):
    release = Release.objects.get(page=lesson.pk)
    with pytest.raises(TypeError):
        release.save()


def test_a_lesson_published_by_a_program_counts_as_minor_and_says_that_nobody_said_so(lesson, asha):
    study_all(asha.person, SLUG)
    draft(lesson).publish()
    made = Release.objects.filter(page=lesson.pk).latest("pk")
    assert (made.change, made.was_said, made.summary) == ("MINOR", False, "")
    assert not owed(asha.person)


def test_a_program_that_changes_nothing_makes_nobody_an_offer(lesson, asha):
    begin(asha.person)
    draft(lesson, blocks(lesson)).publish()
    assert Release.objects.filter(page=lesson.pk).latest("pk").change == "TYPO"
    assert offer_of(pin_of(asha.person, lesson)) is None


def test_publishing_what_is_live_already_is_no_release(lesson, priya):
    change(lesson, "MINOR", by=priya)
    before = Release.objects.count()
    now(lesson).live_revision.publish()
    page = now(lesson)
    page.unpublish()
    page.latest_revision.publish()
    assert Release.objects.count() == before


def test_other_pages_are_released_too_and_ask_nothing(db):
    page = ModulePage.objects.get(slug=SLUG)
    page.summary = "You will be able to ask."
    page.save_revision().publish()
    made = Release.objects.filter(page=page.pk).latest("pk")
    assert (made.change, made.previous_revision_id) == ("", page.live_revision_id)


def test_a_copy_is_a_lesson_of_its_own(lesson, priya):
    change(lesson, "MATERIAL", by=priya)
    copied = now(lesson).copy(update_attrs={"slug": "copied"}, keep_live=True)
    copied = now(copied)
    assert copied.live
    assert [row.change for row in Release.objects.filter(page=copied.pk)] == ["FIRST"]
    assert LessonVersion.objects.get(lesson=copied).revision_id == copied.live_revision_id


def test_the_release_and_the_publishing_are_one(lesson, priya, monkeypatch):
    """Should the consequences fail, nothing is published."""
    from learning.authoring.actions import releases

    def fail(*args):
        raise RuntimeError

    revision, before = draft(lesson), lesson.live_revision_id
    monkeypatch.setattr(releases, "note_version", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        release(revision, "MINOR", by=priya)
    assert now(lesson).live_revision_id == before
    assert Release.objects.filter(page=lesson.pk).count() == 1
    assert not PlannedRelease.objects.exists()


def test_a_lesson_nobody_studied_can_still_be_deleted_and_its_releases_outlive_it(lesson, priya):
    change(lesson, "MATERIAL", by=priya)
    pk, title = lesson.pk, lesson.title
    now(lesson).delete()
    assert not LessonPage.objects.filter(pk=pk).exists()
    assert {row.page for row in Release.objects.filter(page_title=title)} == {None}
