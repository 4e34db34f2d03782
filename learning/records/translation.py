"""Turns a stored event into statements: reads what the event points to, and hands it to the pure builders."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings

from framework.models import Competency, CompetencyLevel, Level
from learning.assessment import events as assessment
from learning.assessment.models import Assessment, Attempt, AttemptQuestion, Award, Evidence, Observation
from learning.assessment.queries.attempts import latest_responses
from learning.content.models import LessonPage, ModulePage, PathwayPage
from learning.content.queries import snapshot
from learning.enrolment import events as enrolment
from learning.enrolment.models import Enrolment, LessonAnswer, PinnedLesson, Study
from learning.outbox.models import Event
from learning.records.models import ActorKey
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

Builder = Callable[[Event], list[Json]]
BUILDERS: dict[str, Builder] = {}


def tells(name: str) -> Callable[[Builder], Builder]:
    """Register what builds the statements of an event."""

    def register(builder: Builder) -> Builder:
        BUILDERS[name] = builder
        return builder

    return register


def actor_name(person_id: int) -> str:
    """Return the random name by which statements speak of a person, made on first use."""
    key, _ = ActorKey.objects.get_or_create(person_id=person_id)
    return str(key.name)


def frame_of(event: Event, registration: UUID | None = None) -> Frame:
    return Frame(settings.SITE_URL, event.uuid, actor_name(event.data["person_id"]), event.occurred_at, registration)


def module_thing(module: ModulePage) -> Thing:
    return Thing(f"module/{module.translation_key}", profile.MODULE, module.title, module.summary)


def pathway_thing(pathway: PathwayPage) -> Thing:
    return Thing(f"pathway/{pathway.translation_key}", profile.COURSE, pathway.title, pathway.summary)


def lesson_thing(lesson: LessonPage, title: str) -> Thing:
    return Thing(f"lesson/{lesson.translation_key}", profile.LESSON, title)


def assessment_thing(row: Assessment) -> Thing:
    return Thing(f"assessment/{row.module.translation_key}", profile.ASSESSMENT, row.title)


def competency_thing(competency: Competency, level: Level) -> Thing:
    name = f"{competency.short_code} {competency.title} ({level.title})"
    return Thing(f"competency/{competency.code}/{level.code}", profile.COMPETENCY, name, competency.statement)


def framework_thing(competency: Competency) -> Thing:
    framework = competency.element.framework
    return Thing(f"framework/{framework.code}", profile.framework_type(settings.SITE_URL), framework.title)


@tells(enrolment.PathwayStarted.name)
def pathway_started(event: Event) -> list[Json]:
    row = Enrolment.objects.select_related("pathway").get(pk=event.data["enrolment_id"])
    return [simple(frame_of(event, row.uuid), profile.REGISTERED, pathway_thing(row.pathway), Around())]


@tells(enrolment.PathwayCompleted.name)
def pathway_completed(event: Event) -> list[Json]:
    row = Enrolment.objects.select_related("pathway").get(pk=event.data["enrolment_id"])
    return [simple(frame_of(event, row.uuid), profile.COMPLETED, pathway_thing(row.pathway), Around(), result=done())]


@tells(enrolment.StudyStarted.name)
def study_started(event: Event) -> list[Json]:
    study = Study.objects.select_related("module").get(pk=event.data["study_id"])
    return [simple(frame_of(event, study.uuid), profile.ATTEMPTED, module_thing(study.module), Around())]


@tells(enrolment.ModuleCompleted.name)
def module_completed(event: Event) -> list[Json]:
    study = Study.objects.select_related("module").get(pk=event.data["study_id"])
    grouping = tuple(_competencies_of(study.module))
    around = Around(grouping=grouping)
    return [simple(frame_of(event, study.uuid), profile.COMPLETED, module_thing(study.module), around, result=done())]


def _competencies_of(module: ModulePage) -> list[Thing]:
    competencies = module.competencies.select_related("element__framework")
    return [
        Thing(f"competency/{row.code}", profile.COMPETENCY, f"{row.short_code} {row.title}") for row in competencies
    ]


@tells(enrolment.LessonCompleted.name)
def lesson_completed(event: Event) -> list[Json]:
    pinned = PinnedLesson.objects.select_related("study__module", "lesson").get(pk=event.data["pinned_lesson_id"])
    around = Around(parents=(module_thing(pinned.study.module),), revision=str(pinned.revision_id))
    thing = lesson_thing(pinned.lesson, pinned.title)
    return [simple(frame_of(event, pinned.study.uuid), profile.COMPLETED, thing, around, result=done())]


def _answer_of(event: Event) -> tuple[LessonAnswer, Around]:
    answer = LessonAnswer.objects.select_related("pinned_lesson__study__module", "pinned_lesson__lesson").get(
        pk=event.data["answer_id"]
    )
    pinned = answer.pinned_lesson
    parent = lesson_thing(pinned.lesson, pinned.title)
    grouping = (module_thing(pinned.study.module),)
    return answer, Around(parents=(parent,), grouping=grouping, revision=str(pinned.revision_id))


@tells(enrolment.KnowledgeCheckAnswered.name)
def knowledge_check_answered(event: Event) -> list[Json]:
    answer, around = _answer_of(event)
    segment = snapshot(answer.pinned_lesson.revision_id).segment(answer.block_id)
    if segment is None:
        raise LookupError(f"Lesson revision {answer.pinned_lesson.revision_id} has no block {answer.block_id}")
    asked = Asked(
        path=f"check/{answer.block_id}",
        stem=segment.prompt,
        kind="MULTIPLE" if segment.several else "SINGLE",
        options={choice.id: choice.text for choice in segment.choices},
        right=tuple(choice.id for choice in segment.choices if choice.correct),
        chosen=tuple(answer.chosen),
    )
    frame = frame_of(event, answer.pinned_lesson.study.uuid)
    return [answered(frame, asked, around, success=bool(answer.correct))]


@tells(enrolment.ReflectionWritten.name)
def reflection_written(event: Event) -> list[Json]:
    answer, around = _answer_of(event)
    thing = Thing(f"reflection/{answer.block_id}", profile.REFLECTION, "A reflection")
    frame = frame_of(event, answer.pinned_lesson.study.uuid)
    return [simple(frame, profile.INTERACTED, thing, around, result=done())]


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
