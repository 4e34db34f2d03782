"""Answering in a lesson: a page, a part of one or JSON; saved once; two windows; nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from learning.content.queries import snapshot
from learning.enrolment.forms import OUT_OF_DATE
from learning.outbox.models import Event
from learning.people.models import Account
from tests.enrolment.lessons import Asked, fresh, sent

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}
LONG = "x" * 5001


@pytest.fixture
def check(asha) -> Asked:
    return fresh(asha, "knowledge_check")


@pytest.fixture
def note(asha) -> Asked:
    return fresh(asha, "reflection")


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


def test_a_right_answer_is_marked_at_once_and_told(hers, check, asha):
    response = hers.post(check.address, sent(choice=check.right[0].id))
    assert response.status_code == 302
    assert response.url == f"{check.lesson}#block-{check.segment.id}"
    (answer,) = check.answers
    assert (answer.chosen, answer.correct) == ([check.right[0].id], True)
    told = Event.objects.filter(name="enrolment.knowledge_check_answered.v1").latest("pk")
    assert told.data == {"person_id": asha.person_id, "answer_id": answer.pk}


def test_a_wrong_answer_shows_its_feedback_and_that_of_the_others(hers, check):
    wrong = check.wrong[0]
    page = hers.post(check.address, sent(choice=wrong.id), headers=HTMX).content.decode()
    assert "Not quite yet" in page
    assert "What about the other answers?" in page
    assert check.answers[0].correct is False


def test_a_part_of_the_page_comes_back_to_htmx_with_when_it_was_saved(hers, note):
    with time_machine.travel(datetime(2026, 11, 23, 10, 42, tzinfo=UTC), tick=False):
        hers.force_login(Account.objects.get(email="asha@example.org"))
        response = hers.post(note.address, sent(text="She hummed."), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert "Saved 10:42" in page
    assert "She hummed.</textarea>" in page


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 1, 15, 10, 42, tzinfo=UTC), "10:42"),
        (datetime(2026, 7, 15, 9, 42, tzinfo=UTC), "10:42"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "01:00"),
    ],
)
def test_the_hour_is_that_of_the_clock_on_the_wall(signed_in, asha, note, moment, shown):
    with time_machine.travel(moment, tick=False):
        client = signed_in(asha)
        saved = client.post(note.address, sent(text="A thought."), headers=JSON).json()
        assert saved == {"saved": shown, "answer": note.answers[0].pk, "note": ""}
        assert f"Saved {shown}" in client.get(note.lesson).content.decode()


def test_the_same_answer_sent_twice_counts_once_and_is_answered_the_same(hers, note):
    body = sent(text="Once.")
    first = hers.post(note.address, body, headers=JSON).json()
    events = Event.objects.count()
    again = hers.post(note.address, {**body, "text": "Another text."}, headers=JSON).json()
    assert again == first
    assert [answer.text for answer in note.answers] == ["Once."]
    assert Event.objects.count() == events


def test_each_new_answer_is_a_row_and_the_first_reflection_alone_is_told(hers, note, asha):
    told = Event.objects.filter(name="enrolment.reflection_written.v1", data__person_id=asha.person_id)
    before = told.count()
    for text in ("One.", "Two.", "Three."):
        hers.post(note.address, sent(text=text))
    assert [answer.text for answer in note.answers] == ["One.", "Two.", "Three."]
    assert told.count() == before + 1
    assert "Three.</textarea>" in hers.get(note.lesson).content.decode()


def test_an_event_never_carries_what_was_written(hers, note):
    hers.post(note.address, sent(text="Quite private words"))
    assert not [event for event in Event.objects.all() if "private words" in str(event.data)]


def test_two_windows_keep_both_texts_and_say_so(hers, note):
    one = hers.post(note.address, sent(text="From one.", seen=""), headers=HTMX).content.decode()
    two = hers.post(note.address, sent(text="From two.", seen=""), headers=HTMX).content.decode()
    assert "in another window" not in one
    assert "You also changed this note in another window." in two
    assert "What you wrote before" in two and "From one." in two
    assert [answer.text for answer in note.answers] == ["From one.", "From two."]


def test_one_window_that_saves_again_is_not_called_two(hers, note):
    first = hers.post(note.address, sent(text="One."), headers=JSON).json()
    page = hers.post(note.address, sent(text="Two.", seen=first["answer"]), headers=HTMX).content.decode()
    assert "in another window" not in page


def test_a_uuid_sent_for_another_question_is_refused_and_nothing_changes(hers, check, note):
    body = sent(choice=check.right[0].id)
    hers.post(check.address, body)
    response = hers.post(note.address, {"client_id": body["client_id"], "text": "Kept."}, headers=JSON)
    assert response.status_code == 422
    assert "sent for another question" in response.json()["problem"]
    assert note.answers == []


BAD_NOTES = [
    ({"text": ""}, "Write a line or two before you save."),
    ({"text": "   "}, "Write a line or two before you save."),
    ({"text": LONG}, "Your note is longer than 5,000 characters."),
    ({"text": "Typed.", "client_id": ""}, str(OUT_OF_DATE)),
    ({"text": "Typed.", "client_id": "nonsense"}, str(OUT_OF_DATE)),
    ({"text": "Ty\x00ped."}, "Null characters are not allowed."),
]


@pytest.mark.parametrize(("fields", "problem"), BAD_NOTES)
def test_a_bad_note_is_refused_in_words_and_stays_typed(hers, note, fields, problem):
    response = hers.post(note.address, sent(**fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert problem in page
    assert fields["text"].strip("\x00") in page
    assert note.answers == []


@pytest.mark.parametrize(("fields", "problem"), BAD_NOTES)
def test_the_same_refusal_comes_as_json_and_as_a_part(hers, note, fields, problem):
    as_json = hers.post(note.address, sent(**fields), headers=JSON)
    assert as_json.status_code == 422
    assert problem in as_json.json()["problem"]
    as_part = hers.post(note.address, sent(**fields), headers=HTMX)
    assert problem in as_part.content.decode()
    assert note.answers == []


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        ([], "Choose an answer first."),
        (["foreign"], "Choose from the answers shown."),
        ("both", "Choose one answer."),
    ],
)
def test_a_bad_choice_is_refused_in_words(hers, check, choice, problem):
    chosen = [check.right[0].id, check.wrong[0].id] if choice == "both" else choice
    response = hers.post(check.address, sent(choice=chosen))
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert check.answers == []


def test_what_is_right_is_not_in_the_page_before_an_answer(hers, check):
    page = hers.get(check.lesson).content.decode()
    assert not [choice for choice in check.segment.choices if choice.feedback in page]
    assert "is-right" not in page.split(check.segment.id)[1].split("</form>")[0]


def test_only_answered_blocks_have_an_address(hers, note, check):
    text = next(part for part in snapshot(note.pinned.revision_id).segments if not part.is_answered)
    for block in (text.id, str(uuid.uuid4()), "x"):
        address = reverse("enrolment:answer", args=[*note.place, block])
        assert hers.post(address, sent(text="A thought.")).status_code == 404


@pytest.mark.parametrize("name", ["sam", "omar", "ngozi", "lena", "tess"])
def test_nobody_answers_for_her(note, signed_in, request, name):
    response = signed_in(request.getfixturevalue(name)).post(note.address, sent(text="Not hers."))
    assert response.status_code == 404
    assert note.answers == []


def test_who_is_signed_out_gets_her_words_back(note):
    response = Client().post(note.address, sent(text="A long thought."))
    assert response.status_code == 403
    assert "A long thought." in response.content.decode()
    assert note.answers == []
