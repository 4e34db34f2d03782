"""Step 4 of the first journey, told so that it can be stopped anywhere and told again: the pass, the evidence, the
observation, the award, and the statements about them."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from learning.assessment.actions import (
    ObservationGiven,
    record_observation,
    save_response,
    start_attempt,
    submit_attempt,
)
from learning.assessment.models import Attempt, Award, Evidence, Observation
from learning.enrolment.models import ItemCompletion
from learning.outbox.actions import deliver_due_now
from learning.outbox.models import Delivery, Event
from learning.people.models import Person
from learning.people.queries import local_today
from learning.records.models import Statement
from tests.stories import module, standard

ATTEMPT, OBSERVATION = UUID("11111111-1111-4111-8111-111111111111"), UUID("22222222-2222-4222-8222-222222222222")


def prepare() -> None:
    """Asha has answered all questions of Mindset right and has yet to hand in."""
    asha = Person.objects.get(accounts__email="asha@example.org")
    attempt = start_attempt(asha, module("mindset").assessment, client_id=ATTEMPT)
    questions = attempt.questions.select_related("version").prefetch_related("version__options")
    for question in questions:
        client_id = UUID(int=ATTEMPT.int + question.position)
        save_response(question, list(question.version.key.right), client_id=client_id)


def tell() -> None:
    """She hands in; Omar observes her and judges her competent; the worker delivers. Telling it again is a replay."""
    submit_attempt(Attempt.objects.get(client_id=ATTEMPT))
    asha, omar = (Person.objects.get(accounts__email=f"{name}@example.org") for name in ("asha", "omar"))
    given = ObservationGiven(OBSERVATION, local_today(), "HOME", "COMPETENT", "She asked first.", "", {"a": "SEEN"})
    record_observation(asha, standard("masoss-m2"), assessor=omar, given=given)


def sweep() -> None:
    while deliver_due_now():
        pass


def ledger() -> dict[str, Any]:
    """Return every fact that step 4 makes, counted, with nothing in it that differs between two honest runs."""
    awards = Award.objects.filter(person__accounts__email="asha@example.org")
    evidence = Evidence.objects.filter(person__accounts__email="asha@example.org")
    return {
        "attempts": list(Attempt.objects.order_by("pk").values_list("number", "passed")),
        "observations": Observation.objects.count(),
        "evidence": sorted(map(list, evidence.values_list("kind", "competency__code"))),
        "awards": sorted(map(list, awards.values_list("competency__code", "level__code"))),
        "award evidence": sorted(Counter(awards.values_list("competency__code", "evidence__kind")).values()),
        "items done": ItemCompletion.objects.count(),
        "events": sorted(Counter(Event.objects.values_list("name", flat=True)).items()),
        "owed": Delivery.objects.owed().count(),
        "delivered": Delivery.objects.count(),
        "statements": sorted(Counter(Statement.objects.values_list("verb", "object_id")).values()),
        "statement ids": Statement.objects.values("id").distinct().count(),
    }


class KillAt:
    """Kills this process at the nth moment: before and after each statement and each commit."""

    def __init__(self, moment: int | None) -> None:
        self.moment = moment
        self.count = 0

    def tick(self) -> None:
        self.count += 1
        if self.count == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.tick()
        result = execute(*args)
        self.tick()
        return result

    def run(self, work: Callable[[], None]) -> int:
        """Run work under this watch; return how many moments it has."""
        connection.ensure_connection()
        commit = connection._commit

        def watched_commit() -> None:
            self.tick()
            commit()
            self.tick()

        connection._commit = watched_commit
        with connection.execute_wrapper(self):
            work()
        return self.count
