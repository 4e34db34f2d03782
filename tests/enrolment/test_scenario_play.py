"""Playing a story: choice by choice on the server, back and another way, the endings found, in two windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import Client

from learning.enrolment.models import PinnedLesson
from learning.outbox.models import Event
from tests.content.every_block import asked_in, begin_every_block
from tests.enrolment.lessons import Asked, sent

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


@pytest.fixture
def pinned(asha) -> PinnedLesson:
    return begin_every_block(asha.person)


@pytest.fixture
def story(pinned) -> Asked:
    return Asked(pinned, asked_in(pinned, "scenario"))


@pytest.fixture
def ways(story) -> dict[tuple[str, str], str]:
    """Return the id of each choice by where it is and where it leads."""
    return {(place.key, way.to): way.id for place in story.segment.scenario.graph.places for way in place.ways}


@pytest.fixture
def move(hers, story, ways):
    """Return a function that chooses, after the way given by the nodes it comes through, and shows the part."""

    def step(*keys: str, keep: str = "") -> str:
        path = [ways[pair] for pair in pairwise(keys)]
        fields = {"path": path, "keep": keep} if keep else {"path": path[:-1], "choice": path[-1]}
        return hers.post(story.address, sent(**fields), headers=HTMX).content.decode()

    return step


def told() -> int:
    return Event.objects.filter(name="enrolment.scenario_choice_made.v1").count()


def test_she_comes_to_an_ending_choice_by_choice(move, story):
    page = move("call", "rosa")
    assert "You chose: Ask to speak with Rosa" in page and "You start with the person." in page
    assert "Rosa on the line" in page and "You are Joe." not in page
    page = move("call", "rosa", "market")
    assert "A good ending" in page
    assert "You asked, and she knew." in page and "Start with whose life it is." in page
    assert "You have found 1 of 2 endings: Back at the market. 1 still to find." in page
    assert "<strong>Rosa on the line:</strong> Ask what she has tried" in page
    assert [(len(row.chosen), bool(row.ending), row.correct) for row in story.answers] == [
        (1, False, None),
        (2, True, None),
    ]


def test_she_sees_the_moment_through_other_eyes_and_no_ending_before_she_is_there(hers, story):
    page = hers.get(story.lesson).content.decode()
    assert "Through the eyes of Rosa" in page and "They talk as if I were not here." in page
    for hidden in ("Back at the market", "Bags at the door", "You start with the person.", "Start with whose life"):
        assert hidden not in page


def test_she_goes_back_and_finds_the_other_ending(move, story):
    move("call", "rosa", "market")
    page = move("call", "rosa", "market", keep="1")
    assert "Rosa on the line" in page and "A good ending" not in page
    page = move("call", "rosa", "service")
    assert "You have found 2 of 2 endings: Back at the market, Bags at the door." in page
    assert "still to find" not in page


def test_starting_again_is_a_row_and_no_choice(move, story):
    move("call", "rosa", "market")
    before = told()
    page = move("call", "rosa", "market", keep="0")
    assert "You are Joe." in page and "The phone rings" in page
    assert story.answers[-1].chosen == []
    assert told() == before


def test_each_choice_is_told_once(move, ways):
    before = told()
    move("call", "rosa")
    move("call", "rosa", "call")
    move("call", "rosa", "call", "service")
    assert told() == before + 3
    move("call", "rosa", "call", "service")
    assert told() == before + 3


def test_two_windows_each_go_their_own_way(move, story):
    move("call", "rosa")
    assert "Bags at the door" in move("call", "service")
    assert "Back at the market" in move("call", "rosa", "market")
    assert [len(row.chosen) for row in story.answers] == [1, 1, 2]


def test_a_page_loaded_later_stands_where_she_was(hers, move, story):
    move("call", "rosa")
    page = hers.get(story.lesson).content.decode()
    assert "Rosa on the line" in page
    assert "The way you took" in page


def test_a_reply_that_was_lost_and_sent_again_is_one_choice(hers, story, ways):
    body = sent(choice=ways["call", "rosa"])
    for _ in range(3):
        hers.post(story.address, body, headers=JSON)
    assert len(story.answers) == 1


def test_without_scripts_each_choice_leads_to_the_next_page(hers, story, ways):
    response = hers.post(story.address, sent(choice=ways["call", "rosa"]), follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Rosa on the line" in page
    assert f'name="path" value="{ways["call", "rosa"]}"' in page
    refused = hers.post(story.address, sent(path=[ways["call", "rosa"]]))
    assert refused.status_code == 422
    assert "Choose what to do first." in refused.content.decode()


def test_her_way_is_nobody_elses(move, story, ngozi, signed_in, omar):
    move("call", "rosa", "market")
    for other in (ngozi, omar):
        theirs = begin_every_block(other.person)
        page = signed_in(other).get(Asked(theirs, story.segment).lesson).content.decode()
        assert "The phone rings" in page and "Back at the market" not in page
