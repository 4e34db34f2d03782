from __future__ import annotations

import uuid

import pytest
from django.test import Client

from learning.content.models import LessonPage
from learning.enrolment.actions import start_study
from learning.enrolment.models import PinnedLesson
from tests.authoring.changed_lessons import (
    blocks,
    pin_of,
)
from tests.enrolment.newer_lessons.steps import SLUG
from tests.stories import module, study_all


@pytest.fixture
def lesson(db) -> LessonPage:
    """Return a lesson with a text to read, a question and a note to write."""
    needed = {"text", "knowledge_check", "reflection"}
    return next(one for one in module(SLUG).live_lessons() if needed <= {block["type"] for block in blocks(one)})


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


@pytest.fixture
def begun(asha, lesson) -> PinnedLesson:
    start_study(asha.person, module(SLUG), client_id=uuid.uuid4())
    return pin_of(asha.person, lesson)


@pytest.fixture
def done(asha, lesson) -> PinnedLesson:
    study_all(asha.person, SLUG)
    return pin_of(asha.person, lesson)
