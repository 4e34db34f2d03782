"""Finds, in Asha's open study, the block a test needs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from learning.content.queries import Choice, Segment, snapshot
from learning.enrolment.actions import start_study
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.people.models import Account
from tests.stories import module


@dataclass(frozen=True)
class Asked:
    """A block that is answered, in a pinned lesson."""

    pinned: PinnedLesson
    segment: Segment

    @property
    def address(self) -> str:
        return reverse("enrolment:answer", args=[*self.place, self.segment.id])

    @property
    def lesson(self) -> str:
        return reverse("enrolment:lesson", args=self.place)

    @property
    def place(self) -> list[str]:
        return [self.pinned.study.module.slug, self.pinned.lesson.slug]

    @property
    def right(self) -> list[Choice]:
        return [choice for choice in self.segment.choices if choice.correct]

    @property
    def wrong(self) -> list[Choice]:
        return [choice for choice in self.segment.choices if not choice.correct]

    @property
    def answers(self) -> list[LessonAnswer]:
        return list(LessonAnswer.objects.filter(pinned_lesson=self.pinned, block_id=self.segment.id))


def fresh(account: Account, kind: str, slug: str = "aspirations") -> Asked:
    """Begin a module and return its first block of a kind."""
    study = start_study(account.person, module(slug), client_id=uuid.uuid4())
    for pinned in study.lessons.select_related("lesson", "study__module"):
        for segment in snapshot(pinned.revision_id).segments:
            if segment.kind == kind and not segment.several:
                return Asked(pinned, segment)
    raise LookupError(f"{slug} has no {kind}.")


def sent(**fields) -> dict:
    return {"client_id": str(uuid.uuid4()), **fields}
