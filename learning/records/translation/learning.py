"""Events of plans, studies and lessons."""

from __future__ import annotations

from django.conf import settings

from learning.content.models import ModulePage
from learning.content.queries import Segment, snapshot
from learning.enrolment import events as enrolment
from learning.enrolment.models import Enrolment, LessonAnswer, PinnedLesson, Study, UpdateCompletion
from learning.outbox.models import Event
from learning.records.interactions import asked_in_lesson, choice_in_scenario
from learning.records.translation.things import (
    frame_of,
    lesson_thing,
    module_thing,
    pathway_thing,
    tells,
)
from learning.records.xapi import profile
from learning.records.xapi.statements import (
    Around,
    Json,
    Thing,
    answered,
    chose,
    done,
    simple,
)


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


@tells(enrolment.UpdateCompleted.name)
def update_completed(event: Event) -> list[Json]:
    """Tell that what changed in a lesson was read; the lesson's own completion stays as it was told."""
    row = UpdateCompletion.objects.select_related("pinned__study__module", "pinned__lesson", "to_version").get(
        pk=event.data["update_id"]
    )
    pinned = row.pinned
    lesson = lesson_thing(pinned.lesson, pinned.title)
    thing = Thing(
        f"{lesson.path}/update/{row.to_version.number}",
        profile.update_type(settings.SITE_URL),
        f"What changed: {pinned.title}",
        row.to_version.summary,
    )
    around = Around(
        parents=(lesson,), grouping=(module_thing(pinned.study.module),), revision=str(row.to_version.revision_id)
    )
    return [simple(frame_of(event, pinned.study.uuid), profile.COMPLETED, thing, around, result=done())]


def _answer_of(event: Event) -> tuple[LessonAnswer, Around]:
    answer = LessonAnswer.objects.select_related("pinned_lesson__study__module", "pinned_lesson__lesson").get(
        pk=event.data["answer_id"]
    )
    pinned = answer.pinned_lesson
    parent = lesson_thing(pinned.lesson, pinned.title)
    grouping = (module_thing(pinned.study.module),)
    return answer, Around(parents=(parent,), grouping=grouping, revision=str(_asked_in(answer)))


def _asked_in(answer: LessonAnswer) -> int:
    """Return the revision that asked: its reader may have taken a newer one since."""
    return answer.revision_id or answer.pinned_lesson.revision_id


@tells(enrolment.KnowledgeCheckAnswered.name)
def knowledge_check_answered(event: Event) -> list[Json]:
    """Tell an answer that has a right one: to a question, a sorting, a matching or a text with gaps."""
    answer, around = _answer_of(event)
    asked = asked_in_lesson(_segment_of(answer), answer.chosen)
    frame = frame_of(event, answer.pinned_lesson.study.uuid)
    return [answered(frame, asked, around, success=bool(answer.correct))]


@tells(enrolment.ScenarioChoiceMade.name)
def scenario_choice_made(event: Event) -> list[Json]:
    """Tell the last choice of the way that an answer keeps."""
    answer, around = _answer_of(event)
    asked = choice_in_scenario(_segment_of(answer), answer.chosen)
    frame = frame_of(event, answer.pinned_lesson.study.uuid)
    return [chose(frame, asked, around, is_end=bool(answer.ending))]


def _segment_of(answer: LessonAnswer) -> Segment:
    segment = snapshot(_asked_in(answer)).segment(answer.block_id)
    if segment is None:
        raise LookupError(f"Lesson revision {_asked_in(answer)} has no block {answer.block_id}")
    return segment


@tells(enrolment.ReflectionWritten.name)
def reflection_written(event: Event) -> list[Json]:
    answer, around = _answer_of(event)
    thing = Thing(f"reflection/{answer.block_id}", profile.REFLECTION, "A reflection")
    frame = frame_of(event, answer.pinned_lesson.study.uuid)
    return [simple(frame, profile.INTERACTED, thing, around, result=done())]
