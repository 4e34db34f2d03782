"""Who is mid-way is offered the newer lesson and loses nothing."""

from __future__ import annotations

import uuid

from learning.enrolment.actions import AnswerGiven, save_answer
from learning.enrolment.models import LessonAnswer, LessonVersion, PinnedLesson, UpdateCompletion, UpdateDue
from tests.authoring.changed_lessons import (
    NEW_WORDS,
    SUMMARY,
    blocks,
    catch_up,
    change,
    new_text,
)
from tests.enrolment.lessons import sent
from tests.enrolment.newer_lessons.steps import at, question, without, words


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
