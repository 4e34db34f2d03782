"""What was said of a draft holds when it is published: later, by somebody else, or never."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from learning.authoring.actions import DraftMoved, plan_release, publish_as
from learning.authoring.models import PlannedRelease, Release
from learning.authoring.tasks import publish_scheduled
from learning.enrolment.actions import (
    ChangeSaid,
)
from learning.enrolment.models import PinnedLesson
from tests.authoring.changed_lessons import (
    SUMMARY,
    catch_up,
    change,
    draft,
)
from tests.authoring.releases.steps import SLUG, now, owed
from tests.stories import study_all


def test_a_draft_that_was_written_over_is_not_published_as_what_was_said_of_it(lesson, priya):
    revision = draft(lesson, by=priya)
    seen = revision.created_at
    page = revision.as_object()
    page.aim = "By the end you can say it in one breath."
    page.save_revision(user=priya, overwrite_revision=revision)
    with pytest.raises(DraftMoved):
        publish_as(revision, ChangeSaid("TYPO"), by=priya, seen=seen, seen_live=lesson.live_revision_id)
    assert now(lesson).live_revision_id == lesson.live_revision_id


def test_of_two_authors_the_second_learns_that_the_first_has_published(lesson, priya, admin):
    hers, theirs = draft(lesson, by=priya), draft(lesson, by=admin)
    live = lesson.live_revision_id
    with pytest.raises(DraftMoved):  # a newer draft is there
        publish_as(hers, ChangeSaid("TYPO"), by=priya, seen=hers.created_at, seen_live=live)
    publish_as(theirs, ChangeSaid("TYPO"), by=admin, seen=theirs.created_at, seen_live=live)
    third = draft(now(lesson), by=priya)
    with pytest.raises(DraftMoved):  # held against what is no longer live
        publish_as(third, ChangeSaid("TYPO"), by=priya, seen=third.created_at, seen_live=live)


def test_a_scheduled_lesson_is_released_at_its_hour_as_what_was_said(lesson, asha, priya):
    study_all(asha.person, SLUG)
    soon = timezone.now() + timedelta(hours=1)
    revision = draft(lesson, by=priya, go_live_at=soon)
    said = ChangeSaid("MATERIAL", SUMMARY, 5)
    publish_as(revision, said, by=priya, seen=revision.created_at, seen_live=lesson.live_revision_id)
    assert now(lesson).live_revision_id == lesson.live_revision_id
    assert not owed(asha.person)
    publish_scheduled()
    assert not owed(asha.person)
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    made = Release.objects.filter(page=lesson.pk).latest("pk")
    assert (made.change, made.summary, made.was_said) == ("MATERIAL", SUMMARY, True)
    assert made.released_by == priya.person
    assert len(owed(asha.person)) == 1


def test_the_clock_publishes_what_was_scheduled():
    from django.conf import settings

    assert "authoring.publish_scheduled" in {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}


def test_what_was_said_of_a_draft_may_be_said_anew(lesson, priya):
    revision = draft(lesson)
    plan_release(revision, ChangeSaid("TYPO"), by=priya, seen=revision.created_at)
    plan_release(revision, ChangeSaid("MINOR", SUMMARY), by=priya, seen=revision.created_at)
    assert PlannedRelease.objects.get().change == "MINOR"
    revision.publish()
    assert Release.objects.filter(page=lesson.pk).latest("pk").summary == SUMMARY


def test_old_drafts_are_purged_and_what_people_learned_from_never_is(lesson, asha, priya):
    study_all(asha.person, SLUG)
    change(lesson, "MATERIAL", by=priya)
    catch_up(asha.person, lesson)
    draft(lesson)
    draft(lesson)
    pinned = PinnedLesson.objects.get(study__person=asha.person, lesson=lesson)
    call_command("purge_revisions", verbosity=0)
    pinned.refresh_from_db()
    assert pinned.revision and pinned.updated_to.revision
