"""The report of completions on superseded versions: who is behind, by how much, in the author's organisation only."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from learning.content.models import LessonPage, ModulePage
from learning.enrolment.models import PinnedLesson, Study, UpdateDue
from learning.people.models import Person, Post, Unit
from learning.people.queries import local_today
from tests.authoring.changed_lessons import blocks, catch_up, change, first_lesson, new_text
from tests.stories import module, study_all

REPORT = "/cms/releases/superseded/"
HIDDEN = "Not shown to you"


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson("aspirations")


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


def rows(client: Client, **asked) -> list[PinnedLesson]:
    response = client.get(REPORT, asked)
    assert response.status_code == 200
    return list(response.context["object_list"])


def manages(manager, person) -> None:
    Post.objects.filter(person=person).update(line_manager=manager)


def test_a_completion_is_listed_until_its_reader_has_caught_up(cms, lesson, asha, priya):
    study_all(asha.person, "aspirations")
    assert not rows(cms)
    change(lesson, "TYPO", by=priya)
    assert not rows(cms)
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(lesson), new_text("More.")])
    (row,) = rows(cms)
    assert (row.lesson_title, row.module_title) == (lesson.title, "Aspirations")
    assert (row.read_version, row.newest_version, row.missed, row.update_state) == (1, 3, "MATERIAL", "DUE")
    assert row.revision_id == lesson.live_revision_id
    catch_up(asha.person, lesson)
    assert not rows(cms)


def test_names_stand_only_where_she_may_see_the_person(cms, lesson, asha, omar, ngozi, priya, signed_in):
    study_all(asha.person, "aspirations")
    study_all(ngozi.person, "aspirations")
    change(lesson, "MATERIAL", by=priya)
    assert {row.who for row in rows(cms)} == {HIDDEN}
    assert {row.unit_name for row in rows(cms)} <= set(Unit.objects.values_list("name", flat=True))
    assert asha.person.name not in cms.get(REPORT).content.decode()
    assert asha.person.name not in b"".join(cms.get(REPORT, {"export": "csv"})).decode()
    manages(priya.person, asha.person)
    assert {row.who for row in rows(cms)} == {HIDDEN, asha.person.name}


def test_another_organisation_sees_nothing(lesson, asha, priya, sam, signed_in):
    study_all(asha.person, "aspirations")
    change(lesson, "MATERIAL", by=priya)
    sam.is_superuser = True
    sam.save()
    assert not rows(signed_in(sam))
    assert len(b"".join(signed_in(sam).get(REPORT, {"export": "csv"})).splitlines()) == 1
    assert module("aspirations").title not in signed_in(sam).get(REPORT).content.decode()


@pytest.mark.parametrize("name", ["asha", "omar", "lena", "sam"])
def test_only_authors_find_it(lesson, signed_in, request, name):
    assert signed_in(request.getfixturevalue(name)).get(REPORT).status_code == 404


def test_it_is_filtered_and_sorted(cms, lesson, asha, ngozi, priya):
    study_all(asha.person, "aspirations")
    study_all(ngozi.person, "mindset")
    change(lesson, "MATERIAL", by=priya, days=1)
    change(first_lesson("mindset"), "MINOR", by=priya)
    UpdateDue.objects.update(due_on=local_today() - timedelta(days=1))
    behind = {(row.module_title, row.study.person_id) for row in rows(cms)}
    assert ("Aspirations", asha.person_id) in behind
    assert ("Mindset", ngozi.person_id) in behind
    assert {row.module_title for row in rows(cms, missed="MINOR")} == {"Mindset"}
    assert {row.module_title for row in rows(cms, update_state="OVERDUE")} == {"Aspirations"}
    assert {row.module_title for row in rows(cms, module=module("mindset").pk)} == {"Mindset"}
    assert {row.lesson_title for row in rows(cms, lesson=lesson.title[:6].lower())} == {lesson.title}
    assert not rows(cms, completed_before=(local_today() - timedelta(days=30)).isoformat())
    for order in ("lesson_title", "module_title", "who", "unit_name", "completed_at", "missed", "due_on"):
        assert len(rows(cms, ordering=order)) == len(rows(cms, ordering=f"-{order}")) == len(behind)


def test_what_cannot_be_asked_is_no_error(cms, lesson, asha, priya):
    study_all(asha.person, "aspirations")
    change(lesson, "MATERIAL", by=priya)
    for asked in ({"p": "x"}, {"ordering": "study__person__name"}, {"missed": "<b>"}, {"module": "999999"}):
        assert cms.get(REPORT, asked).status_code == 200
    assert cms.get(f"{REPORT}results/").status_code == 200


def test_it_is_a_spreadsheet_too_and_no_cell_of_it_runs(cms, lesson, asha, priya):
    study_all(asha.person, "aspirations")
    manages(priya.person, asha.person)
    Person.objects.filter(pk=asha.person_id).update(name='=HYPERLINK("https://bad.example")')
    change(lesson, "MATERIAL", by=priya)
    text = b"".join(cms.get(REPORT, {"export": "csv"})).decode()
    head, row = list(csv.reader(io.StringIO(text)))
    assert head[:4] == ["Lesson", "Module", "Person", "Team"]
    assert row[2].startswith("'=")
    assert row[9:11] == ["Material", "Due"]
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(cms.get(REPORT, {"export": "xlsx"})))).active
    cells = next(sheet.iter_rows(min_row=2))
    assert cells[2].data_type == "s"
    assert cells[0].value == lesson.title


def many_completions(lesson: LessonPage, number: int) -> None:
    """Let many people of the organisation have completed the module."""
    unit = Unit.objects.get(name="Riverside team")
    job = Post.objects.filter(unit=unit).first().role_profile
    people = Person.objects.bulk_create([Person(name=f"Person {n:06}") for n in range(number)], batch_size=2000)
    began = local_today() - timedelta(days=90)
    Post.objects.bulk_create(
        [Post(person=person, unit=unit, role_profile=job, started_on=began) for person in people], batch_size=2000
    )
    course = ModulePage.objects.get(pk=lesson.get_parent().pk)
    then = timezone.now() - timedelta(days=30)
    studies = Study.objects.bulk_create(
        [
            Study(client_id=uuid.uuid4(), person=person, module=course, started_at=then, completed_at=then)
            for person in people
        ],
        batch_size=2000,
    )
    PinnedLesson.objects.bulk_create(
        [
            PinnedLesson(
                study=study,
                lesson=lesson,
                revision_id=lesson.live_revision_id,
                order=1,
                title=lesson.title,
                minutes=3,
                completed_at=then,
            )
            for study in studies
        ],
        batch_size=2000,
    )


def test_twenty_thousand_people_are_asked_in_batches_and_the_report_costs_the_same(
    cms, lesson, priya, django_assert_max_num_queries
):
    many_completions(lesson, 20_000)
    with django_assert_max_num_queries(400):  # SQLite takes about 120 of these rows at a time
        change(lesson, "MATERIAL", by=priya)
    assert UpdateDue.objects.open().count() == 20_000
    assert UpdateDue.objects.values("person").distinct().count() == 20_000
    cms.get(REPORT)
    with django_assert_max_num_queries(30):
        assert len(rows(cms)) == 50
    with django_assert_max_num_queries(30):
        assert len(rows(cms, p="400", ordering="who", update_state="DUE")) == 50
    with django_assert_max_num_queries(20):
        lines = sum(part.count(b"\n") for part in cms.get(REPORT, {"export": "csv"}))
    assert lines == 20_001
