"""Everything that changes a plan, a study or an answer. One action, one transaction, one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from framework.models import CompetencyLevel
from learning.content.models import ItemKind, ModulePage, PathwayPage
from learning.content.queries import Segment, snapshot
from learning.enrolment.actions.versions import owe_updates
from learning.enrolment.answers import ending_of, mark
from learning.enrolment.events import (
    KnowledgeCheckAnswered,
    LessonCompleted,
    ModuleCompleted,
    PathwayCompleted,
    PathwayStarted,
    ReflectionWritten,
    ScenarioChoiceMade,
    StudyStarted,
    ViewGiven,
)
from learning.enrolment.models import (
    Enrolment,
    ItemCompletion,
    LessonAnswer,
    PinnedLesson,
    PlannedItem,
    Study,
)
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once
from learning.people.models import Person, Post
from learning.people.queries import bank_holidays
from learning.people.rules import add_working_days


@transaction.atomic
def enrol(post: Post, pathway: PathwayPage) -> Enrolment:
    """Put the holder of a post on a pathway, with due dates from the post's first day. Again changes nothing."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        post=post, pathway=pathway, defaults={"person": post.person, "starts_on": post.started_on}
    )
    if not is_new:
        return enrolment
    PlannedItem.objects.bulk_create(_plan(enrolment))
    post_event(
        PathwayStarted(person_id=enrolment.person_id, enrolment_id=enrolment.pk, pathway_id=enrolment.pathway_id)
    )
    return enrolment


def _plan(enrolment: Enrolment) -> list[PlannedItem]:
    stages = enrolment.pathway.stages.prefetch_related("items")
    return [
        PlannedItem(
            enrolment=enrolment,
            stage_title=stage.title,
            stage_order=number,
            order=place,
            kind=item.kind,
            module_id=item.module_id,
            competency_level_id=item.competency_level_id,
            due_within_days=stage.due_within_days,
            due_on=add_working_days(enrolment.starts_on, stage.due_within_days, bank_holidays()),
        )
        for number, stage in enumerate(stages)
        for place, item in enumerate(stage.items.all())
    ]


def enrol_for_post(post: Post) -> list[Enrolment]:
    """Enrol the holder of a post on every pathway that its organisation has for the job."""
    pathways = PathwayPage.objects.live().filter(
        role_profiles=post.role_profile_id,
        organisation__path=post.unit.organisation_path,
        enrols_from__lte=post.started_on,
    )
    return [enrol(post, pathway) for pathway in pathways]


