"""Who is done reads what changed, answers what is new, and never does the whole again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from learning.content.models import LessonPage
from learning.content.queries import snapshot
from learning.enrolment.models import LessonAnswer, LessonVersion, UpdateCompletion, UpdateDue
from learning.people.queries import local_today
from tests.authoring.changed_lessons import (
    NEW_WORDS,
    SUMMARY,
    blocks,
    change,
    new_check,
    new_text,
)
from tests.enrolment.lessons import sent
from tests.enrolment.newer_lessons.steps import SLUG, at, words


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
