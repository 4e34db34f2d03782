"""A reflection belongs to who wrote it: earlier wordings can be read again, and all of it can be taken out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.enrolment.lessons import Asked, fresh, sent

JSON = {"accept": "application/json"}


@pytest.fixture
def note(asha) -> Asked:
    return fresh(asha, "reflection")


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


def shown(hers: Client, note: Asked) -> str:
    return hers.get(note.lesson).content.decode()


def test_what_was_written_before_can_be_read_again(hers, note):
    for text in ("First thought.", "Another one."):
        hers.post(note.address, sent(text=text))
    page = shown(hers, note)
    assert "What you wrote before" in page and "First thought." in page


def test_writing_on_is_not_an_earlier_wording(hers, note):
    for text in ("She", "She asked", "She asked me."):
        hers.post(note.address, sent(text=text))
    assert "What you wrote before" not in shown(hers, note)


def test_who_empties_a_note_takes_every_wording_out(hers, note):
    for text in ("A name that should not be here.", "Other words.", ""):
        assert hers.post(note.address, sent(text=text), headers=JSON).status_code == 200
    assert [answer.text for answer in note.answers] == ["", "", ""]
    assert "should not be here" not in shown(hers, note)


def test_nothing_can_be_emptied_that_was_never_written(hers, note):
    refused = hers.post(note.address, sent(text=""), headers=JSON)
    assert (refused.status_code, refused.json()["problem"]) == (422, "Write a line or two before you save.")


def test_a_script_that_saves_is_told_of_the_other_window_too(hers, note):
    hers.post(note.address, sent(text="From one.", seen=""), headers=JSON)
    told = hers.post(note.address, sent(text="From two.", seen=""), headers=JSON).json()
    assert told["note"].startswith("You also changed this note in another window")


def test_a_replay_of_an_older_answer_shows_the_newest(hers, note):
    older = sent(text="Older.")
    hers.post(note.address, older)
    hers.post(note.address, sent(text="Newest."))
    part = hers.post(note.address, older, headers={"hx-request": "true"}).content.decode()
    assert ">Newest.</textarea>" in part


def test_saved_on_another_day_says_which(hers, note):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        hers.post(note.address, sent(text="Earlier."))
        day = timezone.localdate()
    assert f"Saved {day.day} {day:%b %Y}, " in shown(hers, note)


def test_a_refused_answer_is_named_at_the_top_of_the_page(hers, asha):
    check = fresh(asha, "knowledge_check")
    page = hers.post(check.address, sent()).content.decode()
    assert "<title>Error: " in page
    assert f'<a href="#block-{check.segment.id}">Choose an answer first.</a>' in page


def test_an_author_reads_a_published_lesson_without_beginning_it(priya, signed_in, note):
    page = signed_in(priya).get(note.lesson).content.decode()
    assert "This is the lesson as it is published" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_a_learner_who_has_not_begun_is_led_to_the_module(ngozi, signed_in, note):
    response = signed_in(ngozi).get(note.lesson)
    assert response.url == reverse("enrolment:module", args=[note.place[0]])


def test_an_induction_says_how_long_each_module_takes(hers):
    page = hers.get(reverse("enrolment:induction")).content.decode()
    assert "Learn · about 31 minutes" in page
