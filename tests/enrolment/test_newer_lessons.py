"""What learners see of a lesson that changed: an offer on the way, a short update afterwards, and nothing lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from learning.content.models import LessonPage
from learning.content.queries import snapshot
from learning.enrolment.actions import AnswerGiven, save_answer, start_study
from learning.enrolment.models import LessonAnswer, LessonVersion, PinnedLesson, UpdateCompletion, UpdateDue
from learning.people.queries import local_today
from tests.authoring.changed_lessons import (
    NEW_WORDS,
    SUMMARY,
    blocks,
    catch_up,
    change,
    new_check,
    new_text,
    pin_of,
)
from tests.enrolment.lessons import sent
from tests.stories import module, study_all

SLUG = "aspirations"


@pytest.fixture
def lesson(db) -> LessonPage:
    """Return a lesson with a text to read, a question and a note to write."""
    needed = {"text", "knowledge_check", "reflection"}
    return next(one for one in module(SLUG).live_lessons() if needed <= {block["type"] for block in blocks(one)})


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


@pytest.fixture
def begun(asha, lesson) -> PinnedLesson:
    start_study(asha.person, module(SLUG), client_id=uuid.uuid4())
    return pin_of(asha.person, lesson)


@pytest.fixture
def done(asha, lesson) -> PinnedLesson:
    study_all(asha.person, SLUG)
    return pin_of(asha.person, lesson)


def at(lesson, end="") -> str:
    return f"/learning/{SLUG}/{lesson.slug}/{end}"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def question(pinned, kind="reflection"):
    return next(segment for segment in snapshot(pinned.revision_id).segments if segment.kind == kind)


def without(lesson, block_id):
    return [one for one in blocks(lesson) if one["id"] != block_id]


# On the way


def test_a_minor_change_is_offered_at_the_lesson_with_what_changed(hers, lesson, begun, priya):
    assert "since you began the module" not in words(hers.get(at(lesson)))
    change(lesson, "MINOR", by=priya)
    page = words(hers.get(at(lesson)))
    assert "This lesson has been improved since you began the module" in page
    assert SUMMARY in page
    assert NEW_WORDS not in page


def test_a_typo_is_not_mentioned(hers, lesson, begun, priya):
    change(lesson, "TYPO", by=priya)
    assert "since you began the module" not in words(hers.get(at(lesson)))


def test_she_takes_it_and_finds_everything_she_wrote(hers, lesson, begun, priya, asha):
    stays, goes = question(begun), question(begun, "knowledge_check")
    save_answer(begun, AnswerGiven(stays.id, uuid.uuid4(), text="What I thought then."))
    save_answer(begun, AnswerGiven(goes.id, uuid.uuid4(), [goes.choices[0].id]))
    change(lesson, "MINOR", by=priya, raw=[*without(lesson, goes.id), new_text()])
    response = hers.post(at(lesson, "take/"), follow=True)
    page = words(response)
    assert NEW_WORDS in page
    assert "What I thought then." in page
    assert "What you answered in another version of this lesson" in page
    assert f"You chose: {goes.choices[0].text}" in page
    assert "since you began the module" not in page


def test_she_keeps_hers_and_is_not_asked_again(hers, lesson, begun, priya):
    change(lesson, "MINOR", by=priya)
    hers.post(at(lesson, "keep/"))
    page = words(hers.get(at(lesson)))
    assert "This lesson has been improved" not in page
    assert NEW_WORDS not in page
    assert PinnedLesson.objects.get(pk=begun.pk).revision_id == begun.revision_id


def test_a_material_change_asks_her_to_take_it(hers, lesson, begun, priya):
    change(lesson, "MATERIAL", by=priya)
    page = words(hers.get(at(lesson)))
    assert "changed in a way that matters" in page
    assert "If you finish this one, a short update follows" in page


def test_she_sees_what_changed_before_she_takes_it_and_cannot_finish_it_there(hers, lesson, begun, priya):
    change(lesson, "MINOR", by=priya)
    page = words(hers.get(at(lesson, "changes/")))
    assert "You are in the middle of this lesson" in page
    assert NEW_WORDS in page
    assert ">Done</button>" not in page
    number = LessonVersion.objects.latest("number").number
    assert hers.post(at(lesson, "changes/"), sent(version=number)).url == at(lesson)
    assert not UpdateCompletion.objects.exists()


def test_a_page_opened_before_still_sends_its_answers(hers, lesson, begun, priya, asha):
    """On another device she has taken the newer lesson, which lacks the question that this page shows."""
    asked = question(begun)
    change(lesson, "MINOR", by=priya, raw=[*without(lesson, asked.id), new_text()])
    hers.post(at(lesson, "take/"))
    address = at(lesson, f"answers/{asked.id}/")
    response = hers.post(address, sent(text="Typed meanwhile."), headers={"accept": "application/json"})
    assert response.status_code == 200
    kept = LessonAnswer.objects.get(text="Typed meanwhile.")
    assert kept.revision_id == begun.revision_id
    assert "Typed meanwhile." in words(hers.get(at(lesson)))


def test_a_question_asked_differently_says_so_and_keeps_the_answer(hers, lesson, begun, priya):
    asked = question(begun, "knowledge_check")
    right = [choice.id for choice in asked.choices if choice.correct]
    save_answer(begun, AnswerGiven(asked.id, uuid.uuid4(), right))
    raw = blocks(lesson)
    next(one for one in raw if one["id"] == asked.id)["value"]["stem"] = "Asked in another way?"
    change(lesson, "MINOR", by=priya, raw=raw)
    page = words(hers.post(at(lesson, "take/"), follow=True))
    assert "Asked in another way?" in page
    assert "You answered this when it was asked differently" in page
    assert f'value="{right[0]}" checked' in page
    again = hers.post(at(lesson, f"answers/{asked.id}/"), sent(choice=right), headers={"hx-request": "true"})
    assert "You answered this when" not in words(again)


def test_a_lesson_finished_on_the_way_is_not_taken_but_may_be_caught_up_with(hers, lesson, begun, priya, asha):
    hers.post(at(lesson, "complete/"))
    change(lesson, "MATERIAL", by=priya)
    page = words(hers.get(at(lesson)))
    assert "You finished it as it was, and that stays" in page
    assert "Take the new lesson" not in page
    catch_up(asha.person, lesson)
    for pinned in begun.study.lessons.select_related("lesson"):
        hers.post(at(pinned.lesson, "complete/"))
    assert not UpdateDue.objects.open().exists()


# Afterwards


def test_the_update_is_her_next_step_with_its_minutes_and_date(hers, lesson, done, priya):
    change(lesson, "MATERIAL", by=priya, days=1)
    UpdateDue.objects.update(due_on=local_today() - timedelta(days=60))
    page = words(hers.get("/"))
    update = UpdateDue.objects.get()
    assert f"What changed: {lesson.title}" in page
    assert f"About {update.minutes} minute" in page
    assert "What you have done stays done" in page
    assert at(lesson, "changes/") in page
    assert "Read what changed" in words(hers.get(f"/learning/{SLUG}/"))


def test_what_is_due_sooner_comes_first_and_the_update_stands_below(hers, lesson, done, priya):
    change(lesson, "MATERIAL", by=priya, days=90)
    page = words(hers.get("/"))
    assert "What changed since" in page
    assert f"What changed: {lesson.title}" not in page


def test_the_update_shows_only_what_differs_before_and_now(hers, lesson, done, priya):
    raw = blocks(lesson)
    text = next(one for one in raw if one["type"] == "text")
    old = next(one for one in snapshot(done.revision_id).segments if one.id == text["id"])
    text["value"] = "<p>Quite different words stand here now.</p>"
    change(lesson, "MATERIAL", by=priya, raw=[*raw, new_text()])
    page = words(hers.get(at(lesson, "changes/")))
    assert SUMMARY in page
    assert "Quite different words stand here now." in page
    assert "Before" in page
    assert NEW_WORDS in page
    assert "You finished this lesson on" in page
    untouched = [one for one in snapshot(done.revision_id).segments if one.html and one.id != old.id]
    assert all(one.html.strip() not in hers.get(at(lesson, "changes/")).content.decode() for one in untouched)


def test_she_does_it_with_one_button(hers, lesson, done, priya, asha):
    change(lesson, "MATERIAL", by=priya)
    number = LessonVersion.objects.latest("number").number
    page = words(hers.post(at(lesson, "changes/"), sent(version=number), follow=True))
    assert "You are up to date" in page
    assert not UpdateDue.objects.open().exists()
    assert UpdateCompletion.objects.get(pinned=done)
    assert "What changed" not in words(hers.get("/"))


def test_new_questions_are_answered_on_the_way_and_explained_after(hers, lesson, done, priya):
    check = new_check()
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(lesson), check])
    number = LessonVersion.objects.latest("number").number
    body = sent(version=number)
    refused = hers.post(at(lesson, "changes/"), body)
    assert refused.status_code == 422
    assert "Choose an answer first." in words(refused)
    wrong = check["value"]["options"][1]["id"]
    forged = hers.post(at(lesson, "changes/"), {**body, f"choice-{check['id']}": "nothing"})
    assert "Choose from the answers shown." in words(forged)
    assert not UpdateCompletion.objects.exists()
    page = words(hers.post(at(lesson, "changes/"), {**body, f"choice-{check['id']}": wrong}, follow=True))
    assert "You are up to date" in page
    assert "The form comes after." in page
    kept = LessonAnswer.objects.get(block_id=check["id"])
    assert (kept.correct, kept.pinned_lesson_id) == (False, done.pk)
    assert "Only a" not in page


def test_a_new_reflection_may_be_left_empty_and_what_is_written_is_kept(hers, lesson, done, priya):
    asked = {"type": "reflection", "id": str(uuid.uuid4()), "value": {"prompt": "What will you do?", "help": ""}}
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(lesson), asked, new_check()])
    number = LessonVersion.objects.latest("number").number
    text = {f"text-{asked['id']}": "I will ask."}
    refused = hers.post(at(lesson, "changes/"), sent(version=number, **text))
    assert "I will ask." in words(refused)
    check = snapshot(LessonVersion.objects.latest("number").revision_id).segments[-1]
    body = sent(version=number, **text, **{f"choice-{check.id}": check.choices[0].id})
    hers.post(at(lesson, "changes/"), body)
    hers.post(at(lesson, "changes/"), body)
    assert LessonAnswer.objects.get(block_id=asked["id"]).text == "I will ask."


@pytest.mark.parametrize("body", [{}, {"version": "x"}, {"version": "-1"}, {"version": "9" * 30}, {"client_id": "x"}])
def test_a_broken_form_is_refused_with_what_to_do(hers, lesson, done, priya, body):
    change(lesson, "MATERIAL", by=priya)
    response = hers.post(at(lesson, "changes/"), {**sent(), **body})
    assert response.status_code == 422
    assert "out of date" in words(response)
    assert not UpdateCompletion.objects.exists()


def test_what_changed_once_more_while_she_read_is_shown_before_it_counts(hers, lesson, done, priya):
    change(lesson, "MATERIAL", by=priya)
    number = LessonVersion.objects.latest("number").number
    now = LessonPage.objects.get(pk=lesson.pk)
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(now), new_text("Meanwhile.")])
    response = hers.post(at(lesson, "changes/"), sent(version=number))
    assert response.status_code == 409
    assert "Meanwhile." in words(response)
    assert not UpdateCompletion.objects.exists()


def test_nothing_to_read_says_so(hers, lesson, done):
    assert "Nothing has changed" in words(hers.get(at(lesson, "changes/")))
    assert hers.post(at(lesson, "changes/"), sent(version=1)).status_code == 302
    assert not UpdateCompletion.objects.exists()


@pytest.mark.parametrize("name", ["omar", "lena", "priya", "sam"])
def test_nobody_else_reads_or_does_it(lesson, done, priya, signed_in, request, name):
    change(lesson, "MATERIAL", by=priya)
    client = signed_in(request.getfixturevalue(name))
    assert client.get(at(lesson, "changes/")).status_code == 404
    for end in ("changes/", "take/", "keep/"):
        assert client.post(at(lesson, end), sent(version=2)).status_code == 404
    assert UpdateDue.objects.open().count() == 1


def test_her_line_manager_sees_that_updates_wait_and_no_figure_moves(lesson, done, priya, omar, asha, signed_in):
    def figures() -> str:
        return words(signed_in(omar).get("/readiness/")).split("<main")[1].split("</main>")[0]

    before = figures()
    change(lesson, "MATERIAL", by=priya)
    page = words(signed_in(omar).get(f"/readiness/people/{asha.person.uuid}/"))
    assert "1 short update to do" in page
    assert "No award lapses" in page
    assert figures() == before


def test_pages_cost_few_queries(hers, lesson, done, priya, django_assert_max_num_queries):
    change(lesson, "MATERIAL", by=priya, raw=[*blocks(lesson), new_check()])
    hers.get(at(lesson, "changes/"))
    for address, most in ((at(lesson, "changes/"), 30), (at(lesson), 30), ("/", 40), (f"/learning/{SLUG}/", 30)):
        with django_assert_max_num_queries(most):
            assert hers.get(address).status_code == 200
