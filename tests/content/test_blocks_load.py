"""Every kind of block is read from a file as the modules are, keeps its ids, and is taken by its own rules."""

from __future__ import annotations

import pytest
from wagtail.documents import get_document_model

from learning.content.actions import load_module, read_module_file
from learning.content.blocks import LessonBlocks
from learning.content.models import LearningIndexPage, ModulePage
from learning.content.queries import LessonSnapshot, snapshot, snapshot_of
from tests.content.every_block import FILE, SLUG, lesson_of_every_block, load_every_block


@pytest.fixture
def lesson(db):
    return lesson_of_every_block()


def asked(shown: LessonSnapshot) -> list:
    """Return everything answers are kept by: ids of blocks, lines, choices and nodes."""
    return [
        (
            part.id,
            [choice.id for choice in part.choices],
            [line.id for line in part.lines],
            [pair.id for pair in part.pairs],
            [node.id for node in part.scenario.nodes.values()] if part.scenario else [],
            [way.id for place in part.scenario.graph.places for way in place.ways] if part.scenario else [],
        )
        for part in shown.segments
    ]


def test_the_file_holds_every_kind_and_the_lesson_is_taken_as_it_is(lesson):
    assert {block.block_type for block in lesson.body} == set(LessonBlocks().child_blocks)
    lesson.body.stream_block.clean(lesson.body)


def test_loaded_again_everything_keeps_its_id(lesson, priya):
    before = asked(snapshot(lesson.live_revision_id))
    old = load_every_block()
    ModulePage.objects.filter(pk=old.pk).update(slug="old-every-block")
    facts = {
        "parent": LearningIndexPage.objects.get(),
        "organisation": old.organisation,
        "owner": priya.person,
        "review_on": old.review_on,
    }
    again = load_module(read_module_file(FILE), **facts)
    assert again.pk != old.pk and again.slug == SLUG
    assert asked(snapshot(again.live_lessons()[0].live_revision_id)) == before


def test_no_two_things_that_are_answered_share_an_id(lesson):
    ids = [one for row in asked(snapshot(lesson.live_revision_id)) for group in row[1:] for one in group]
    assert len(ids) == len(set(ids))


def test_a_document_is_stored_once_however_often_it_is_named(lesson):
    assert get_document_model().objects.filter(title="rosa").count() == 1


def test_what_is_answered_is_not_shown_before_and_an_author_sees_everything(lesson):
    for learners, authors in zip(
        snapshot_of(lesson).segments, snapshot_of(lesson, for_author=True).segments, strict=True
    ):
        assert bool(learners.html) is not (learners.is_answered or learners.kind == "try_it")
        assert authors.html


def test_a_kept_lesson_is_read_without_the_database(lesson, django_assert_num_queries):
    first = snapshot(lesson.live_revision_id)
    with django_assert_num_queries(0):
        assert snapshot(lesson.live_revision_id) == first
