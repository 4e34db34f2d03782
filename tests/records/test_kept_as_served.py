"""A statement is served tomorrow as it was served today, whatever the settings say by then."""

import pytest

from learning.records.models import Statement
from tests.stories import study_all

pytestmark = pytest.mark.django_db


def test_moving_the_site_changes_no_statement_that_was_stored(ngozi, settings):
    study_all(ngozi.person, "mindset")
    before = [statement.served() for statement in Statement.objects.order_by("number")]
    settings.SITE_URL = "https://learn.example.org"
    assert [statement.served() for statement in Statement.objects.order_by("number")] == before
    assert not any("learn.example.org" in text for text in before)