def complete_items(
    person: Person,
    kind: ItemKind,
    *,
    module: ModulePage | None = None,
    standard: CompetencyLevel | None = None,
) -> None:
    """Note that the person did what these open items ask; finish the pathway with its last item.

    Called in the transaction of the fact that does it, also by the rooms above: completion never waits for a job. The
    person is locked, so that of two items done at the same moment the second sees the first and finishes the pathway.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = PlannedItem.objects.for_person(person).open().filter(kind=kind)
    if module is not None:
        waiting = waiting.filter(module=module)
    if standard is not None:
        waiting = waiting.filter(competency_level=standard)
    for item in waiting.select_related("enrolment"):
        ItemCompletion.objects.create(item=item)
        if not item.enrolment.items.open().exists():
            enrolment = item.enrolment
            post_event(
                PathwayCompleted(person_id=person.pk, enrolment_id=enrolment.pk, pathway_id=enrolment.pathway_id)
            )


@transaction.atomic
def start_study(person: Person, module: ModulePage, *, client_id: UUID) -> Study:
    """Begin a module, each lesson pinned as it stands now. An open study of it is returned in place of a second."""
    Person.objects.select_for_update().get(pk=person.pk)
    open_study = Study.objects.filter(person=person, module=module, completed_at=None).first()
    if open_study:
        return open_study
    identity = {"person_id": person.pk, "module_id": module.pk}
    study, is_new = write_once(
        Study, client_id, identity, lambda: Study.objects.create(client_id=client_id, **identity)
    )
    if is_new:
        lessons = module.live_lessons()
        PinnedLesson.objects.bulk_create(
            PinnedLesson(
                study=study,
                lesson=lesson,
                revision_id=lesson.live_revision_id,
                order=order,
                title=lesson.title,
                minutes=lesson.minutes,
            )
            for order, lesson in enumerate(lessons, 1)
        )
        post_event(StudyStarted(person_id=person.pk, study_id=study.pk, module_id=module.pk))
    return study


def keep_place(pinned: PinnedLesson, block_id: str) -> None:
    """Move the bookmark of a lesson."""
    PinnedLesson.objects.filter(pk=pinned.pk).update(last_block=block_id, last_read_at=timezone.now())


@dataclass(frozen=True)
class AnswerGiven:
    """What the browser sent for one block of a lesson."""

    block_id: str
    client_id: UUID
    chosen: list[str] = field(default_factory=list)
    text: str = ""


@transaction.atomic
def save_answer(pinned: PinnedLesson, given: AnswerGiven, *, revision_id: int | None = None) -> LessonAnswer:
    """Keep an answer; what has a right answer is marked at once. A replay returns what was kept the first time.

    `revision_id` names the version that asked it, when it is not the one the reader has of the lesson.
    """
    revision_id = revision_id or pinned.revision_id
    segment = snapshot(revision_id).segment(given.block_id)
    if segment is None or not segment.is_answered:
        raise LookupError("This lesson has no such question.")
    identity = {"pinned_lesson_id": pinned.pk, "block_id": given.block_id}
    answer, is_new = write_once(
        LessonAnswer,
        given.client_id,
        identity,
        lambda: LessonAnswer.objects.create(
            client_id=given.client_id,
            revision_id=revision_id,
            chosen=given.chosen,
            text=given.text,
            correct=mark(segment, given.chosen),
            ending=ending_of(segment, given.chosen),
            **identity,
        ),
    )
    if is_new:
        PinnedLesson.objects.filter(pk=pinned.pk).update(last_block=given.block_id, last_read_at=timezone.now())
        _announce(answer, pinned.study.person_id, segment)
        if segment.kind == "reflection" and not given.text:
            _erase_earlier(answer)
    return answer


def _erase_earlier(emptied: LessonAnswer) -> None:
    """Take a note's earlier wordings out too: who empties it, for example of a name, means all of it."""
    notes = LessonAnswer.objects.filter(pinned_lesson=emptied.pinned_lesson_id, block_id=emptied.block_id)
    notes.exclude(pk=emptied.pk).update(text="")


def _announce(answer: LessonAnswer, person_id: int, segment: Segment) -> None:
    """Tell of each marked answer and each choice of a scenario; of what is private only that it was given at all."""
    if segment.is_marked:
        post_event(KnowledgeCheckAnswered(person_id=person_id, answer_id=answer.pk))
    elif segment.kind == "scenario":
        if _went_on(answer):
            post_event(ScenarioChoiceMade(person_id=person_id, answer_id=answer.pk))
    elif not _earlier(answer).exists():
        event = ReflectionWritten if segment.kind == "reflection" else ViewGiven
        post_event(event(person_id=person_id, answer_id=answer.pk))


def _went_on(answer: LessonAnswer) -> bool:
    """Answer whether a row of a scenario adds a choice, rather than going back on the way before it."""
    before = _earlier(answer).order_by("-pk").first()
    return bool(answer.chosen) and (before is None or before.chosen[: len(answer.chosen)] != answer.chosen)


def _earlier(answer: LessonAnswer) -> QuerySet[LessonAnswer]:
    same = LessonAnswer.objects.filter(pinned_lesson=answer.pinned_lesson_id, block_id=answer.block_id)
    return same.exclude(pk=answer.pk)


@transaction.atomic
def complete_lesson(pinned: PinnedLesson) -> PinnedLesson:
    """Finish a lesson, and with the last one the module. Again changes nothing."""
    pinned = PinnedLesson.objects.select_for_update(of=("self",)).select_related("study__person").get(pk=pinned.pk)
    if pinned.completed_at:
        return pinned
    pinned.completed_at = timezone.now()
    pinned.save(update_fields=["completed_at"])
    study = Study.objects.select_for_update().get(pk=pinned.study_id)
    post_event(LessonCompleted(person_id=study.person_id, pinned_lesson_id=pinned.pk))
    if not study.lessons.filter(completed_at=None).exists():
        _complete_study(study)
    return pinned


def _complete_study(study: Study) -> None:
    study.completed_at = timezone.now()
    study.save(update_fields=["completed_at"])
    owe_updates(study.person, study_id=study.pk)
    post_event(ModuleCompleted(person_id=study.person_id, study_id=study.pk, module_id=study.module_id))
    complete_items(study.person, ItemKind.MODULE, module=study.module)
