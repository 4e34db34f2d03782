"""A form that cannot be taken loses nothing: what was typed is handed back, and the page says what to do."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.models import LessonAnswer
from learning.outbox.models import Event
from tests.architecture.examples import Things, ashas_things

WORDS = "She chose the <b>tea</b> & told me why."
KEPT = "She chose the &lt;b&gt;tea&lt;/b&gt; &amp; told me why."
SECRETS = {"password": "secret-a", "oldpassword": "secret-b", "password1": "secret-c", "password2": "secret-d"}


@pytest.fixture
def things(db) -> Things:
    return ashas_things()


@pytest.fixture
def answer_address(things) -> str:
    return reverse("enrolment:answer", args=["mindset", things.lesson.lesson.slug, things.block])


def strict(account, signed_in) -> Client:
    return signed_in(account, enforce_csrf_checks=True)


def written(page: str) -> list[str]:
    return re.findall(r'<pre class="gt-typed"[^>]*>(.*?)</pre>', page, re.DOTALL)


def test_who_was_signed_out_meanwhile_gets_their_words_back_and_nothing_changes(answer_address, client):
    answers, events = LessonAnswer.objects.count(), Event.objects.count()
    response = client.post(answer_address, {"text": WORDS, "client_id": uuid.uuid4()})
    page = response.content.decode()
    assert response.status_code == 403
    assert written(page) == [KEPT]
    assert "Sign in and send it again." in page
    assert 'href="/accounts/login/' in page
    assert (LessonAnswer.objects.count(), Event.objects.count()) == (answers, events)


def test_every_text_of_a_long_form_is_handed_back_in_order(things, client):
    address = reverse("assessment:observe", args=[things.values["person_id"], things.values["standard_id"]])
    page = client.post(address, {"went_well": "First", "next_step": "Then", "setting": "HOME"}).content.decode()
    assert written(page) == ["First", "Then", "HOME"]


@pytest.mark.parametrize("text", ["HELP", "YES", "2026", "BAD", "A-1"])
def test_words_in_capitals_and_numbers_are_handed_back_too(answer_address, client, text):
    assert written(client.post(answer_address, {"text": text}).content.decode()) == [text]


def test_what_a_chosen_option_sends_is_not_shown_as_something_written(answer_address, client):
    page = client.post(answer_address, {"choice": [str(uuid.uuid4()), "2"], "text": " "}).content.decode()
    assert "What you had written" not in page


def test_what_the_machine_made_and_what_is_secret_is_not_shown(answer_address, client):
    sent = {"text": "Mine", "client_id": uuid.uuid4(), "csrfmiddlewaretoken": "token", "seen": "7", **SECRETS}
    page = client.post(answer_address, sent).content.decode()
    assert written(page) == ["Mine"]
    assert "secret-" not in page


def test_an_empty_form_of_a_signed_out_person_shows_no_empty_list(answer_address, client):
    page = client.post(answer_address).content.decode()
    assert "What you had written" not in page
    assert "You are signed out" in page


def test_a_page_that_was_open_too_long_hands_the_words_back(asha, answer_address, signed_in):
    answers = LessonAnswer.objects.count()
    response = strict(asha, signed_in).post(answer_address, {"text": WORDS, "client_id": uuid.uuid4()})
    page = response.content.decode()
    assert response.status_code == 403
    assert written(page) == [KEPT]
    assert "This page was open too long" in page
    assert LessonAnswer.objects.count() == answers


def links(page: str) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="([^"]+)"', page.split("<main")[1].split("</main")[0])


def test_a_form_that_stands_at_its_own_address_is_opened_again_there(asha, omar, things, signed_in):
    address = reverse("assessment:observe", args=[things.values["person_id"], things.values["standard_id"]])
    client = strict(omar, signed_in)
    assert links(client.post(address, {"went_well": "Well"}).content.decode()) == [address, "/"]


@pytest.mark.parametrize(
    ("came_from", "offered"),
    [
        ("http://testserver/learning/mindset/", ["/learning/mindset/", "/"]),
        ("http://testserver/learning/?page=2", ["/learning/?page=2", "/"]),
        ("https://evil.example/learning/", ["/"]),
        ("", ["/"]),
    ],
)
def test_an_address_that_cannot_be_opened_is_not_offered(asha, signed_in, came_from, offered):
    client = strict(asha, signed_in)
    address = reverse("enrolment:start", args=["mindset"])
    page = client.post(address, {"client_id": uuid.uuid4()}, headers={"referer": came_from}).content.decode()
    assert links(page) == offered


@pytest.mark.parametrize(
    ("came_from", "door"),
    [
        ("http://testserver/learning/mindset/", "/accounts/login/?next=/learning/mindset/"),
        ("https://evil.example/", "/accounts/login/"),
    ],
)
def test_who_signs_in_again_comes_back_to_the_page_with_the_form(answer_address, client, came_from, door):
    page = client.post(answer_address, {"text": WORDS}, headers={"referer": came_from}).content.decode()
    assert links(page) == [door]


def test_the_password_of_an_expired_sign_in_form_is_not_shown(db):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/accounts/login/", {"login": "asha@example.org", **SECRETS}).content.decode()
    assert "This page was open too long" in page
    assert "secret-" not in page
    assert "asha@example.org" not in page
