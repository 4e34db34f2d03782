"""2,000 pages and 20,000 questions: every page stays inside a budget of queries that a small site has too."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.assessment.models import Attempt, Option, Question
from learning.content.models import LearningIndexPage
from tests.reliability.big_site import LESSONS, MODULES, QUESTIONS, make_big_site


def queries(work: Callable[[], object]) -> int:
    """Count the queries of something done a first time in this process and minute, no cache helping."""
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_a_big_site_stays_inside_its_query_budgets(asha, priya, signed_in):
    modules = make_big_site()
    assert len(modules) * (LESSONS + 1) == 2_000
    assert Question.objects.filter(module__in=modules).count() == MODULES * QUESTIONS == 20_000
    assert Option.objects.filter(version__question__module__in=modules).count() == 80_000
    learner, author, one = signed_in(asha), signed_in(priya), modules[50]
    learning = LearningIndexPage.objects.get()

    def read(client, path: str) -> Callable[[], None]:
        def ask() -> None:
            assert client.get(path).status_code == 200, path

        return ask

    def start() -> None:
        learner.post(f"/assessment/of/{one.slug}/start/", {"client_id": str(uuid.uuid4())})
        assert Attempt.objects.get(person=asha.person, assessment__module=one).questions.count() == 8

    bank = f"/cms/questions/{one.pk}/"
    budgets: dict[str, tuple[Callable[[], None], int]] = {
        "catalogue": (read(learner, "/learning/"), 20),
        "module": (read(learner, f"/learning/{one.slug}/"), 30),
        "frameworks": (read(learner, "/framework/"), 25),
        "framework": (read(learner, "/framework/masoss/"), 30),
        "element": (read(learner, "/framework/masoss/mindset/"), 30),
        "competency": (read(learner, "/framework/masoss/mindset/m1/"), 40),
        "starting an attempt": (start, 45),
        "assessments": (read(learner, "/assessment/"), 25),
        "modules with questions": (read(author, "/cms/questions/"), 20),
        "questions": (read(author, bank), 25),
        "questions found": (read(author, f"{bank}?q=first&misconception=service-first&kind=SINGLE&page=3"), 25),
        "one question": (read(author, f"/cms/questions/question/{one.questions.first().pk}/"), 30),
        "coverage map": (read(author, "/cms/coverage/masoss/"), 28),
        "pages in Wagtail": (read(author, f"/cms/pages/{learning.pk}/"), 60),
        "lessons in Wagtail": (read(author, f"/cms/pages/{one.pk}/"), 60),
    }
    spent = {name: (queries(work), most) for name, (work, most) in budgets.items()}
    assert not {name: both for name, both in spent.items() if both[0] > both[1]}, spent
