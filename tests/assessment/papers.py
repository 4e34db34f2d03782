"""Attempts whose draw a test can rely on."""

from __future__ import annotations

import uuid
from itertools import count
from unittest.mock import patch

from learning.assessment.actions import start_attempt
from learning.assessment.models import Assessment, Attempt, AttemptQuestion, QuestionKind, QuestionVersion
from learning.assessment.queries.attempts import pool_of, versions_seen_by
from learning.assessment.rules.drawing import Row, draw
from learning.people.models import Person
from tests.stories import module


def seed_with_every_kind(person: Person, assessment: Assessment) -> str:
    """Return the first seed whose draw asks a question of each kind."""
    kinds = dict(QuestionVersion.objects.values_list("pk", "kind"))
    rows = [Row(row.competency_id, row.count, row.difficulty) for row in assessment.blueprint.all()]
    pool, seen = pool_of(assessment), versions_seen_by(person, assessment)
    for number in count():
        drawn = draw(rows, pool, seed=f"seed-{number}", seen=seen)
        if {kinds[question.version_id] for question in drawn} == set(QuestionKind.values):
            return f"seed-{number}"
    raise LookupError("No seed gives every kind.")


def attempt_with_every_kind(person: Person, slug: str) -> Attempt:
    assessment = module(slug).assessment
    with patch("learning.assessment.actions.attempts.secrets.token_hex") as token:
        token.return_value = seed_with_every_kind(person, assessment)
        return start_attempt(person, assessment, client_id=uuid.uuid4())


def asked_of_kind(attempt: Attempt, kind: str) -> AttemptQuestion:
    asked = attempt.questions.select_related("version", "attempt").prefetch_related("version__options")
    return asked.filter(version__kind=kind).first()
