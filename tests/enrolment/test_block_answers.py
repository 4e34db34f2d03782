"""Answering the newer blocks: saved once, marked where something is right, shown again, refused in words, and hers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from learning.content.models import LessonPage
from learning.content.queries import Segment
from learning.enrolment.models import PinnedLesson
from learning.outbox.models import Event
from tests.conftest import account_of, kept_for_the_module
from tests.content.every_block import asked_in, begin_every_block
from tests.enrolment.lessons import Asked, sent

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker) -> Iterator[int]:
    with kept_for_the_module(django_db_blocker):
        yield begin_every_block(account_of("asha").person).pk


@pytest.fixture
def pinned(begun, db) -> PinnedLesson:
    return PinnedLesson.objects.get(pk=begun)


@pytest.fixture
def ask(pinned):
    return lambda kind: Asked(pinned, asked_in(pinned, kind))


def right_fields(segment: Segment) -> dict:
    """Return what a browser sends for the right answer, or for any where none is right."""
    if segment.kind == "sorting":
        return {f"line-{line.id}": line.group for line in segment.lines}
    if segment.kind == "matching":
        return {f"line-{pair.id}": pair.id for pair in segment.pairs}
    if segment.kind == "gap_fill":
        return {"gap-1": "Noticed", "gap-2": " goal. "}
    if segment.kind == "scale":
        return {"choice": "4"}
    if segment.kind == "scenario":
        return {"choice": segment.scenario.graph.places[0].ways[0].id}
    return {"choice": segment.choices[0].id}


def wrong_fields(segment: Segment) -> dict:
    if segment.kind == "sorting":
        return {f"line-{line.id}": "1" for line in segment.lines}
    if segment.kind == "matching":
        return {f"line-{pair.id}": segment.pairs[0].id for pair in segment.pairs}
    return {"gap-1": "saw", "gap-2": "a secret name"}


NEW = ["sorting", "matching", "gap_fill", "scale", "poll", "scenario"]
EVENTS = {
    "sorting": "enrolment.knowledge_check_answered.v1",
    "matching": "enrolment.knowledge_check_answered.v1",
    "gap_fill": "enrolment.knowledge_check_answered.v1",
    "scale": "enrolment.view_given.v1",
    "poll": "enrolment.view_given.v1",
    "scenario": "enrolment.scenario_choice_made.v1",
}
MARKED = {"sorting", "matching", "gap_fill"}
every_new_kind = pytest.mark.parametrize("kind", NEW)


@every_new_kind
def test_an_answer_is_kept_marked_only_where_something_is_right_and_told(hers, ask, asha, kind):
    asked = ask(kind)
    response = hers.post(asked.address, sent(**right_fields(asked.segment)))
    assert response.status_code == 302
    assert response.url == f"{asked.lesson}#block-{asked.segment.id}"
    (answer,) = asked.answers
    assert answer.correct is (True if kind in MARKED else None)
    told = Event.objects.latest("pk")
    assert (told.name, told.data) == (EVENTS[kind], {"person_id": asha.person_id, "answer_id": answer.pk})


@every_new_kind
def test_it_is_shown_again_on_the_page_that_is_loaded_later(hers, ask, kind):
    asked = ask(kind)
    hers.post(asked.address, sent(**right_fields(asked.segment)))
    page = form_in(hers.get(asked.lesson).content.decode(), asked)
    assert "Saved " in page
    shown = {
        "sorting": " checked",
        "matching": " selected",
        "gap_fill": 'value="Noticed"',
        "scale": 'value="4" checked',
        "poll": f'value="{asked.segment.choices[0].id}" checked' if kind == "poll" else "",
        "scenario": "You chose: Ask to speak with Rosa",
    }
    assert shown[kind] in page


def form_in(page: str, asked: Asked) -> str:
    return page.split(f'id="block-{asked.segment.id}"')[1].split("</form>")[0]


@every_new_kind
def test_sent_twice_it_counts_once_and_is_answered_the_same(hers, ask, kind):
    asked = ask(kind)
    body = sent(**right_fields(asked.segment))
    first = hers.post(asked.address, body, headers=JSON).json()
    events = Event.objects.count()
    assert hers.post(asked.address, body, headers=JSON).json() == first
    assert len(asked.answers) == 1
    assert Event.objects.count() == events


@every_new_kind
def test_a_uuid_of_another_question_is_refused_and_what_was_chosen_stays(hers, ask, kind):
    asked, other = ask(kind), ask("reflection")
    body = sent(text="A thought.")
    hers.post(other.address, body)
    again = hers.post(asked.address, {**right_fields(asked.segment), "client_id": body["client_id"]}, headers=HTMX)
    page = again.content.decode()
    assert "sent for another question" in page
    assert asked.answers == []
    assert " checked" in page or " selected" in page or 'value="Noticed"' in page


@pytest.mark.parametrize("client_id", ["", "nonsense", "\x00"])
def test_a_page_out_of_date_keeps_what_was_chosen(hers, ask, client_id):
    for kind in NEW:
        asked = ask(kind)
        response = hers.post(asked.address, {**right_fields(asked.segment), "client_id": client_id})
        page = form_in(response.content.decode(), asked)
        assert response.status_code == 422
        assert "This page is out of date." in page
        assert " checked" in page or " selected" in page or 'value="Noticed"' in page
        assert asked.answers == []


REFUSED = [
    ("sorting", {}, "Choose a group for every line. 3 are still open."),
    ("sorting", {"first": "9"}, "Choose from the groups shown."),
    ("sorting", {"first": "\x00"}, "Choose from the groups shown."),
    ("sorting", {"first": "1"}, "Choose a group for every line. 2 are still open."),
    ("matching", {}, "Choose a match for every line. 3 are still open."),
    ("matching", {"first": "foreign"}, "Choose from the matches shown."),
    ("gap_fill", {}, "Fill in every gap. 2 are still empty."),
    ("gap_fill", {"gap-1": "saw"}, "Fill in every gap. 1 is still empty."),
    ("gap_fill", {"gap-1": "x" * 101, "gap-2": "goal"}, "Write one word or a few in each gap, 100 characters at most."),
    ("gap_fill", {"gap-1": "s\x00w", "gap-2": "goal"}, "Null characters are not allowed."),
    ("scale", {}, "Choose a number first."),
    ("scale", {"choice": "0"}, "Choose from the answers shown."),
    ("scale", {"choice": "6"}, "Choose from the answers shown."),
    ("scale", {"choice": ["1", "2"]}, "Choose one answer."),
    ("poll", {}, "Choose an answer first."),
    ("poll", {"choice": "foreign"}, "Choose from the answers shown."),
    ("scenario", {}, "Choose what to do first."),
    ("scenario", {"choice": "foreign"}, "Choose from the answers shown."),
    ("scenario", {"path": ["foreign"], "choice": "x"}, "Choose from the answers shown."),
    ("scenario", {"path": ["foreign"], "keep": "1"}, "Choose from the answers shown."),
    ("scenario", {"path": ["x"] * 70, "keep": "99"}, "You have made 60 choices on this way."),
]


def fields_of(asked: Asked, fields: dict) -> dict:
    """Return the fields under their real names: `first` stands for the first line."""
    lines = asked.segment.lines or asked.segment.pairs
    return {f"line-{lines[0].id}" if name == "first" else name: value for name, value in fields.items()}


@every_new_kind
def test_what_is_missing_or_foreign_is_refused_in_words(hers, ask, kind):
    asked = ask(kind)
    for fields, problem in [(fields, problem) for one, fields, problem in REFUSED if one == kind]:
        body = sent(**fields_of(asked, fields))
        assert hers.post(asked.address, body, headers=JSON).json()["problem"].startswith(problem)
        assert problem in hers.post(asked.address, body, headers=HTMX).content.decode()
    assert asked.answers == []


@every_new_kind
def test_without_scripts_the_refusal_stands_at_the_top_of_the_page_and_at_its_place(hers, ask, kind):
    asked = ask(kind)
    problem = next(problem for one, fields, problem in REFUSED if one == kind and not fields)
    response = hers.post(asked.address, sent())
    page = response.content.decode()
    assert response.status_code == 422
    assert problem in form_in(page, asked)
    assert f'<a href="#block-{asked.segment.id}">{problem}' in page


def test_half_an_answer_that_is_refused_stays_chosen(hers, ask):
    sorting, gaps = ask("sorting"), ask("gap_fill")
    page = hers.post(sorting.address, sent(**fields_of(sorting, {"first": "2"})), headers=HTMX).content.decode()
    assert f'id="line-{sorting.segment.lines[0].id}-2" value="2" checked' in page
    page = hers.post(gaps.address, sent(**{"gap-1": "<b>saw</b>"}), headers=HTMX).content.decode()
    assert 'value="&lt;b&gt;saw&lt;/b&gt;"' in page


@pytest.mark.parametrize("kind", sorted(MARKED))
def test_a_wrong_answer_is_told_line_by_line_and_can_be_given_again(hers, ask, kind):
    asked = ask(kind)
    page = hers.post(asked.address, sent(**wrong_fields(asked.segment)), headers=HTMX).content.decode()
    assert "Read why, then try again if you like." in page
    if kind != "gap_fill":
        lines = asked.segment.lines or asked.segment.pairs
        assert all(line.feedback in page for line in lines)
    page = hers.post(asked.address, sent(**right_fields(asked.segment)), headers=HTMX).content.decode()
    assert "Yes, that is it." in page
    assert [answer.correct for answer in asked.answers] == [False, True]


@pytest.mark.parametrize("kind", sorted(MARKED))
def test_what_is_right_is_not_in_the_page_before_an_answer(hers, ask, kind):
    asked = ask(kind)
    page = form_in(hers.get(asked.lesson).content.decode(), asked)
    hidden = [line.feedback for line in asked.segment.lines or asked.segment.pairs] or ["saw or noticed", "noticed"]
    assert not [words for words in hidden if words in page]
    assert "is-right" not in page


@pytest.mark.parametrize("name", ["sam", "omar", "ngozi", "lena"])
def test_nobody_answers_for_her(ask, signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    for kind in NEW:
        asked = ask(kind)
        assert client.post(asked.address, sent(**right_fields(asked.segment))).status_code == 404
        assert asked.answers == []


def test_who_is_signed_out_gets_her_words_back(ask):
    asked = ask("gap_fill")
    response = Client().post(asked.address, sent(**{"gap-1": "a long word"}))
    assert response.status_code == 403
    assert "a long word" in response.content.decode()


def test_a_scale_and_a_poll_are_told_once_and_never_how(hers, ask, asha):
    for kind in ("scale", "poll"):
        asked = ask(kind)
        for _ in range(3):
            hers.post(asked.address, sent(**right_fields(asked.segment)))
        assert len(asked.answers) == 3
    told = Event.objects.filter(name="enrolment.view_given.v1", data__person_id=asha.person_id)
    assert told.count() == 2
    assert all(set(event.data) == {"person_id", "answer_id"} for event in told)


def test_only_blocks_that_are_answered_have_an_address(hers, ask, pinned):
    for kind in ("accordion", "try_it", "hotspots", "conversation"):
        assert hers.post(ask(kind).address, sent(choice="x")).status_code == 404


def test_an_answer_outlives_a_new_version_of_the_lesson(hers, ask, pinned):
    asked = ask("sorting")
    hers.post(asked.address, sent(**right_fields(asked.segment)))
    lesson = LessonPage.objects.get(pk=pinned.lesson_id)
    lesson.body = [block for block in lesson.body.raw_data if block["type"] != "sorting"]
    lesson.save_revision().publish()
    page = hers.get(asked.lesson).content.decode()
    assert "This lesson has been improved since you began" in page
    assert "Yes, that is it." in form_in(page, asked)


def test_a_lesson_of_every_block_costs_few_queries(hers, ask, pinned, asha, django_assert_max_num_queries):
    for kind in NEW:
        hers.post(ask(kind).address, sent(**right_fields(ask(kind).segment)))
    hers.get(ask("scale").lesson)
    with django_assert_max_num_queries(15):
        assert hers.get(ask("scale").lesson).status_code == 200


HOSTILE = ["\x00", "x" * 60_000, "-1", "9" * 400, "²", "{'a': 1}", "<script>", "\u202e"]
FIELDS = {"choice": ["scale", "poll", "scenario"], "path": ["scenario"], "keep": ["scenario"], "gap-1": ["gap_fill"]}


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_texts_bring_no_error_page(hers, ask, field):
    for kind in FIELDS[field]:
        asked = ask(kind)
        for text in HOSTILE:
            body = sent(**{**right_fields(asked.segment), field: text})
            assert hers.post(asked.address, body, headers=HTMX).status_code < 500


def test_the_job_of_today_opens_its_variant(hers, ask):
    page = hers.get(ask("scale").lesson).content.decode()
    mine, other = page.split("Ask one person this week.")[1].split("<details")[1:3]
    assert mine.startswith(' class="govuk-details" open>') and "Support worker or care worker (for your job)" in mine
    assert not other.startswith(' class="govuk-details" open>') and "Commissioner, in residential care" in other
