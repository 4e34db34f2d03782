"""Protected words are planted, and every page of every one of the cast is searched for those it may not hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from learning.assessment.actions import revoke_award
from learning.assessment.models import Observation, Option
from learning.enrolment.models import LessonAnswer
from learning.people.models import Account, Person
from tests.architecture.examples import Things, ashas_things
from tests.conftest import account_of

ROWS = [row for row in csv.DictReader((Path(__file__).parent / "addresses.csv").open()) if row["methods"] != "*"]
FRAMEWORK = ["/framework/", "/framework/masoss/", "/framework/masoss/mindset/", "/framework/masoss/mindset/m2/"]
CAST = ("asha", "ngozi", "omar", "lena", "tess", "priya", "sam", "admin")

# Planted word → where it stands, and who may meet it on some page.
MAY_READ = {
    "CANARY-REFLECTION": {"asha"},
    "CANARY-OBSERVATION": {"asha", "omar"},
    "CANARY-REVOCATION": {"asha", "omar", "lena"},
    "CANARY-ANSWER-KEY": {"priya", "admin"},  # who write the questions
    "CANARY-OUTSIDER": {"sam"},
    "CANARY-HR-ID": set(),
    "canary-address": set(),
    "CANARY-ASHA": {"asha", "omar", "lena"},
}


def plant(things: Things) -> None:
    asha, omar = account_of("asha").person, account_of("omar").person
    LessonAnswer.objects.filter(pinned_lesson__study__person=asha, correct=None).update(text="CANARY-REFLECTION")
    Observation.objects.update(went_well="CANARY-OBSERVATION", next_step="CANARY-OBSERVATION")
    revoke_award(things.award, by=omar, reason="CANARY-REVOCATION")
    asked = things.open_attempt.questions.values("version")
    Option.objects.filter(version__in=asked).update(feedback="CANARY-ANSWER-KEY", misconception="canary-answer-key")
    Person.objects.filter(pk=account_of("sam").person_id).update(name="CANARY-OUTSIDER")
    Person.objects.filter(pk=asha.pk).update(hr_id="CANARY-HR-ID", name="CANARY-ASHA Bello")
    Account.objects.filter(person__name="Mei Chen").update(email="canary-address@example.org")
    Account.objects.create_user("canary-address-2@example.org", person=Person.objects.get(name="Grace Mensah"))


def pages_of(name: str, things: Things):
    """Yield the address and the whole answer, headers included, of every page one of the cast can ask for."""
    client = Client()
    client.force_login(account_of(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    paths = [path for row in ROWS if "GET" in row["methods"] for path in things.paths(row["route"], row["name"])]
    for path in [*paths, *FRAMEWORK, "/no-such-page/"]:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield path, body.decode("utf-8", "replace") + str(response.headers)


@pytest.mark.parametrize("name", CAST)
def test_nobody_meets_a_word_that_is_not_for_them(db, name):
    things = ashas_things()
    plant(things)
    leaks = [
        (path, word)
        for path, answer in pages_of(name, things)
        for word, readers in MAY_READ.items()
        if name not in readers and word in answer
    ]
    assert not leaks
    assert not any(word in str(message.message()) for message in mail.outbox for word in MAY_READ)


@pytest.mark.parametrize("word", [word for word, readers in MAY_READ.items() if readers])
def test_the_search_can_find_what_it_looks_for(db, word):
    things = ashas_things()
    plant(things)
    reader = sorted(MAY_READ[word])[0]
    assert any(word in answer for _, answer in pages_of(reader, things))
