from __future__ import annotations

import secrets
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from framework.models import Competency, Level
from learning.assessment.actions.awards import record_evidence
from learning.assessment.events import AttemptStarted, AttemptSubmitted
from learning.assessment.models import (
    Assessment,
    Attempt,
    AttemptQuestion,
    AttemptResponse,
    Evidence,
    QuestionVersion,
)
from learning.assessment.queries.attempts import latest_responses, pool_of, versions_seen_by
from learning.assessment.rules.drawing import BankTooSmall, PoolQuestion, Row, draw, shuffle
from learning.assessment.rules.marking import is_pass, mark
from learning.content.models import ItemKind
from learning.enrolment.actions import complete_items
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once
from learning.people.models import Person
from learning.people.queries import local_today


class AttemptClosed(Exception):
    """The attempt was handed in; its answers no longer change."""


class AnswerRefused(ValueError):
    """An answer that cannot be kept; the message says what to do."""


@transaction.atomic
def start_attempt(person: Person, assessment: Assessment, *, client_id: UUID) -> Attempt:
    """Begin an attempt with its questions drawn. An open attempt is returned in place of a second one.

    Raises BankTooSmall when the bank cannot fill the blueprint.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    open_attempt = Attempt.objects.filter(person=person, assessment=assessment, submitted_at=None).first()
    if open_attempt:
        return open_attempt
    identity = {"person_id": person.pk, "assessment_id": assessment.pk}
    attempt, is_new = write_once(Attempt, client_id, identity, lambda: _draw_attempt(person, assessment, client_id))
    if is_new:
        post_event(AttemptStarted(person_id=person.pk, attempt_id=attempt.pk))
    return attempt


def _draw_attempt(person: Person, assessment: Assessment, client_id: UUID) -> Attempt:
    pool = pool_of(assessment)
    seen = versions_seen_by(person, assessment)
    attempt = Attempt.objects.create(
        client_id=client_id,
        assessment=assessment,
        person=person,
        module_revision_id=assessment.module.live_revision_id,
        number=Attempt.objects.filter(person=person, assessment=assessment).count() + 1,
        seed=secrets.token_hex(16),
        pool={
            "rows": [[row.competency_id, row.count, row.difficulty] for row in assessment.blueprint.all()],
            "questions": [[q.version_id, q.code, q.competency_id, q.difficulty] for q in pool],
            "seen": sorted(seen),
            "level": assessment.level_id,
        },
        pass_mark=assessment.pass_mark,
    )
    _ask(attempt, redraw(attempt))
    return attempt


def redraw(attempt: Attempt) -> list[PoolQuestion]:
    """Return the questions that this attempt's seed and pool give: the same each time, also for an appeal."""
    rows = [Row(competency, count, difficulty) for competency, count, difficulty in attempt.pool["rows"]]
    pool = [PoolQuestion(*fields) for fields in attempt.pool["questions"]]
    return draw(rows, pool, seed=attempt.seed, seen=set(attempt.pool["seen"]))


def _ask(attempt: Attempt, drawn: list[PoolQuestion]) -> None:
    if not drawn:
        raise BankTooSmall
    versions = QuestionVersion.objects.prefetch_related("options").in_bulk([q.version_id for q in drawn])
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt,
            version=versions[question.version_id],
            position=position,
            option_order=shuffle(
                [option.key for option in versions[question.version_id].options.all()],
                seed=f"{attempt.seed}/{question.code}",
            ),
        )
        for position, question in enumerate(drawn, 1)
    )


@transaction.atomic
def save_response(question: AttemptQuestion, chosen: list[str], *, client_id: UUID) -> AttemptResponse:
    """Keep an answer of an open attempt. A replay returns the first; nothing chosen clears the answer.

    Raises AnswerRefused with what to do, or AttemptClosed.
    """
    attempt = Attempt.objects.select_for_update().get(pk=question.attempt_id)
    replayed = AttemptResponse.objects.filter(client_id=client_id, question=question).first()
    if replayed:
        return replayed
    if not attempt.is_open:
        raise AttemptClosed
    problem = question.problem_with(chosen)
    if problem:
        raise AnswerRefused(problem)
    response, _ = write_once(
        AttemptResponse,
        client_id,
        {"question_id": question.pk},
        lambda: AttemptResponse.objects.create(client_id=client_id, question=question, chosen=chosen),
    )
    return response


@transaction.atomic
def submit_attempt(attempt: Attempt) -> Attempt:
    """Mark an attempt. A pass is evidence, and with the rule met an award, all in this transaction.

    Submitting again returns the outcome that stands.
    """
    Person.objects.select_for_update().get(pk=attempt.person_id)
    # The row is locked against save_response, so that an answer is either marked here or told that it came too late.
    locked = Attempt.objects.select_for_update(of=("self",))
    attempt = locked.select_related("person", "assessment__module", "assessment__level").get(pk=attempt.pk)
    if not attempt.is_open:
        return attempt
    questions = list(attempt.questions.select_related("version").prefetch_related("version__options"))
    answers = latest_responses(attempt)
    for question in questions:
        response = answers.get(question.pk)
        question.score = mark(question.version.key, response.chosen if response else [])
    AttemptQuestion.objects.bulk_update(questions, ["score"])
    attempt.score = sum((question.score or Decimal(0) for question in questions), Decimal(0))
    attempt.passed = is_pass(attempt.score, Decimal(len(questions)), pass_mark=attempt.pass_mark)
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["score", "passed", "submitted_at"])
    submitted = AttemptSubmitted(person_id=attempt.person_id, attempt_id=attempt.pk, passed=attempt.passed)
    post_event(submitted, uuid=attempt.submission_uuid)
    if attempt.passed:
        _record_pass(attempt)
    return attempt


def _record_pass(attempt: Attempt) -> None:
    """A pass proves knowledge of every competency that it asked about, at the level it began with.

    The blueprint may have been edited since: what counts is what this attempt drew from.
    """
    complete_items(attempt.person, ItemKind.ASSESSMENT, module=attempt.assessment.module)
    level = Level.objects.get(pk=attempt.pool.get("level", attempt.assessment.level_id))
    asked = list(dict.fromkeys(competency for competency, _, _ in attempt.pool["rows"]))
    competencies = Competency.objects.in_bulk(asked)
    for pk in asked:
        record_evidence(
            Evidence(
                person=attempt.person,
                competency=competencies[pk],
                level=level,
                kind=Evidence.Kind.KNOWLEDGE,
                occurred_on=local_today(),
                attempt=attempt,
            )
        )
