"""A poll tells an organisation what its people think, never what one of them does."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from learning.content.actions import load_module, read_module_file
from learning.content.models import LearningIndexPage
from learning.enrolment.actions import start_study
from learning.enrolment.models import PinnedLesson
from learning.enrolment.queries import poll_results
from learning.people.models import Account, Person, Unit
from tests.content.every_block import FILE, asked_in, begin_every_block, give
from tests.enrolment.lessons import Asked, sent

HTMX = {"hx-request": "true"}


@pytest.fixture
def pinned(asha) -> PinnedLesson:
    return begin_every_block(asha.person)


@pytest.fixture
def poll(pinned) -> Asked:
    return Asked(pinned, asked_in(pinned, "poll"))


@pytest.fixture
def ids(poll) -> list[str]:
    return [choice.id for choice in poll.segment.choices]


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


def colleagues(number: int) -> list[PinnedLesson]:
    """Return so many people of Asha's organisation who have begun the module."""
    people = [Person.objects.create(name=f"Colleague {n}") for n in range(number)]
    return [begin_every_block(person) for person in people]


def test_with_six_answers_nothing_is_told_and_the_rule_is(hers, poll, ids):
    for other in colleagues(5):
        give(other, "poll", [ids[0]])
    page = hers.post(poll.address, sent(choice=ids[1]), headers=HTMX).content.decode()
    assert "What others chose is shown once 7 people in your organisation have answered." in page
    assert "One question finds it out." in page
    assert "in 10" not in page


def test_with_seven_answers_shares_are_told_in_tenths(hers, poll, ids):
    for other in colleagues(6):
        give(other, "poll", [ids[0]])
    page = hers.post(poll.address, sent(choice=ids[1]), headers=HTMX).content.decode()
    assert "What 7 people in your organisation chose" in page
    assert "about 9 in 10" in page and "about 1 in 10" in page


def test_nothing_is_told_before_she_has_answered_herself(hers, poll, ids):
    for other in colleagues(8):
        give(other, "poll", [ids[0]])
    page = hers.get(poll.lesson).content.decode()
    assert "in 10" not in page
    assert "One question finds it out." not in page


def test_the_newest_answer_of_each_person_counts_once(poll, pinned, ids):
    others = colleagues(6)
    for other in others:
        give(other, "poll", [ids[0]])
        give(other, "poll", [ids[1]])
    for _ in range(5):
        give(pinned, "poll", [ids[0]])
    results = poll_results(pinned.lesson_id, poll.segment)
    assert (results.answers, [line.words for line in results.lines]) == (7, ["about 1 in 10", "about 9 in 10"])


def test_everybody_agreeing_is_not_told_as_everybody(poll, pinned, ids):
    for other in [*colleagues(7), pinned]:
        give(other, "poll", [ids[0]])
    lines = poll_results(pinned.lesson_id, poll.segment).lines
    assert [line.words for line in lines] == ["more than 9 in 10", "fewer than 1 in 10"]


def test_another_organisation_with_the_same_module_is_counted_for_itself(poll, pinned, sam: Account, ids):
    theirs = load_module(
        {**read_module_file(FILE), "module": {**read_module_file(FILE)["module"], "slug": "every-block-there"}},
        parent=LearningIndexPage.objects.get(),
        organisation=Unit.objects.organisations().exclude(pk=pinned.study.module.organisation_id).first(),
        owner=sam.person,
        review_on=pinned.study.module.review_on,
    )
    lesson = theirs.live_lessons()[0]
    lesson.body = json.dumps(list(pinned.lesson.body.raw_data))
    lesson.save_revision().publish()
    for number in range(9):
        study = start_study(Person.objects.create(name=f"There {number}"), theirs, client_id=uuid.uuid4())
        other = study.lessons.select_related("study__person").get()
        assert asked_in(other, "poll").id == poll.segment.id
        give(other, "poll", [ids[0]])
    give(pinned, "poll", [ids[0]])
    assert poll_results(pinned.lesson_id, poll.segment).answers == 1


def test_many_answers_are_counted_in_one_query(poll, pinned, ids, django_assert_num_queries):
    for number, other in enumerate(colleagues(12)):
        give(other, "poll", [ids[number % 2]])
    with django_assert_num_queries(1):
        assert poll_results(pinned.lesson_id, poll.segment).answers == 12
