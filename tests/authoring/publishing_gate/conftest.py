from __future__ import annotations

import pytest

from learning.content.models import LessonPage
from tests.authoring.changed_lessons import blocks, draft, first_lesson, new_text
from tests.authoring.publishing_gate.steps import BARE


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson()


@pytest.fixture
def failing(lesson, priya):
    """A draft of Priya's with a link that does not say where it leads."""
    return draft(lesson, [*blocks(lesson), {**new_text(), "value": f"<p>{BARE}</p>"}], by=priya)


@pytest.fixture
def cms(priya, signed_in):
    return signed_in(priya)
