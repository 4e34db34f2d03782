from __future__ import annotations

import pytest

from learning.authoring.models import ReviewRound
from learning.content.models import LessonPage
from tests.authoring.changed_lessons import draft
from tests.authoring.reviews.steps import send


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.get(slug="what-it-is")


@pytest.fixture
def round_(lesson, priya) -> ReviewRound:
    """Priya has written a new draft and sent it to its reviewers."""
    draft(lesson, by=priya)
    return send(lesson, priya)
