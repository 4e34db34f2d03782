"""Several changes, roll-backs and lessons from before: one short update at most, and who is counted."""

from __future__ import annotations

import uuid
from datetime import timedelta

from learning.authoring.models import Release
from learning.authoring.queries.releases import affected_by, effect_of
from learning.content.queries import fingerprint_of
from learning.enrolment.actions import (
    complete_update,
)
from learning.enrolment.models import LessonAnswer, LessonVersion, UpdateDue
from learning.enrolment.queries import offer_of, open_updates, what_changed
from learning.outbox.models import Event
from learning.people.actions import end_post
from learning.people.models import Post
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days
from tests.authoring.changed_lessons import (
    blocks,
    catch_up,
    change,
    draft,
    new_check,
    new_text,
    pin_of,
    release,
)
from tests.authoring.releases.steps import SLUG, begin, now, owed
from tests.stories import study_all


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
