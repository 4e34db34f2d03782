from __future__ import annotations

import pytest
from django.test import Client

from learning.content.models import LessonPage
from tests.stories import module


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.child_of(module("aspirations")).order_by("path").first()


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)
