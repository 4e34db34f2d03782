"""A write that arrives twice counts once, and a UUID that was used for something else is refused."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.urls import reverse

from learning.assessment.models import Attempt, Observation
from learning.content.models import ModulePage
from learning.enrolment.actions import start_study
from learning.enrolment.models import LessonAnswer, Study
from learning.outbox import idempotency
from learning.outbox.idempotency import ClientIdReused, write_once
from learning.outbox.models import Event
from tests.reliability.test_eight_writers import begin
from tests.stories import begin_attempt, module

SAME = UUID("22222222-2222-4222-8222-222222222222")


@pytest.fixture
def third() -> ModulePage:
    return module("aspirations")


def identity(account, page: ModulePage) -> dict[str, int]:
    return {"person_id": account.person_id, "module_id": page.pk}


def write(account, page: ModulePage, client_id: UUID = SAME):
    owner = identity(account, page)
    return write_once(Study, client_id, owner, lambda: Study.objects.create(client_id=client_id, **owner))


def fail() -> Study:
    raise AssertionError("Nothing is made for a replay")


def test_the_first_write_is_new_and_the_second_returns_it_and_makes_nothing(asha, third):
    first, is_new = write(asha, third)
    assert is_new
    assert write_once(Study, SAME, identity(asha, third), fail) == (first, False)
    assert Study.objects.filter(client_id=SAME).count() == 1


def test_another_uuid_is_another_write(asha, ngozi, third):
    first, _ = write(asha, third)
    second, is_new = write(ngozi, third, uuid.uuid4())
    assert is_new
    assert (first.person, second.person) == (asha.person, ngozi.person)


@pytest.mark.parametrize(("who", "slug"), [("ngozi", "aspirations"), ("asha", "mindset")])
def test_the_uuid_of_another_person_or_thing_is_refused(asha, third, request, who, slug):
    first, _ = write(asha, third)
    with pytest.raises(ClientIdReused):
        write_once(Study, SAME, identity(request.getfixturevalue(who), module(slug)), fail)
    assert list(Study.objects.filter(client_id=SAME)) == [first]


def blind_once(monkeypatch) -> None:
    """Let the first look find nothing, as when another process writes at that very moment."""
    look, looks = idempotency._find, []

    def find(*question):
        looks.append(question)
        return look(*question) if len(looks) > 1 else None

    monkeypatch.setattr(idempotency, "_find", find)


def test_who_loses_a_race_is_given_what_the_other_wrote(asha, third, monkeypatch):
    first, _ = write(asha, third)
    blind_once(monkeypatch)
    assert write(asha, third) == (first, False)
    assert Study.objects.filter(client_id=SAME).count() == 1


def test_who_loses_a_race_against_another_person_is_refused(asha, ngozi, third, monkeypatch):
    write(asha, third)
    blind_once(monkeypatch)
    with pytest.raises(ClientIdReused):
        write(ngozi, third)


def test_another_trouble_of_the_database_is_not_taken_for_a_replay(asha, third):
    def broken() -> Study:
        raise IntegrityError("something else")

    with pytest.raises(IntegrityError, match="something else"):
        write_once(Study, SAME, identity(asha, third), broken)


def test_beginning_a_module_twice_begins_it_once_and_tells_once(ngozi, third):
    before = Event.objects.count()
    first = start_study(ngozi.person, third, client_id=SAME)
    again = start_study(ngozi.person, third, client_id=SAME)
    assert first == again
    assert Event.objects.count() == before + 1
    assert first.lessons.count() == len(third.live_lessons())


def test_an_answer_sent_again_with_other_words_keeps_the_first_words(ngozi, signed_in):
    slug, block = begin()
    address = reverse("enrolment:answer", args=["mindset", slug, block])
    client, events = signed_in(ngozi), Event.objects.count()
    answers = [
        client.post(address, {"client_id": SAME, "text": text}, headers={"accept": "application/json"})
        for text in ("The first words.", "Other words.")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert list(LessonAnswer.objects.filter(client_id=SAME).values_list("text", flat=True)) == ["The first words."]
    assert Event.objects.count() == events + 1


def test_ashas_uuid_in_ngozis_hands_begins_nothing_and_shows_nothing(asha, ngozi, third, signed_in):
    write(asha, third)
    studies = Study.objects.count()
    response = signed_in(ngozi).post(reverse("enrolment:start", args=[third.slug]), {"client_id": SAME}, follow=True)
    assert response.redirect_chain[-1][0] == f"/learning/{third.slug}/"
    assert "Load the page again and send it once more." in response.content.decode()
    assert Study.objects.count() == studies


@pytest.mark.parametrize("sent", ["", "1", "not-a-uuid", f"{SAME}x"])
def test_a_uuid_that_is_none_is_refused_in_words(ngozi, third, signed_in, sent):
    response = signed_in(ngozi).post(reverse("enrolment:start", args=[third.slug]), {"client_id": sent}, follow=True)
    assert "We could not start the module. Press Start again." in response.content.decode()
    assert not Study.objects.filter(person=ngozi.person, module=third).exists()


def test_an_attempt_begun_twice_draws_its_questions_once(asha, signed_in):
    attempt = begin_attempt(asha.person, "mindset")
    again = signed_in(asha).post(reverse("assessment:start", args=["mindset"]), {"client_id": attempt.client_id})
    assert again.url == reverse("assessment:attempt", args=[attempt.uuid])
    assert Attempt.objects.filter(client_id=attempt.client_id).count() == 1


def test_no_two_facts_of_a_kind_share_a_uuid():
    for model in (Study, LessonAnswer, Attempt, Observation):
        assert model._meta.get_field("client_id").unique, model
