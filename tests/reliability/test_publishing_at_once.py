"""Publishing while others publish, save and finish: one author wins, no answer falls between, nobody is forgotten."""

from __future__ import annotations

import time
import uuid

from learning.authoring.actions import DraftMoved, publish_as
from learning.authoring.models import Release
from learning.content.models import LessonPage
from learning.content.queries import snapshot
from learning.enrolment.actions import (
    AnswerGiven,
    ChangeSaid,
    complete_lesson,
    save_answer,
    start_study,
    take_newer_lesson,
    versions,
)
from learning.enrolment.models import LessonAnswer, LessonTaken, LessonVersion, PinnedLesson, UpdateDue
from learning.people.models import Account
from tests.authoring.changed_lessons import change, draft, first_lesson
from tests.reliability.copies import Copies, in_child, many_children
from tests.stories import module

SLUG = "aspirations"


def account(name: str) -> Account:
    return Account.objects.get(email=f"{name}@example.org")


def pins() -> list[PinnedLesson]:
    mine = PinnedLesson.objects.filter(study__person=account("ngozi").person, study__module__slug=SLUG)
    return list(mine.select_related("study").order_by("order"))


def begin() -> int:
    return start_study(account("ngozi").person, module(SLUG), client_id=uuid.uuid4()).pk


def leave_one_lesson() -> None:
    begin()
    for pinned in pins()[:-1]:
        complete_lesson(pinned)


def write_draft() -> list:
    lesson = first_lesson(SLUG)
    revision = draft(lesson, by=account("priya"))
    return [revision.pk, lesson.live_revision_id]


def publish(revision_id: int, live: int, name: str) -> str:
    from wagtail.models import Revision

    revision = Revision.objects.get(pk=revision_id)
    said = ChangeSaid("MINOR", f"As {name} says.")
    try:
        publish_as(revision, said, by=account(name), seen=revision.created_at, seen_live=live)
    except DraftMoved:
        return "told that it moved"
    return "published"


def releases() -> list[str]:
    lesson = first_lesson(SLUG)
    return list(Release.objects.filter(page=lesson.pk).order_by("pk").values_list("change", flat=True))


def test_of_authors_who_publish_at_the_same_moment_one_does_and_the_others_are_told(db, tmp_path):
    with Copies(tmp_path).one() as name:
        (revision, live), _ = in_child(name, write_draft)
        works = [lambda who=who: publish(revision, live, who) for who in ("priya", "admin", "priya", "admin")]
        assert sorted(many_children(name, works)) == ["published", *["told that it moved"] * 3]
        assert in_child(name, releases)[0] == ["FIRST", "MINOR"]
        assert in_child(name, lambda: LessonVersion.objects.filter(lesson=first_lesson(SLUG)).count())[0] == 2


def publish_slowly() -> str:
    """Publish a material change, with a pause between counting who is done and committing."""
    owe = versions._owe_everybody

    def owe_and_wait(version):
        owe(version)
        time.sleep(1.5)

    versions._owe_everybody = owe_and_wait
    return change(first_lesson(SLUG), "MATERIAL", by=account("priya")).change


def finish_meanwhile() -> bool:
    time.sleep(0.7)
    complete_lesson(pins()[-1])
    return pins()[0].study.completed_at is not None


def owed() -> int:
    return UpdateDue.objects.open().for_person(account("ngozi").person).count()


def test_who_finishes_while_a_material_change_is_published_is_not_forgotten(db, tmp_path):
    with Copies(tmp_path).one() as name:
        in_child(name, leave_one_lesson)
        assert many_children(name, [publish_slowly, finish_meanwhile]) == ["MATERIAL", True]
        assert in_child(name, owed)[0] == 1


def save_many() -> list[int]:
    pinned = pins()[0]
    block = next(one for one in snapshot(pinned.revision_id).segments if one.is_answered)
    chosen = [choice.id for choice in block.choices if choice.correct]
    given = [AnswerGiven(block.id, uuid.uuid4(), chosen, "" if chosen else f"Thought {n}") for n in range(20)]
    return [save_answer(pinned, one).pk for one in given]


def publish_many() -> int:
    for number in range(5):
        change(LessonPage.objects.get(pk=first_lesson(SLUG).pk), "MINOR", by=account("priya"), summary=f"No. {number}")
    return 5


def take_many() -> int:
    for _ in range(10):
        take_newer_lesson(pins()[0])
        time.sleep(0.05)
    return pins()[0].revision_id


def taken() -> list[int]:
    return list(LessonTaken.objects.order_by("pk").values_list("to_revision", flat=True))


def kept() -> list[bool]:
    answers = LessonAnswer.objects.filter(pinned_lesson=pins()[0])
    return [snapshot(answer.revision_id).segment(answer.block_id) is not None for answer in answers]


def test_answers_saved_while_lessons_are_published_and_taken_are_all_kept(db, tmp_path):
    with Copies(tmp_path).one() as name:
        in_child(name, begin)
        saved, published, pinned_to = many_children(name, [save_many, publish_many, take_many])
        assert (len(saved), published) == (20, 5)
        assert in_child(name, kept)[0] == [True] * 20
        steps = in_child(name, taken)[0]
        assert not steps or steps[-1] == pinned_to
