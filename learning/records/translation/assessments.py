"""Events of assessments, practice and awards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings

from framework.models import CompetencyLevel
from learning.assessment import events as assessment
from learning.assessment.models import Attempt, AttemptQuestion, Award, Evidence, Observation
from learning.assessment.queries.attempts import latest_responses
from learning.outbox.models import Event
from learning.records.translation.things import (
    actor_name,
    assessment_thing,
    competency_thing,
    frame_of,
    framework_thing,
    module_thing,
    tells,
)
from learning.records.xapi import profile
from learning.records.xapi.statements import (
    Around,
    Asked,
    Frame,
    Json,
    Thing,
    answered,
    done,
    end_of_day,
    scored,
    simple,
    statement_id,
)


def _attempt_of(event: Event) -> Attempt:
    return Attempt.objects.select_related("assessment__module").get(pk=event.data["attempt_id"])


@tells(assessment.AttemptStarted.name)
def attempt_started(event: Event) -> list[Json]:
    attempt = _attempt_of(event)
    around = Around(parents=(module_thing(attempt.assessment.module),), revision=str(attempt.module_revision_id))
    thing = assessment_thing(attempt.assessment)
    return [simple(frame_of(event, attempt.uuid), profile.ATTEMPTED, thing, around)]


@tells(assessment.AttemptSubmitted.name)
def attempt_submitted(event: Event) -> list[Json]:
    """Tell the outcome, and the answer to each question."""
    attempt = _attempt_of(event)
    frame = frame_of(event, attempt.uuid)
    module, thing = module_thing(attempt.assessment.module), assessment_thing(attempt.assessment)
    questions = list(
        attempt.questions.select_related("version__question").prefetch_related("version__options").order_by("position")
    )
    verb = profile.PASSED if attempt.passed else profile.FAILED
    result = scored(attempt.score or Decimal(0), len(questions), passed=bool(attempt.passed))
    around = Around(parents=(module,), revision=str(attempt.module_revision_id))
    responses = latest_responses(attempt)
    told = [simple(frame, verb, thing, around, result=result)]
    for question in questions:
        response = responses.get(question.pk)
        if response is not None and response.chosen:
            told.append(_question(frame, question, response.chosen, thing, module))
    return told


def _question(frame: Frame, question: AttemptQuestion, chosen: list[str], parent: Thing, module: Thing) -> Json:
    version = question.version
    asked = Asked(
        path=f"question/{version.question.code}/{version.number}",
        stem=version.stem,
        kind=version.kind,
        options={option.key: option.text for option in version.options.all()},
        matches={option.key: option.match for option in version.options.all()},
        right=version.key.right,
        chosen=tuple(chosen),
    )
    around = Around(parents=(parent,), grouping=(module,), revision=str(version.number))
    return answered(frame, asked, around, success=question.is_right, score=question.score)


@tells(assessment.PracticeObserved.name)
def practice_observed(event: Event) -> list[Json]:
    row = Observation.objects.select_related(
        "competency_level__competency__element__framework", "competency_level__level"
    ).get(pk=event.data["observation_id"])
    standard: CompetencyLevel = row.competency_level
    competency = competency_thing(standard.competency, standard.level)
    thing = Thing(f"practice/{standard.competency.code}/{standard.level.code}", profile.PERFORMANCE, competency.name)
    around = Around(
        parents=(competency,),
        grouping=(framework_thing(standard.competency),),
        instructor=actor_name(row.assessor_id),
        about_competency=True,
    )
    verb = profile.PASSED if row.is_competent else profile.FAILED
    result: Json = {"success": row.is_competent}
    return [simple(frame_of(event, row.uuid), verb, thing, around, result=result)]


def _award_of(event: Event) -> Award:
    return Award.objects.select_related("competency__element__framework", "level").get(pk=event.data["award_id"])


def _around_award(award: Award, **more: Any) -> Around:
    extensions: Json = {profile.level_extension(settings.SITE_URL): award.level.code}
    if award.expires_on:
        extensions[profile.EXPIRES] = end_of_day(award.expires_on)
    parents = (framework_thing(award.competency),)
    return Around(parents=parents, about_competency=True, extensions=extensions, **more)


@tells(assessment.CompetencyAwarded.name)
def competency_awarded(event: Event) -> list[Json]:
    """Tell a competency completion; its context points to the statement of the newest evidence behind it."""
    award = _award_of(event)
    around = _around_award(award, statement=_best_evidence(award), revision=f"rule-{award.rule_id}")
    thing = competency_thing(award.competency, award.level)
    return [simple(frame_of(event, award.uuid), profile.ACHIEVED, thing, around, result={"success": True, **done()})]


def _best_evidence(award: Award) -> UUID | None:
    """Return the id of the statement that tells the newest evidence; None for evidence from before this system."""
    newest = award.evidence.select_related("observation", "attempt").order_by("-recorded_at", "-pk").first()
    source = evidence_source(newest) if newest else None
    return statement_id(source) if source else None


def evidence_source(evidence: Evidence) -> UUID | None:
    """Return the UUID of the event that told the fact behind evidence; None for evidence taken over."""
    if evidence.observation:
        return evidence.observation.uuid
    return evidence.attempt.submission_uuid if evidence.attempt else None


@tells(assessment.AwardLapsed.name)
def award_lapsed(event: Event) -> list[Json]:
    return _award_ended(event, profile.EXPIRED)


@tells(assessment.AwardRevoked.name)
def award_revoked(event: Event) -> list[Json]:
    return _award_ended(event, profile.FORFEITED)


def _award_ended(event: Event, verb: str) -> list[Json]:
    award = _award_of(event)
    around = _around_award(award, statement=statement_id(award.uuid))
    return [simple(frame_of(event, award.uuid), verb, competency_thing(award.competency, award.level), around)]
