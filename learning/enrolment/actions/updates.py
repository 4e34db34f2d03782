"""What people do about a newer version of a lesson: take it, keep theirs, or read what changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.content.queries import snapshot
from learning.enrolment.actions.studies import AnswerGiven, save_answer
from learning.enrolment.events import NewerLessonTaken, UpdateCompleted
from learning.enrolment.models import LessonTaken, LessonVersion, PinnedLesson, UpdateCompletion, UpdateDue
from learning.enrolment.queries.updates import known_version, newest_version
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once


def _hold(pinned: PinnedLesson) -> PinnedLesson:
    held = PinnedLesson.objects.select_for_update(of=("self",)).select_related("study__person", "updated_to")
    return held.get(pk=pinned.pk)


@transaction.atomic
def take_newer_lesson(pinned: PinnedLesson) -> PinnedLesson:
    """Read the newest version of a lesson from now on. Every answer stays; a finished lesson stays as it was finished.

    Taking what is already there changes nothing.
    """
    pinned = _hold(pinned)
    newest = newest_version(pinned)
    if pinned.completed_at or newest is None or newest.revision_id == pinned.revision_id:
        return pinned
    pinned.answers.filter(revision=None).update(revision=pinned.revision_id)
    taken = LessonTaken.objects.create(
        pinned=pinned, from_revision_id=pinned.revision_id, to_revision_id=newest.revision_id
    )
    lesson = snapshot(newest.revision_id)
    pinned.revision_id, pinned.title, pinned.minutes = newest.revision_id, lesson.title, lesson.minutes
    if lesson.segment(pinned.last_block) is None:
        pinned.last_block = ""
    pinned.save(update_fields=["revision", "title", "minutes", "last_block"])
    post_event(NewerLessonTaken(person_id=pinned.study.person_id, pinned_lesson_id=pinned.pk, taken_id=taken.pk))
    return pinned


def keep_lesson(pinned: PinnedLesson) -> None:
    """Go on with the version one reads; it is offered again only when there is a newer one."""
    newest = newest_version(pinned)
    if newest is not None:
        PinnedLesson.objects.filter(pk=pinned.pk).update(kept_up_to=newest.number)


@transaction.atomic
def complete_update(
    pinned: PinnedLesson, shown: LessonVersion, *, client_id: UUID, answers: Iterable[AnswerGiven] = ()
) -> UpdateCompletion | None:
    """Finish the update to the version that was shown, with what was answered on the way.

    What was published while it was read stays due. A replay, and an update done on another device meanwhile, change
    nothing and return what was kept; None when there was nothing to catch up on.
    """
    pinned = _hold(pinned)
    known = known_version(pinned)
    if known is not None and known.number >= shown.number:
        return UpdateCompletion.objects.filter(pinned=pinned).order_by("-pk").first()
    from_id = known.revision_id if known else pinned.revision_id
    identity = {"pinned_id": pinned.pk, "to_version_id": shown.pk}
    done, is_new = write_once(
        UpdateCompletion,
        client_id,
        identity,
        lambda: UpdateCompletion.objects.create(client_id=client_id, from_revision_id=from_id, **identity),
    )
    if is_new:
        for given in answers:
            save_answer(pinned, given, revision_id=shown.revision_id)
        _bring_up_to(pinned, shown, done)
        post_event(UpdateCompleted(person_id=pinned.study.person_id, update_id=done.pk), uuid=done.uuid)
    return done


def _bring_up_to(pinned: PinnedLesson, shown: LessonVersion, done: UpdateCompletion) -> None:
    PinnedLesson.objects.filter(pk=pinned.pk).update(updated_to=shown, last_read_at=timezone.now())
    owed = UpdateDue.objects.open().filter(pinned=pinned, version__number__lte=shown.number)
    owed.update(completion=done)
