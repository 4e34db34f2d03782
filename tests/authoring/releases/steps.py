"""What authors and learners do in the stories of releases."""

from __future__ import annotations

import uuid

from learning.content.models import LessonPage
from learning.enrolment.actions import (
    complete_lesson,
    start_study,
)
from learning.enrolment.models import Study, UpdateDue
from tests.stories import module

SLUG = "aspirations"


def begin(person) -> Study:
    return start_study(person, module(SLUG), client_id=uuid.uuid4())


def finish(study: Study) -> None:
    for pinned in study.lessons.all():
        complete_lesson(pinned)


def owed(person) -> list[UpdateDue]:
    return list(UpdateDue.objects.open().for_person(person))


def now(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)
