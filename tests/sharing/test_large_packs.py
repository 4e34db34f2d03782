"""A pack of fifty modules and a thousand questions is made and read in as many queries as a small one."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from framework.models import Competency
from learning.assessment.models import Option, Question, QuestionVersion
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.people.queries import local_today
from learning.sharing.queries.packing import Choice, gather
from tests.sharing.councils import NORTHVALE, brought, mina, organisation, pack_of, standings_of

pytestmark = pytest.mark.django_db
QUESTIONS = 20


def write_modules(count: int, owner) -> Choice:
    """Modules of one lesson and twenty questions each."""
    northvale, competency = organisation(NORTHVALE), Competency.objects.get(code="masoss-m1")
    made = []
    for _ in range(count):
        index, slug = LearningIndexPage.objects.get(), f"m-{uuid.uuid4().hex[:10]}"
        module = ModulePage(
            title=slug,
            slug=slug,
            summary="x",
            organisation=northvale,
            content_owner=owner.person,
            review_on=local_today(),
        )
        index.add_child(instance=module)
        module.competencies.set([competency])
        module.save()
        body = [{"type": "heading", "id": "h", "value": slug}]
        module.add_child(instance=LessonPage(title="Lesson", slug="lesson", aim="x", body=body))
        made.append(module)
    _write_questions(made, competency)
    return Choice(pages=tuple(module.pk for module in made))


def _write_questions(modules: list[ModulePage], competency: Competency) -> None:
    codes = [(module, f"q{number}") for module in modules for number in range(QUESTIONS)]
    questions = Question.objects.bulk_create(
        Question(module=module, code=code, competency=competency, difficulty="APPLIED") for module, code in codes
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(question=one, kind="ORDERING", stem="x", competency=competency, difficulty="APPLIED")
        for one in questions
    )
    Option.objects.bulk_create(
        Option(version=version, key=key, text=key, feedback="x", order=order)
        for version in versions
        for order, key in enumerate("ab")
    )


def counted(work) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return len(queries)


def test_fifty_modules_take_no_more_queries_than_two(priya):
    northvale, lead = organisation(NORTHVALE), mina()
    small, large = write_modules(2, priya), write_modules(50, priya)
    few = counted(lambda: gather(northvale, small))
    many = counted(lambda: gather(northvale, large))
    assert many <= few + 12, "bulk reads go in batches, and nothing else may grow"
    assert len(gather(northvale, large).documents) == 1 + 50 * 3
    little, big = pack_of(priya, small, name="small"), pack_of(priya, large, name="large")
    reads = []
    for made in (little, big):
        received = brought(made, lead)
        reads.append(counted(lambda received=received: standings_of(received, lead)))
    assert reads[1] <= reads[0] + 12
