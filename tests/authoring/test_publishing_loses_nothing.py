"""Whatever is published between any two steps of somebody's learning, nothing of theirs is lost, moved or undone."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from learning.assessment.actions import save_response, start_attempt, submit_attempt
from learning.assessment.models import Attempt, AttemptResponse, Award
from learning.content.models import LessonPage
from learning.content.queries import Segment, snapshot
from learning.enrolment.actions import (
    AnswerGiven,
    complete_lesson,
    keep_lesson,
    save_answer,
    start_study,
    take_newer_lesson,
)
from learning.enrolment.models import LessonAnswer, PinnedLesson, Study, UpdateDue
from learning.enrolment.queries import answers_elsewhere, lesson_parts, offer_of
from learning.outbox.actions import deliver_due_now
from learning.outbox.models import Delivery
from learning.people.models import Account, Person
from learning.readiness.models import Stretch
from learning.records.models import Statement
from tests.authoring.changed_lessons import blocks, catch_up, draft, new_check, new_text, release
from tests.stories import module

SLUG = "aspirations"
EDITS = ["add a text", "add a question", "take one away", "reorder", "reword", "retitle", "as it was", "nothing"]
quick = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller failing story is not worth its minutes
    suppress_health_check=list(HealthCheck),
)
publications = st.none() | st.tuples(
    st.sampled_from(["TYPO", "MINOR", "MATERIAL", "BY A PROGRAM"]),
    st.sampled_from(EDITS),
    st.integers(0, 1),
    st.integers(0, 10_000),
)


@dataclass
class Desk:
    """Priya's desk: the lessons as they were at first, and what she makes of them."""

    priya: Account
    first: dict[int, list[dict[str, Any]]]

    def publish(self, what: str, edit: str, place: int, seed: int) -> None:
        lesson = list(LessonPage.objects.filter(pk__in=self.first).order_by("path"))[place]
        chance = random.Random(seed)
        raw, fields = self.edited(lesson, edit, chance), {}
        if edit == "retitle":
            fields["title"] = f"Another title {seed}"
        revision = draft(lesson, raw, by=self.priya, **fields)
        if what == "BY A PROGRAM":
            revision.publish()
        else:
            release(revision, what, by=self.priya, days=1 + seed % 20)

    def edited(self, lesson: LessonPage, edit: str, chance: random.Random) -> list[dict[str, Any]]:
        raw = blocks(lesson)
        if edit == "add a text":
            raw.insert(chance.randrange(len(raw) + 1), new_text(f"New words {chance.random()}"))
        elif edit == "add a question":
            raw.insert(chance.randrange(len(raw) + 1), new_check())
        elif edit == "take one away" and len(raw) > 1:
            raw.pop(chance.randrange(len(raw)))
        elif edit == "reorder":
            chance.shuffle(raw)
        elif edit == "reword":
            checks = [one for one in raw if one["type"] == "knowledge_check"]
            for check in checks[:1]:
                check["value"]["stem"] += " Say why."
        elif edit == "as it was":
            return self.first[lesson.pk]
        return raw


