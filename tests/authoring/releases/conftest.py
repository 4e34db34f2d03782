from __future__ import annotations

import pytest

from learning.content.models import LessonPage
from tests.authoring.changed_lessons import (
    first_lesson,
)
from tests.authoring.releases.steps import SLUG


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson(SLUG)
