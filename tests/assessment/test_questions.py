"""Writing questions: who may, what is kept, what waits for a second pair of eyes, and what learners are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.assessment.actions.questions import (
    CodeTaken,
    NotFit,
    NotNow,
    Overtaken,
    delete_question,
    make_again,
    make_question,
    save_question,
)
from learning.assessment.actions.review import (
    OwnWording,
    approve_question,
    bring_back_question,
    decline_question,
    send_to_review,
    take_back,
    withdraw_question,
)
from learning.assessment.models import Question, QuestionDecision, QuestionVersion
from learning.assessment.queries.attempts import pool_of
from learning.assessment.queries.bank import draft_of, newest_version
from learning.assessment.queries.blueprint import BlueprintTooSmall, blueprint_lines
from learning.outbox.models import Event
from tests.assessment.drafts import draft
from tests.stories import begin_attempt, module


@pytest.fixture
def author(priya):
    return priya.person


@pytest.fixture
def reviewer(leila):
    return leila.person


@pytest.fixture
def mindset(db):
    return module("mindset")


def said(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=f"assessment.{name}.v1").order_by("pk")]


def seen(question: Question) -> tuple[int, int]:
    newest = newest_version(question)
    return newest.number, newest.times_saved


def approved(mindset, author, reviewer, **changes) -> Question:
    question = make_question(mindset, draft(**changes), by=author).question
    send_to_review(question, by=author)
    approve_question(question, by=reviewer, seen=seen(question))
    question.refresh_from_db()
    return question


def used(mindset) -> Question:
    """A question that somebody has been asked."""
    return Question.objects.filter(module=mindset, versions__in=asked_versions()).first()


def asked_versions():
    from learning.assessment.models import AttemptQuestion

    return AttemptQuestion.objects.values("version")


def codes_drawn(mindset) -> set[str]:
    return {question.code for question in pool_of(mindset.assessment)}


def test_a_new_question_is_a_draft_that_nobody_is_asked(mindset, author):
    version = make_question(mindset, draft(), by=author)
    assert (version.number, version.state, version.is_current) == (1, "DRAFT", False)
    assert [option.key for option in version.options.all()] == ["a", "b", "c"]
    assert list(version.written_by.all()) == [author]
    assert "mindset-90" not in codes_drawn(mindset)
    assert said("question_version_made") == [
        {"question_id": version.question_id, "version_id": version.pk, "by_id": author.pk}
    ]


def test_an_approved_question_is_drawn(mindset, author, reviewer):
    question = approved(mindset, author, reviewer)
    assert "mindset-90" in codes_drawn(mindset)
    kinds = list(question.decisions.order_by("pk").values_list("kind", "by"))
    assert kinds == [("SENT", author.pk), ("APPROVED", reviewer.pk)]
    assert len(said("question_sent_to_review")) == len(said("question_approved")) == 1


def test_a_code_is_given_once(mindset, author):
    with pytest.raises(CodeTaken):
        make_question(mindset, draft("mindset-01"), by=author)
    assert Question.objects.filter(code="mindset-01").count() == 1


def test_a_question_about_something_else_is_refused_and_nothing_is_kept(mindset, author):
    with pytest.raises(NotFit) as refused:
        make_question(mindset, draft(competency="masoss-v3"), by=author)
    assert refused.value.problems[0].place == "competency"
    assert not Question.objects.filter(code="mindset-90").exists()


def test_a_half_written_draft_is_kept_but_not_reviewed(mindset, author):
    question = make_question(mindset, draft(options=()), by=author).question
    with pytest.raises(NotFit) as refused:
        send_to_review(question, by=author)
    assert refused.value.problems[0].words == "Give at least two options."
    assert newest_version(question).state == "DRAFT"


def test_a_draft_is_changed_in_place(mindset, author):
    question = make_question(mindset, draft(), by=author).question
    version = save_question(question, draft(stem="What now?", difficulty="STRETCH"), by=author, seen=seen(question))
    question.refresh_from_db()
    assert (version.number, version.times_saved, version.stem) == (1, 2, "What now?")
    assert question.difficulty == "STRETCH"
    assert len(said("question_version_edited")) == 1


def test_the_same_words_again_change_nothing(mindset, author):
    question = Question.objects.get(code="mindset-01")
    before = newest_version(question)
    again = save_question(question, draft_of(before), by=author, seen=seen(question))
    assert (again.pk, again.times_saved) == (before.pk, before.times_saved)
    assert not said("question_version_made")


def test_a_used_question_is_never_changed_in_place(asha, mindset, author, reviewer):
    attempt = begin_attempt(asha.person, "mindset")
    asked = attempt.questions.select_related("version__question").first()
    question, old = asked.version.question, asked.version.stem
    words = replace(draft_of(newest_version(question)), stem="Said better?")
    made = save_question(question, words, by=author, seen=seen(question))
    assert (made.number, made.is_current) == (2, False)
    send_to_review(question, by=author)
    approve_question(question, by=reviewer, seen=seen(question))
    asked.refresh_from_db()
    assert asked.version.stem == old
    current = QuestionVersion.objects.get(question=question, is_current=True)
    assert (current.number, current.stem) == (2, "Said better?")


def test_until_it_is_approved_learners_are_asked_the_old_words(mindset, author):
    question = Question.objects.get(code="mindset-01")
    words = replace(draft_of(newest_version(question)), stem="Said better?")
    made = save_question(question, words, by=author, seen=seen(question))
    assert made.pk not in {found.version_id for found in pool_of(mindset.assessment)}
    assert "mindset-01" in codes_drawn(mindset)


def test_of_two_authors_at_once_the_second_learns_what_the_first_did(mindset, author, reviewer):
    question = make_question(mindset, draft(), by=author).question
    opened = seen(question)
    save_question(question, draft(stem="From the first"), by=author, seen=opened)
    with pytest.raises(Overtaken) as met:
        save_question(question, draft(stem="From the second"), by=reviewer, seen=opened)
    assert met.value.newest.stem == "From the first"
    assert newest_version(question).stem == "From the first"


def test_nobody_approves_words_in_which_they_had_a_hand(mindset, author, reviewer):
    question = make_question(mindset, draft(), by=author).question
    save_question(question, draft(stem="We both wrote"), by=reviewer, seen=seen(question))
    send_to_review(question, by=author)
    for person in (author, reviewer):
        with pytest.raises(OwnWording):
            approve_question(question, by=person, seen=seen(question))
    assert newest_version(question).state == "IN_REVIEW"


def test_what_was_sent_back_carries_its_reason_and_can_be_mended(mindset, author, reviewer):
    question = make_question(mindset, draft(), by=author).question
    send_to_review(question, by=author)
    decline_question(question, by=reviewer, seen=seen(question), reason="Two answers are right.")
    assert newest_version(question).state == "DECLINED"
    assert question.decisions.first().reason == "Two answers are right."
    save_question(question, draft(stem="Mended"), by=author, seen=seen(question))
    send_to_review(question, by=author)
    assert newest_version(question).state == "IN_REVIEW"
    assert QuestionVersion.objects.filter(question=question).count() == 1


def test_what_is_in_review_is_not_changed_but_taken_back(mindset, author, reviewer):
    question = make_question(mindset, draft(), by=author).question
    send_to_review(question, by=author)
    at = seen(question)
    with pytest.raises(NotNow):
        save_question(question, draft(stem="Sneaked in"), by=author, seen=at)
    take_back(question, by=author)
    with pytest.raises(Overtaken):
        approve_question(question, by=reviewer, seen=at)
    assert newest_version(question).state == "DRAFT"


def test_earlier_words_come_back_as_a_new_version(mindset, author, reviewer):
    question = approved(mindset, author, reviewer, stem="First words")
    save_question(question, draft(stem="Second words"), by=author, seen=seen(question))
    with pytest.raises(NotNow):
        make_again(question, 1, by=author)
    send_to_review(question, by=author)
    approve_question(question, by=reviewer, seen=seen(question))
    again = make_again(question, 1, by=reviewer)
    assert (again.number, again.stem, again.state) == (3, "First words", "DRAFT")
    assert question.versions.get(is_current=True).stem == "Second words"


def test_new_tags_hold_once_they_are_approved(mindset, author, reviewer):
    question = approved(mindset, author, reviewer)
    save_question(question, draft(competency="masoss-m3", revisit=""), by=author, seen=seen(question))
    question.refresh_from_db()
    assert question.competency.code == "masoss-m2"
    send_to_review(question, by=author)
    approve_question(question, by=reviewer, seen=seen(question))
    question.refresh_from_db()
    assert (question.competency.code, question.revisit) == ("masoss-m3", None)


def test_a_withdrawn_question_is_asked_no_more_and_can_come_back(mindset, author, reviewer):
    question = approved(mindset, author, reviewer)
    withdraw_question(question, by=author, reason="Out of date.")
    assert "mindset-90" not in codes_drawn(mindset)
    withdraw_question(question, by=author, reason="Again.")
    bring_back_question(question, by=author, reason="Still true.")
    assert "mindset-90" in codes_drawn(mindset)
    assert [row.reason for row in question.decisions.all()][:2] == ["Still true.", "Out of date."]
    assert len(said("question_withdrawn")) == len(said("question_brought_back")) == 1


def shrink_to(mindset, author, per_competency: int) -> list[Question]:
    """Leave so many questions on masoss-m2 that can be drawn; return them."""
    found = list(Question.objects.filter(module=mindset, competency__code="masoss-m2").order_by("code"))
    Question.objects.filter(pk__in=[row.pk for row in found[per_competency:]]).update(withdrawn_on="2026-01-01")
    return found[:per_competency]


def asked_about(mindset, code: str) -> int:
    return sum(line.count for line in blueprint_lines(mindset) if line.competency == code)


def test_withdrawing_warns_when_a_second_attempt_would_repeat_questions(mindset, author):
    count = asked_about(mindset, "masoss-m2")
    kept = shrink_to(mindset, author, 2 * count)
    with pytest.raises(BlueprintTooSmall) as refused:
        withdraw_question(kept[0], by=author, reason="Old")
    assert not refused.value.stops_attempts
    assert str(refused.value) == f"M2 Build hope and a positive mindset: {2 * count - 1} questions, {2 * count} needed"
    withdraw_question(kept[0], by=author, reason="Old", anyway=True)
    kept[0].refresh_from_db()
    assert kept[0].withdrawn_on


def test_withdrawing_is_refused_when_no_attempt_could_start(mindset, author):
    count = asked_about(mindset, "masoss-m2")
    kept = shrink_to(mindset, author, count)
    with pytest.raises(BlueprintTooSmall) as refused:
        withdraw_question(kept[0], by=author, reason="Old", anyway=True)
    assert refused.value.stops_attempts
    kept[0].refresh_from_db()
    assert kept[0].withdrawn_on is None


def test_only_what_nobody_was_asked_is_deleted(asha, mindset, author, reviewer):
    begin_attempt(asha.person, "mindset")
    with pytest.raises(NotNow):
        delete_question(used(mindset), by=author)
    question = approved(mindset, author, reviewer)
    delete_question(question, by=author)
    assert not Question.objects.filter(code="mindset-90").exists()
    assert not QuestionDecision.objects.filter(question=question.pk).exists()
    assert len(said("question_deleted")) == 1
