"""What a change means for people who are mid-way, done or gone."""

from __future__ import annotations

import uuid
from datetime import timedelta

from learning.assessment.models import Award
from learning.content.queries import snapshot
from learning.enrolment.actions import (
    AnswerGiven,
    complete_lesson,
    keep_lesson,
    save_answer,
    take_newer_lesson,
)
from learning.enrolment.models import LessonAnswer, LessonTaken
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
    new_text,
    pin_of,
)
from tests.authoring.releases.steps import SLUG, begin, finish, now, owed
from tests.stories import study_all


def test_a_typo_is_silent(lesson, asha, ngozi, priya):
    study_all(asha.person, SLUG)
    begin(ngozi.person)
    change(lesson, "TYPO", by=priya)
    assert not owed(asha.person)
    assert offer_of(pin_of(ngozi.person, lesson)) is None
    assert what_changed(pin_of(asha.person, lesson)) is None


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
