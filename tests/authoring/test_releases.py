"""What happens to people when a lesson is published again, by what kind of change it is said to be."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from learning.assessment.models import Award
from learning.authoring.actions import DraftMoved, plan_release, publish_as
from learning.authoring.models import PlannedRelease, Release
from learning.authoring.queries.releases import affected_by, effect_of
from learning.authoring.tasks import publish_scheduled
from learning.content.models import LessonPage, ModulePage
from learning.content.queries import fingerprint_of, snapshot
from learning.enrolment.actions import (
    AnswerGiven,
    ChangeSaid,
    complete_lesson,
    complete_update,
    keep_lesson,
    save_answer,
    start_study,
    take_newer_lesson,
)
from learning.enrolment.models import LessonAnswer, LessonTaken, LessonVersion, PinnedLesson, Study, UpdateDue
from learning.enrolment.queries import offer_of, open_updates, what_changed
from learning.outbox.models import Event
from learning.people.actions import end_post, start_post
from learning.people.models import Post
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days
from learning.readiness.models import Stretch
from tests.authoring.changed_lessons import (
    NEW_WORDS,
    SUMMARY,
    blocks,
    catch_up,
    change,
    draft,
    first_lesson,
    new_check,
    new_text,
    pin_of,
    release,
)
from tests.stories import module, study_all

SLUG = "aspirations"


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson(SLUG)


def begin(person) -> Study:
    return start_study(person, module(SLUG), client_id=uuid.uuid4())


def finish(study: Study) -> None:
    for pinned in study.lessons.all():
        complete_lesson(pinned)


def owed(person) -> list[UpdateDue]:
    return list(UpdateDue.objects.open().for_person(person))


def now(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


# What is written down


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


# Typo


def test_a_typo_is_silent(lesson, asha, ngozi, priya):
    study_all(asha.person, SLUG)
    begin(ngozi.person)
    change(lesson, "TYPO", by=priya)
    assert not owed(asha.person)
    assert offer_of(pin_of(ngozi.person, lesson)) is None
    assert what_changed(pin_of(asha.person, lesson)) is None


# Minor


def test_a_minor_change_is_offered_to_those_midway_and_asks_nothing_of_those_who_are_done(lesson, asha, ngozi, priya):
    study_all(asha.person, SLUG)
    begin(ngozi.person)
    change(lesson, "MINOR", by=priya)
    offer = offer_of(pin_of(ngozi.person, lesson))
    assert (offer.summaries, offer.is_material) == ([SUMMARY], False)
    assert not owed(asha.person)
    finish(pin_of(ngozi.person, lesson).study)
    assert not owed(ngozi.person)


def test_who_takes_the_newer_lesson_keeps_every_answer(lesson, asha, priya):
    study = begin(asha.person)
    pinned = study.lessons.get(lesson=lesson)
    segments = [segment for segment in snapshot(pinned.revision_id).segments if segment.is_answered]
    for segment in segments:
        chosen = [choice.id for choice in segment.choices if choice.correct]
        save_answer(pinned, AnswerGiven(segment.id, uuid.uuid4(), chosen, "" if chosen else "My own thought."))
    before = list(LessonAnswer.objects.filter(pinned_lesson=pinned).values("pk", "block_id", "chosen", "text"))
    gone = segments[0].id
    old = pinned.revision_id
    change(lesson, "MINOR", by=priya, raw=[new_text(), *[one for one in blocks(lesson) if one["id"] != gone]])
    pinned = take_newer_lesson(pinned)
    assert pinned.revision_id == now(lesson).live_revision_id
    assert NEW_WORDS in "".join(segment.html for segment in snapshot(pinned.revision_id).segments)
    after = LessonAnswer.objects.filter(pinned_lesson=pinned).values("pk", "block_id", "chosen", "text")
    assert list(after) == before
    assert LessonAnswer.objects.filter(pk__in=[row["pk"] for row in before], revision=old).count() == len(before)
    taken = LessonTaken.objects.get(pinned=pinned)
    assert (taken.from_revision_id, taken.to_revision_id) == (old, pinned.revision_id)
    assert Event.objects.latest("pk").data == {
        "person_id": asha.person_id,
        "pinned_lesson_id": pinned.pk,
        "taken_id": taken.pk,
    }
    assert offer_of(pinned) is None


def test_taking_twice_is_taking_once_and_a_finished_lesson_is_not_taken(lesson, asha, priya):
    study = begin(asha.person)
    pinned = study.lessons.get(lesson=lesson)
    change(lesson, "MINOR", by=priya)
    take_newer_lesson(pinned)
    take_newer_lesson(pinned)
    assert LessonTaken.objects.filter(pinned=pinned).count() == 1
    done = complete_lesson(pinned)
    finished_on = done.revision_id
    change(lesson, "MINOR", by=priya)
    assert take_newer_lesson(done).revision_id == finished_on


def test_who_keeps_theirs_is_asked_again_only_about_something_newer(lesson, asha, priya):
    pinned = begin(asha.person).lessons.get(lesson=lesson)
    change(lesson, "MINOR", by=priya)
    keep_lesson(pinned)
    assert offer_of(pin_of(asha.person, lesson)) is None
    change(lesson, "TYPO", by=priya)
    assert offer_of(pin_of(asha.person, lesson)) is None
    change(lesson, "MINOR", by=priya, summary="A second one.")
    assert offer_of(pin_of(asha.person, lesson)).summaries == ["A second one."]


# Material


def test_a_material_change_owes_those_who_are_done_a_short_update_in_working_days(lesson, asha, priya):
    study_all(asha.person, SLUG)
    change(lesson, "MATERIAL", by=priya, days=7)
    (update,) = owed(asha.person)
    assert update.due_on == add_working_days(local_today(), 7, bank_holidays())
    assert update.pinned.study.completed_at
    assert update.minutes >= 1
    (shown,) = open_updates(asha.person, today=local_today())
    assert (shown.title, shown.due_on) == (lesson.title, update.due_on)


def test_completion_award_and_readiness_stay_as_they_were(lesson, asha, priya):
    study = study_all(asha.person, SLUG)
    completed = list(study.lessons.values_list("revision", "completed_at"))
    awards = list(Award.objects.values())
    stretches = list(Stretch.objects.order_by("pk").values())
    change(lesson, "MATERIAL", by=priya)
    catch_up(asha.person, lesson)
    study.refresh_from_db()
    assert study.completed_at
    assert list(study.lessons.values_list("revision", "completed_at")) == completed
    assert list(Award.objects.values()) == awards
    assert list(Stretch.objects.order_by("pk").values()) == stretches


def test_who_has_left_owes_nothing_until_they_come_back(lesson, asha, priya):
    study_all(asha.person, SLUG)
    post = Post.objects.get(person=asha.person)
    end_post(post, ended_on=local_today() - timedelta(days=1))
    change(lesson, "MATERIAL", by=priya)
    assert not owed(asha.person)
    start_post(
        asha.person,
        unit=post.unit,
        role_profile=post.role_profile,
        line_manager=post.line_manager,
        started_on=local_today(),
    )
    from learning.outbox.actions import deliver_due_now

    while deliver_due_now():
        pass
    assert len(owed(asha.person)) == 1


def test_who_finishes_the_old_one_owes_the_update_then(lesson, asha, priya):
    study = begin(asha.person)
    change(lesson, "MATERIAL", by=priya)
    assert offer_of(pin_of(asha.person, lesson)).is_material
    assert not owed(asha.person)
    finish(study)
    (update,) = owed(asha.person)
    assert update.version.revision_id == now(lesson).live_revision_id


def test_who_takes_the_new_one_owes_nothing(lesson, asha, priya):
    study = begin(asha.person)
    change(lesson, "MATERIAL", by=priya)
    take_newer_lesson(study.lessons.get(lesson=lesson))
    finish(study)
    assert not owed(asha.person)


def test_several_changes_before_it_is_done_are_one_update_from_what_she_knows_to_the_newest(lesson, asha, priya):
    study_all(asha.person, SLUG)
    known = pin_of(asha.person, lesson).revision_id
    change(lesson, "MATERIAL", by=priya, days=5, raw=[*blocks(lesson), new_text("One thing.")], summary="First.")
    change(lesson, "TYPO", by=priya, raw=[*blocks(now(lesson)), new_text("A typo's text.")])
    change(lesson, "MATERIAL", by=priya, days=20, raw=[*blocks(now(lesson)), new_check()], summary="Second.")
    assert len(owed(asha.person)) == 2
    (shown,) = open_updates(asha.person, today=local_today())
    assert shown.due_on == add_working_days(local_today(), 5, bank_holidays())
    changed = what_changed(pin_of(asha.person, lesson))
    assert changed.summaries == ["First.", "Second."]
    assert [part.change.after.splitlines()[0] for part in changed.parts] == [
        "One thing.",
        "A typo's text.",
        "Who says what matters?",
    ]
    done = catch_up(asha.person, lesson)
    assert not owed(asha.person)
    assert (done.from_revision_id, done.to_version.revision_id) == (known, now(lesson).live_revision_id)
    assert Event.objects.get(uuid=done.uuid).data == {"person_id": asha.person_id, "update_id": done.pk}
    assert LessonAnswer.objects.get(pinned_lesson=done.pinned, revision=done.to_version.revision_id).correct


def test_the_next_update_starts_from_the_one_that_was_done(lesson, asha, priya):
    study_all(asha.person, SLUG)
    change(lesson, "MATERIAL", by=priya)
    catch_up(asha.person, lesson)
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(now(lesson)), new_text("Only this.")])
    changed = what_changed(pin_of(asha.person, lesson))
    assert [part.change.after for part in changed.parts] == ["Only this."]


def test_an_update_done_twice_or_on_two_devices_is_done_once(lesson, asha, priya):
    study_all(asha.person, SLUG)
    change(lesson, "MATERIAL", by=priya)
    pinned = pin_of(asha.person, lesson)
    shown = what_changed(pinned).newest
    same = uuid.uuid4()
    first = complete_update(pinned, shown, client_id=same)
    assert complete_update(pinned, shown, client_id=same) == first
    assert complete_update(pinned, shown, client_id=uuid.uuid4()) == first
    assert Event.objects.filter(name="enrolment.update_completed.v1").count() == 1


def test_what_is_published_while_she_reads_stays_due(lesson, asha, priya):
    study_all(asha.person, SLUG)
    change(lesson, "MATERIAL", by=priya)
    shown = what_changed(pin_of(asha.person, lesson)).newest
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(now(lesson)), new_text("Meanwhile.")])
    complete_update(pin_of(asha.person, lesson), shown, client_id=uuid.uuid4())
    (update,) = owed(asha.person)
    assert update.version.revision_id == now(lesson).live_revision_id


# Back again


def test_a_roll_back_is_a_release_and_leaves_those_who_know_that_version_with_nothing_to_do(lesson, asha, ngozi, priya):
    study_all(asha.person, SLUG)
    as_it_was = blocks(lesson)
    change(lesson, "MATERIAL", by=priya)
    study_all(ngozi.person, SLUG)
    change(lesson, "MATERIAL", by=priya, raw=as_it_was, summary="Back to what it said.")
    assert not owed(asha.person)
    assert UpdateDue.objects.get(person=asha.person).withdrawn_at
    assert what_changed(pin_of(asha.person, lesson)) is None
    assert len(owed(ngozi.person)) == 1


def test_an_older_revision_published_again_by_a_program_is_the_newest_version(lesson, asha, priya):
    first = lesson.live_revision
    change(lesson, "MATERIAL", by=priya)
    pinned = begin(asha.person).lessons.get(lesson=lesson)
    first.publish()
    assert LessonVersion.objects.get(revision=first).number == 3
    assert offer_of(pinned).newest.revision_id == first.pk


def test_an_unpublished_lesson_that_comes_back_is_held_against_what_people_know(lesson, asha, priya):
    study_all(asha.person, SLUG)
    known = lesson.live_revision_id
    revision = draft(lesson)
    now(lesson).unpublish()
    effect = effect_of(now(lesson), revision, today=local_today())
    assert effect.has_older and effect.affected.complete == 1
    made = release(revision, "MATERIAL", by=priya)
    assert made.previous_revision_id == known
    assert len(owed(asha.person)) == 1


def test_lessons_from_before_versions_were_kept_catch_up_with_the_first_change(lesson, asha, priya):
    study_all(asha.person, SLUG)
    LessonVersion.objects.all().delete()
    Release.objects.all().delete()
    LessonAnswer.objects.update(revision=None)
    made = change(lesson, "MATERIAL", by=priya)
    assert made.previous_revision_id == lesson.live_revision_id
    assert len(owed(asha.person)) == 1
    assert [version.change for version in LessonVersion.objects.filter(lesson=lesson)] == ["FIRST", "MATERIAL"]


# Before publishing


def test_everybody_affected_is_counted_once(lesson, asha, ngozi, tess, priya):
    study_all(asha.person, SLUG)
    study_all(tess.person, SLUG)
    begin(ngozi.person)
    end_post(Post.objects.get(person=tess.person), ended_on=local_today() - timedelta(days=1))
    found = effect_of(lesson, draft(lesson), today=local_today()).affected
    assert (found.midway, found.complete, found.left, found.waiting) == (1, 1, 1, 0)
    change(lesson, "MATERIAL", by=priya)
    assert effect_of(now(lesson), draft(now(lesson)), today=local_today()).affected.waiting == 1


def test_who_knows_what_a_roll_back_would_say_is_not_affected(lesson, asha, priya):
    study_all(asha.person, SLUG)
    as_it_was = blocks(lesson)
    change(lesson, "MATERIAL", by=priya)
    again = draft(now(lesson), as_it_was)
    assert affected_by(lesson, fingerprint_of(again), today=local_today()).complete == 0


def test_counting_costs_the_same_however_many_study(lesson, asha, django_assert_max_num_queries):
    study_all(asha.person, SLUG)
    revision = draft(lesson)
    with django_assert_max_num_queries(20):
        effect_of(now(lesson), revision, today=local_today())


# Two at once, and later


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
