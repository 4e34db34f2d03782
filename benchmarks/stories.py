"""What is measured: the cast at work on the demo organisation with a made-up workforce beside it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import httpx
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.servers import Server
from learning.assessment.models import Attempt, AttemptResponse, Evidence
from learning.content.queries import snapshot
from learning.demo.actions import is_loaded
from learning.enrolment.models import PinnedLesson
from learning.people.models import Account, Person, Responsibility, Unit
from learning.people.queries import local_today
from learning.search.actions import write_entries
from learning.search.entries import Found
from learning.search.models import SearchEntry

PAGES_TO_FIND = 5_000
LEADER = "bench-leader@example.org"


def prepare(staff: int) -> None:
    """Load the demo with a workforce of this size, and somebody who leads it."""
    if not is_loaded() or Person.objects.filter(hr_id__startswith="W1-").count() < staff:
        call_command("load_demo", staff=staff, seed=1, verbosity=0)
    if not SearchEntry.objects.filter(key="bench:0").exists():
        write_entries({f"bench:{number}": _made_up(number) for number in range(PAGES_TO_FIND)})
    if not Account.objects.filter(email=LEADER).exists():
        leader = Account.objects.create_user(LEADER, name="Bench Leader")
        unit = Unit.objects.get(name="Workforce 1")
        Responsibility.objects.create(person=leader.person, kind="LEADER", unit=unit, started_on=local_today())


def _made_up(number: int) -> Found:
    """Return a page to be found: a tenth of them hold both words of the search that is measured."""
    words = "Ask about strengths and give support." if number % 10 == 0 else "Ask what matters, and write it down."
    return Found(
        kind=SearchEntry.Kind.LESSON,
        title=f"Lesson {number}",
        url=f"/learning/made-up/{number}/",
        summary=words,
        text=f"{words} It takes a few minutes. " * 20,
        organisation_id=Unit.objects.get(name="Northvale Council").pk,
        minutes=number % 30,
    )


def cookie_of(email: str) -> dict[str, str]:
    """Return the cookie of a session for an account, without its password."""
    account = Account.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return {"sessionid": session.session_key}


def count_queries(bench: Bench, path: str) -> int:
    client = Client()
    client.force_login(Account.objects.get(email=bench.owner_of(path)))
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
        return len(asked)


@dataclass
class Bench:
    """Signed-in clients and the addresses they ask for."""

    asha: httpx.Client
    leader: httpx.Client
    lesson_path: str
    answer_path: str
    people_path: str
    choice: str
    token: str
    element_path: str = "/framework/masoss/mindset/"
    search_path: str = "/search/?q=strenghts+support"

    @classmethod
    def on(cls, server: Server) -> Bench:
        pinned = PinnedLesson.objects.get(study__module__slug="mindset", order=3, study__person__name="Asha Bello")
        segment = next(part for part in snapshot(pinned.revision_id).segments if part.kind == "knowledge_check")
        place = ["mindset", pinned.lesson.slug]
        unit = Unit.objects.get(name="Workforce 1")
        asha = server.client(cookie_of("asha@example.org"))
        lesson_path = reverse("enrolment:lesson", args=place)
        page = asha.get(lesson_path).raise_for_status().text
        return cls(
            asha=asha,
            leader=server.client(cookie_of(LEADER)),
            lesson_path=lesson_path,
            answer_path=reverse("enrolment:answer", args=[*place, segment.id]),
            people_path=reverse("readiness:people", args=[unit.uuid]),
            choice=segment.choices[0].id,
            token=re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1),
        )

    def owner_of(self, path: str) -> str:
        return LEADER if path.startswith("/readiness/") else "asha@example.org"

    def lesson(self) -> None:
        self.asha.get(self.lesson_path).raise_for_status()

    def element(self) -> None:
        self.asha.get(self.element_path).raise_for_status()

    def search(self) -> None:
        self.asha.get(self.search_path).raise_for_status()

    def home(self) -> None:
        self.asha.get("/").raise_for_status()

    def leader_page(self) -> None:
        self.leader.get("/readiness/").raise_for_status()

    def people(self) -> None:
        self.leader.get(self.people_path).raise_for_status()

    def answer(self) -> None:
        self._post(self.answer_path, choice=self.choice)

    def _post(self, path: str, **data: str) -> httpx.Response:
        data |= {"csrfmiddlewaretoken": self.token, "client_id": str(uuid.uuid4())}
        response = self.asha.post(path, data=data, headers={"Accept": "application/json"})
        assert response.status_code in {200, 302}, response.text[:500]
        return response

    def attempt(self) -> None:
        """Start, read and answer every question, hand in; then forget it, so that each round is the same."""
        self._post(reverse("assessment:start", args=["mindset"]))
        attempt = Attempt.objects.get(assessment__module__slug="mindset", submitted_at=None)
        for question in attempt.questions.select_related("version"):
            address = reverse("assessment:question", args=[attempt.uuid, question.position])
            self.asha.get(address).raise_for_status()
            if question.version.kind in {"SINGLE", "MULTIPLE"}:
                self._post(address, choice="0")
        self._post(reverse("assessment:submit", args=[attempt.uuid]))
        assert not Evidence.objects.filter(attempt=attempt).exists()
        AttemptResponse.objects.filter(question__attempt=attempt).delete()
        attempt.questions.all().delete()
        attempt.delete()
