"""Beginning a module, reading, keeping one's place, finishing; and that nobody else reads along."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.enrolment.actions import complete_lesson, start_study
from learning.enrolment.models import PinnedLesson, Study
from learning.outbox.models import Event
from tests.enrolment.lessons import Asked, fresh, sent
from tests.stories import module, study_all

SLUG = "aspirations"
START = f"/learning/{SLUG}/start/"
SECRET = "Only I may read this sentence."


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


@pytest.fixture
def note(asha) -> Asked:
    return fresh(asha, "reflection")


def told(name: str, person) -> int:
    return Event.objects.filter(name=name, data__person_id=person.pk).count()


def studies(account) -> int:
    return Study.objects.filter(person=account.person, module__slug=SLUG).count()


def test_starting_pins_every_lesson_and_leads_to_the_first(hers, asha):
    response = hers.post(START, sent())
    study = Study.objects.get(person=asha.person, module__slug=SLUG)
    live = module(SLUG).live_lessons()
    assert response.url == reverse("enrolment:lesson", args=[SLUG, live[0].slug])
    assert [(pin.lesson_id, pin.revision_id) for pin in study.lessons.all()] == [
        (lesson.pk, lesson.live_revision_id) for lesson in live
    ]
    assert Event.objects.latest("pk").data == {
        "person_id": asha.person_id,
        "study_id": study.pk,
        "module_id": study.module_id,
    }


def test_starting_twice_or_in_two_windows_is_starting_once(hers, asha):
    body = sent()
    first = hers.post(START, body).url
    assert hers.post(START, body).url == first
    assert hers.post(START, sent()).url == first
    assert studies(asha) == 1
    assert told("enrolment.study_started.v1", asha.person) == 3


@pytest.mark.parametrize("client_id", ["", "nonsense", "\x00", str(2**63)])
def test_a_start_without_a_uuid_says_what_to_do(hers, asha, client_id):
    response = hers.post(START, {"client_id": client_id}, follow=True)
    assert "We could not start the module. Press Start again." in response.content.decode()
    assert studies(asha) == 0


def test_a_uuid_used_by_somebody_else_is_refused_and_nothing_changes(hers, asha, omar):
    body = sent()
    start_study(omar.person, module(SLUG), client_id=uuid.UUID(body["client_id"]))
    response = hers.post(START, body, follow=True)
    assert response.status_code == 200
    assert studies(asha) == 0
    assert studies(omar) == 1


def test_a_finished_module_is_not_begun_again(hers, asha):
    study_all(asha.person, SLUG)
    response = hers.post(START, sent(), follow=True)
    assert "You have finished this module. Every lesson stays open to read again." in response.content.decode()
    assert studies(asha) == 1


@pytest.mark.skipif("connection.vendor == 'sqlite'")
def test_two_windows_that_start_at_the_same_moment_wait_for_each_other(asha):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        start_study(asha.person, module(SLUG), client_id=uuid.uuid4())
    locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    assert any("people_person" in sql for sql in locks)


def test_the_bookmark_is_kept_and_shown(hers, note):
    address = reverse("enrolment:position", args=note.place)
    assert hers.post(address, {"block": note.segment.id}).status_code == 204
    page = hers.get(note.lesson).content.decode()
    assert f'href="#block-{note.segment.id}" data-resume' in page
    assert "You were here" in page


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("", "Send the id of a block of this lesson."),
        ("x\x00", "Send the id of a block of this lesson."),
        ("1" * 6000, "Send the id of a block of this lesson."),
        (str(uuid.UUID(int=1)), "This lesson has no such block."),
    ],
)
def test_a_bookmark_elsewhere_is_refused(hers, note, block, problem):
    response = hers.post(reverse("enrolment:position", args=note.place), {"block": block})
    assert response.status_code == 422
    assert response.json() == {"problem": problem}
    assert PinnedLesson.objects.get(pk=note.pinned.pk).last_block == ""


def test_finishing_a_lesson_leads_to_the_next_and_the_last_finishes_the_module(hers, asha):
    hers.post(START, sent())
    slugs = [lesson.slug for lesson in module(SLUG).live_lessons()]
    for slug, following in zip(slugs, [*slugs[1:], None], strict=True):
        assert told("enrolment.module_completed.v1", asha.person) == 1
        response = hers.post(reverse("enrolment:complete", args=[SLUG, slug]))
        expected = ["enrolment:lesson", SLUG, following] if following else ["enrolment:module", SLUG]
        assert response.url == reverse(expected[0], args=expected[1:])
    assert told("enrolment.module_completed.v1", asha.person) == 2
    assert "Every lesson is done. Well worked through." in hers.get(response.url).content.decode()


def test_finishing_twice_changes_nothing(hers, note, asha):
    address = reverse("enrolment:complete", args=note.place)
    first = hers.post(address).url
    before = (PinnedLesson.objects.get(pk=note.pinned.pk).completed_at, Event.objects.count())
    assert hers.post(address).url == first
    assert (PinnedLesson.objects.get(pk=note.pinned.pk).completed_at, Event.objects.count()) == before


def test_the_last_lesson_may_be_any_of_them(asha):
    study = start_study(asha.person, module(SLUG), client_id=uuid.uuid4())
    lessons = list(study.lessons.all())
    for pinned in reversed(lessons):
        study.refresh_from_db()
        assert study.completed_at is None
        complete_lesson(pinned)
    study.refresh_from_db()
    assert study.completed_at is not None


@pytest.mark.parametrize("name", ["enrolment:position", "enrolment:complete"])
@pytest.mark.parametrize("who", ["sam", "omar", "ngozi", "lena"])
def test_nobody_reads_or_finishes_for_her(note, signed_in, request, name, who):
    client = signed_in(request.getfixturevalue(who))
    response = client.post(reverse(name, args=note.place), {"block": note.segment.id})
    assert response.status_code == 404
    pinned = PinnedLesson.objects.get(pk=note.pinned.pk)
    assert (pinned.completed_at, pinned.last_block) == (None, "")


def test_sam_finds_no_module_and_no_lesson(note, sam, signed_in):
    client = signed_in(sam)
    for path in (f"/learning/{SLUG}/", note.lesson, f"/learning/{SLUG}/nothing/", "/learning/nothing/"):
        assert client.get(path).status_code == 404
    assert client.post(START, sent()).status_code == 404
    assert "Aspirations" not in client.get("/learning/").content.decode()


def test_a_colleague_who_has_not_begun_is_led_to_the_module(note, omar, signed_in):
    response = signed_in(omar).get(note.lesson)
    assert response.url == f"/learning/{SLUG}/"


@pytest.mark.parametrize("who", ["omar", "lena", "priya", "tess", "admin", "sam"])
def test_her_reflections_are_hers_alone(note, hers, asha, signed_in, who, request):
    hers.post(note.address, sent(text=SECRET))
    assert SECRET in hers.get(note.lesson).content.decode()
    client = signed_in(request.getfixturevalue(who))
    person = asha.person.uuid
    for path in (
        note.lesson,
        f"/learning/{SLUG}/",
        f"/readiness/people/{person}/",
        f"/readiness/people/{person}/competencies/masoss-a1/",
        "/record/",
        "/record/statements/",
        "/record/export.csv",
        "/django-admin/",
        "/cms/",
    ):
        assert SECRET not in client.get(path, follow=True).content.decode(errors="replace")


def test_strangers_are_sent_to_sign_in(note):
    client = Client()
    for path in ("/induction/", "/learning/", f"/learning/{SLUG}/", note.lesson):
        assert client.get(path).url.startswith("/accounts/login/?next=")
    assert client.post(START, sent()).status_code == 403


EVERY_MODULE = {
    "Why strengths-based practice",
    "Mindset",
    "Aspirations",
    "Strengths",
    "Outcomes",
    "Solutions",
    "Services",
    "Working together across disciplines",
    "Deciding about risk together",
    "Information sharing",
    "Reflecting and supervision",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", EVERY_MODULE),
        ("?q=mindset", {"Mindset"}),
        ("?q=MINDSET", {"Mindset"}),
        ("?q=%00mind%00set", {"Mindset"}),
        ("?q=%25", set()),
        ("?q=zzz", set()),
        ("?page=9999", EVERY_MODULE),
        ("?page=x", EVERY_MODULE),
    ],
)
def test_the_catalogue_is_searched_by_plain_words(hers, query, found):
    response = hers.get(f"/learning/{query}")
    assert {line.module.title for line in response.context["lines"]} == found


def test_an_empty_search_says_so(hers):
    assert "No module has these words." in hers.get("/learning/?q=zzz").content.decode()


def test_a_lesson_costs_few_queries_once_it_was_read(hers, note, django_assert_max_num_queries):
    hers.get(note.lesson)
    with django_assert_max_num_queries(12):
        assert hers.get(note.lesson).status_code == 200