@dataclass
class Learner:
    """Asha, step by step, with what she has every reason to find again."""

    person: Person
    answers: dict[int, tuple[str, list[str], str]] = field(default_factory=dict)
    responses: dict[int, list[str]] = field(default_factory=dict)
    pinned: dict[int, int] = field(default_factory=dict)
    done: dict[int, tuple[int, Any]] = field(default_factory=dict)
    awards: set[int] = field(default_factory=set)
    statements: dict[str, str] = field(default_factory=dict)

    def pins(self) -> list[PinnedLesson]:
        mine = PinnedLesson.objects.filter(study__person=self.person, study__module__slug=SLUG)
        return list(mine.select_related("study", "lesson", "updated_to").order_by("order"))

    def begin(self) -> None:
        start_study(self.person, module(SLUG), client_id=uuid.uuid4())
        self.pinned = {pinned.pk: pinned.revision_id for pinned in self.pins()}

    def answer_one(self, kind: str) -> None:
        for pinned in self.pins():
            asked = [one for one in snapshot(pinned.revision_id).segments if one.kind == kind]
            if asked:
                return self.answer(pinned, asked[0])
        return None

    def answer(self, pinned: PinnedLesson, asked: Segment) -> None:
        chosen = [choice.id for choice in asked.choices if choice.correct]
        text = "" if chosen else f"A thought, {len(self.answers)}."
        saved = save_answer(pinned, AnswerGiven(asked.id, uuid.uuid4(), chosen, text))
        self.answers[saved.pk] = (asked.id, chosen, text)

    def take(self) -> None:
        for pinned in self.pins():
            if offer_of(pinned) and not pinned.completed_at:
                self.pinned[pinned.pk] = take_newer_lesson(pinned).revision_id

    def keep(self) -> None:
        for pinned in self.pins():
            keep_lesson(pinned)

    def complete_one(self) -> None:
        for pinned in self.pins():
            if not pinned.completed_at:
                return self.complete(pinned)
        return None

    def complete_all(self) -> None:
        for pinned in self.pins():
            if not pinned.completed_at:
                self.complete(pinned)

    def complete(self, pinned: PinnedLesson) -> None:
        finished = complete_lesson(pinned)
        self.done[pinned.pk] = (finished.revision_id, finished.completed_at)

    def update(self) -> None:
        for pinned in self.pins():
            if pinned.completed_at:
                catch_up(self.person, pinned.lesson)

    def attempt(self) -> None:
        start_attempt(self.person, module(SLUG).assessment, client_id=uuid.uuid4())

    def respond(self) -> None:
        attempt = Attempt.objects.get(person=self.person, assessment__module__slug=SLUG, submitted_at=None)
        for question in attempt.questions.select_related("version").prefetch_related("version__options"):
            right = list(question.version.key.right)
            self.responses[save_response(question, right, client_id=uuid.uuid4()).pk] = right

    def submit(self) -> None:
        submit_attempt(Attempt.objects.get(person=self.person, assessment__module__slug=SLUG, submitted_at=None))
        self.awards |= set(Award.objects.filter(person=self.person).values_list("pk", flat=True))

    def finds_everything(self) -> None:
        self.finds_every_answer()
        for pinned in self.pins():
            assert pinned.revision_id == self.pinned[pinned.pk], "pinned to another revision than she took"
            if pinned.pk in self.done:
                assert (pinned.revision_id, pinned.completed_at) == self.done[pinned.pk]
        assert self.awards <= set(Award.objects.filter(person=self.person).values_list("pk", flat=True))
        kept = {row.pk: row.chosen for row in AttemptResponse.objects.filter(pk__in=self.responses)}
        assert kept == self.responses

    def finds_every_answer(self) -> None:
        """Each is stored as it was given, its question can be read, and the newest to each block stands on the page."""
        rows = LessonAnswer.objects.in_bulk(list(self.answers))
        assert {pk: (row.block_id, row.chosen, row.text) for pk, row in rows.items()} == self.answers
        for row in rows.values():
            assert snapshot(row.revision_id).segment(row.block_id)
        for pinned in self.pins():
            shown = snapshot(pinned.revision_id).segments
            parts = [*lesson_parts(pinned, shown), *answers_elsewhere(pinned, shown)]
            here = {part.answer.pk for part in parts if part.answer}
            newest = {row.block_id: row.pk for row in LessonAnswer.objects.filter(pinned_lesson=pinned)}
            assert set(newest.values()) == here

    def owes_exactly_what_she_missed(self) -> None:
        """What is owed follows from what she knows: never an update too many, never one forgotten."""
        finished = PinnedLesson.objects.filter(study__person=self.person, study__module__slug=SLUG)
        missing = finished.of_completed_studies().missing("MATERIAL")
        owed = UpdateDue.objects.open().for_person(self.person)
        assert set(owed.values_list("pinned", flat=True)) == set(missing.values_list("pk", flat=True))

    def is_told_truly(self) -> None:
        """Every statement is delivered, and none that was kept before is another now. The store validates each."""
        while deliver_due_now():
            pass
        assert not Delivery.objects.owed().exists(), Delivery.objects.owed().first().last_error
        bodies = {str(row.id): row.body for row in Statement.objects.all()}
        assert self.statements.items() <= bodies.items()
        self.statements = bodies


def steps(learner: Learner) -> list[Callable[[], None]]:
    return [
        learner.begin,
        lambda: learner.answer_one("knowledge_check"),
        lambda: learner.answer_one("reflection"),
        learner.complete_one,
        learner.take,
        lambda: learner.answer_one("knowledge_check"),
        learner.keep,
        learner.complete_all,
        learner.update,
        learner.attempt,
        learner.update,
        learner.respond,
        learner.submit,
        learner.update,
    ]


@pytest.mark.usefixtures("db")
@quick
@given(published=st.lists(publications, min_size=14, max_size=14))
def test_nothing_is_lost_whatever_is_published_between_any_two_steps(published):
    cache.clear()  # ids come again after the roll-back
    with transaction.atomic():
        asha = Account.objects.get(email="asha@example.org").person
        lessons = module(SLUG).live_lessons()[:2]
        desk = Desk(Account.objects.get(email="priya@example.org"), {lesson.pk: blocks(lesson) for lesson in lessons})
        learner = Learner(asha)
        learner.is_told_truly()
        for step, publication in zip(steps(learner), published, strict=True):
            step()
            stretches = set(Stretch.objects.filter(person=asha).values_list())
            if publication is not None:
                desk.publish(*publication)
            learner.finds_everything()
            learner.owes_exactly_what_she_missed()
            assert set(Stretch.objects.filter(person=asha).values_list()) == stretches
        learner.is_told_truly()
        assert Study.objects.get(person=asha, module__slug=SLUG).completed_at
        transaction.set_rollback(True)
