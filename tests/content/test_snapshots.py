"""A lesson is read as one revision has it: its blocks keep their ids, and a study keeps the revision it began with."""

from __future__ import annotations

import json
import uuid

import pytest
from django.urls import reverse

from learning.content.actions import load_module, read_module_file
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.content.queries import snapshot, snapshot_of
from learning.demo.organisation import FIXTURES
from learning.enrolment.actions import start_study
from learning.enrolment.models import PinnedLesson
from tests.stories import module

NEW_AIM = "By the end you can say it in one breath."


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.child_of(module("aspirations")).order_by("path").first()


def publish(lesson: LessonPage, **changes) -> LessonPage:
    for field, value in changes.items():
        setattr(lesson, field, value)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_a_lesson_loaded_from_its_file_again_gets_the_same_block_ids(lesson, priya):
    loaded_before = [segment.id for segment in snapshot(lesson.live_revision_id).segments]
    choices_before = [choice.id for part in snapshot_of(lesson).segments for choice in part.choices]
    old = module("aspirations")
    facts = read_module_file(FIXTURES / "learning" / "aspirations.yaml")
    ModulePage.objects.filter(pk=old.pk).update(slug="old-aspirations")
    again = load_module(
        facts,
        parent=LearningIndexPage.objects.get(),
        organisation=old.organisation,
        owner=priya.person,
        review_on=old.review_on,
    )
    first = again.live_lessons()[0]
    assert again.pk != old.pk
    assert [segment.id for segment in snapshot(first.live_revision_id).segments] == loaded_before
    assert [choice.id for part in snapshot_of(first).segments for choice in part.choices] == choices_before


def test_block_ids_stay_when_a_lesson_is_edited(lesson):
    before = snapshot(lesson.live_revision_id)
    raw = [dict(block) for block in lesson.body.raw_data]
    raw.insert(0, {"type": "heading", "value": "New on top", "id": str(uuid.uuid4())})
    after = snapshot(publish(lesson, body=json.dumps(raw)).live_revision_id)
    assert [part.id for part in after.segments][1:] == [part.id for part in before.segments]


def test_loading_a_module_that_exists_leaves_it_to_its_editors(lesson, priya):
    publish(lesson, aim=NEW_AIM)
    old = module("aspirations")
    facts = read_module_file(FIXTURES / "learning" / "aspirations.yaml")
    parent = LearningIndexPage.objects.get()
    options = {"organisation": old.organisation, "owner": priya.person, "review_on": old.review_on}
    assert load_module(facts, parent=parent, **options).pk == old.pk
    assert LessonPage.objects.get(pk=lesson.pk).aim == NEW_AIM


def test_a_revision_is_rendered_once(lesson, django_assert_num_queries):
    first = snapshot(lesson.live_revision_id)
    with django_assert_num_queries(0):
        assert snapshot(lesson.live_revision_id) == first


def test_each_revision_is_kept_for_itself(lesson):
    old = lesson.live_revision_id
    old_aim = snapshot(old).aim
    new = publish(lesson, aim=NEW_AIM).live_revision_id
    assert (snapshot(old).aim, snapshot(new).aim) == (old_aim, NEW_AIM)


def test_a_snapshot_says_what_is_asked_and_what_is_only_read(lesson):
    kinds = {part.kind: part.is_answered for part in snapshot(lesson.live_revision_id).segments}
    assert kinds["knowledge_check"]
    assert not kinds["text"]
    assert all(part.html for part in snapshot(lesson.live_revision_id).segments if not part.is_answered)
    assert snapshot(lesson.live_revision_id).segment("no such block") is None


def test_a_learner_keeps_the_lesson_she_began_and_a_new_learner_gets_the_new_one(lesson, asha, omar, signed_in):
    old_aim = lesson.aim
    start_study(asha.person, module("aspirations"), client_id=uuid.uuid4())
    publish(lesson, aim=NEW_AIM)
    start_study(omar.person, module("aspirations"), client_id=uuid.uuid4())
    address = reverse("enrolment:lesson", args=["aspirations", lesson.slug])
    hers = signed_in(asha).get(address).content.decode()
    his = signed_in(omar).get(address).content.decode()
    assert old_aim in hers
    assert NEW_AIM not in hers
    assert "This lesson has been improved since you began" in hers
    assert NEW_AIM in his
    assert "This lesson has been improved" not in his


def test_a_draft_reaches_nobody(lesson, asha):
    lesson.aim = NEW_AIM
    lesson.save_revision()
    study = start_study(asha.person, module("aspirations"), client_id=uuid.uuid4())
    assert snapshot(study.lessons.get(lesson=lesson).revision_id).aim != NEW_AIM


def test_a_lesson_added_later_is_not_added_to_a_study_in_the_middle(lesson, asha):
    study = start_study(asha.person, module("aspirations"), client_id=uuid.uuid4())
    before = study.lessons.count()
    added = LessonPage(
        title="One more", slug="one-more", aim="By the end.", body=json.dumps(list(lesson.body.raw_data))
    )
    module("aspirations").add_child(instance=added)
    added.save_revision().publish()
    assert PinnedLesson.objects.filter(study=study).count() == before
    assert len(module("aspirations").live_lessons()) == before + 1
