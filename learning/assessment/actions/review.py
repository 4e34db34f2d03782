"""A second pair of eyes: sending to review, approving, declining; and withdrawing what is asked no more."""

from __future__ import annotations

from django.db import transaction

from learning.assessment.actions.questions import NotFit, NotNow, Overtaken, take_over_tags
from learning.assessment.events import (
    QuestionApproved,
    QuestionBroughtBack,
    QuestionDeclined,
    QuestionSentToReview,
    QuestionTakenBack,
    QuestionWithdrawn,
)
from learning.assessment.models import Question, QuestionDecision, QuestionVersion
from learning.assessment.queries.bank import draft_of, newest_version, words_of_module
from learning.assessment.queries.blueprint import refuse_a_bank_too_small
from learning.assessment.rules.questions import question_problems
from learning.outbox.actions import post_event
from learning.people.models import Person
from learning.people.queries import local_today

State, Kind = QuestionVersion.State, QuestionDecision.Kind


class OwnWording(Exception):
    """Nobody approves words in which they had a hand."""


@transaction.atomic
def send_to_review(question: Question, *, by: Person) -> QuestionVersion:
    """Ask for a second pair of eyes. Raises NotFit with what is missing, NotNow when nothing waits to be sent."""
    version = _locked_newest(question)
    if not version.is_changeable:
        raise NotNow("There is no draft to send. Change the question first.")
    problems = question_problems(draft_of(version), **words_of_module(version.question.module))
    if problems:
        raise NotFit(problems)
    _move(version, State.IN_REVIEW)
    _decide(version, Kind.SENT, by)
    post_event(QuestionSentToReview(question_id=version.question_id, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def take_back(question: Question, *, by: Person) -> QuestionVersion:
    """Make what is in review a draft again. Raises NotNow when nothing is."""
    version = _in_review(question)
    _move(version, State.DRAFT)
    _decide(version, Kind.TAKEN_BACK, by)
    post_event(QuestionTakenBack(question_id=version.question_id, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def approve_question(
    question: Question, *, by: Person, seen: tuple[int, int], comment: str = "", anyway: bool = False
) -> QuestionVersion:
    """Make what is in review the wording that attempts draw from now on. Attempts that run keep theirs.

    Raises OwnWording, Overtaken, NotNow; BlueprintTooSmall when its new tags take it from a row that needs it.
    """
    version = _in_review(question, seen)
    if version.written_by.filter(pk=by.pk).exists():
        raise OwnWording
    question = version.question
    if (version.competency_id, version.difficulty) != (question.competency_id, question.difficulty):
        refuse_a_bank_too_small(question.module, without=question, instead=version, anyway=anyway)
    question.versions.filter(is_current=True).update(is_current=False)
    version.is_current = True
    _move(version, State.APPROVED)
    take_over_tags(version)
    _decide(version, Kind.APPROVED, by, comment)
    post_event(QuestionApproved(question_id=question.pk, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def decline_question(question: Question, *, by: Person, seen: tuple[int, int], reason: str) -> QuestionVersion:
    """Send what is in review back to its authors with a reason. Raises Overtaken, NotNow."""
    version = _in_review(question, seen)
    _move(version, State.DECLINED)
    _decide(version, Kind.DECLINED, by, reason)
    post_event(QuestionDeclined(question_id=version.question_id, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def withdraw_question(question: Question, *, by: Person, reason: str, anyway: bool = False) -> Question:
    """Ask a question no more, from today on. Again changes nothing.

    Raises BlueprintTooSmall when attempts would lack questions; `anyway` accepts that a second attempt may repeat some.
    """
    question = Question.objects.select_for_update(of=("self",)).select_related("module").get(pk=question.pk)
    if question.withdrawn_on is None:
        refuse_a_bank_too_small(question.module, without=question, anyway=anyway)
        question.withdrawn_on = local_today()
        question.save(update_fields=["withdrawn_on"])
        QuestionDecision.objects.create(question=question, kind=Kind.WITHDRAWN, by=by, reason=reason)
        post_event(QuestionWithdrawn(question_id=question.pk, by_id=by.pk))
    return question


@transaction.atomic
def bring_back_question(question: Question, *, by: Person, reason: str) -> Question:
    """Ask a withdrawn question again. Again changes nothing."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_on is not None:
        question.withdrawn_on = None
        question.save(update_fields=["withdrawn_on"])
        QuestionDecision.objects.create(question=question, kind=Kind.BROUGHT_BACK, by=by, reason=reason)
        post_event(QuestionBroughtBack(question_id=question.pk, by_id=by.pk))
    return question


def _locked_newest(question: Question) -> QuestionVersion:
    Question.objects.select_for_update().get(pk=question.pk)
    return newest_version(question)


def _in_review(question: Question, seen: tuple[int, int] | None = None) -> QuestionVersion:
    version = _locked_newest(question)
    if seen is not None and (version.number, version.times_saved) != seen:
        raise Overtaken(version)
    if version.state != State.IN_REVIEW:
        raise NotNow("This question is not in review any more.")
    return version


def _move(version: QuestionVersion, state: QuestionVersion.State) -> None:
    version.state = state
    version.times_saved += 1
    version.save(update_fields=["state", "times_saved", "is_current"])


def _decide(version: QuestionVersion, kind: QuestionDecision.Kind, by: Person, reason: str = "") -> None:
    QuestionDecision.objects.create(question=version.question, version=version, kind=kind, by=by, reason=reason)
