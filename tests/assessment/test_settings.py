"""What an assessment asks, and what a pass is: edited without touching attempts that run."""

from __future__ import annotations

import pytest

from learning.assessment.actions.settings import SettingsGiven, save_settings
from learning.assessment.models import Question
from learning.assessment.queries.blueprint import BlueprintTooSmall, blueprint_lines
from learning.assessment.rules.blueprint import Line
from learning.outbox.models import Event
from tests.stories import answer_right, begin_attempt, module, submit_attempt


@pytest.fixture
def author(priya):
    return priya.person


@pytest.fixture
def mindset(db):
    return module("mindset")


def said() -> int:
    return Event.objects.filter(name="assessment.settings_changed.v1").count()


def given(mindset, *lines: Line, pass_mark: int = 80) -> SettingsGiven:
    return SettingsGiven("Check", mindset.assessment.level, pass_mark, lines)


def test_an_assessment_asks_what_its_author_says_from_the_next_attempt_on(asha, mindset, author):
    running = begin_attempt(asha.person, "mindset")
    save_settings(mindset, given(mindset, Line("masoss-m2", 3)), by=author)
    assert blueprint_lines(mindset) == [Line("masoss-m2", 3)]
    running.refresh_from_db()
    assert running.pass_mark == 70
    answer_right(running)
    proved = set(submit_attempt(running).evidence.values_list("competency__code", flat=True))
    assert proved == {"masoss-m2", "masoss-m3"}
    assert said() == 1


def test_the_same_settings_again_tell_nobody(mindset, author):
    for _ in range(2):
        save_settings(mindset, given(mindset, Line("masoss-m2", 3)), by=author)
    assert said() == 1


def test_rows_of_one_difficulty_are_drawn_before_rows_of_any(mindset, author):
    lines = (Line("masoss-m2", 1), Line("masoss-m2", 1, "APPLIED"))
    save_settings(mindset, given(mindset, *lines), by=author)
    assert blueprint_lines(mindset) == [lines[1], lines[0]]


def test_a_blueprint_that_cannot_be_drawn_twice_is_kept_only_knowingly(mindset, author):
    have = Question.objects.filter(module=mindset, competency__code="masoss-m2").count()
    too_many = given(mindset, Line("masoss-m2", have))
    with pytest.raises(BlueprintTooSmall) as refused:
        save_settings(mindset, too_many, by=author)
    assert not refused.value.stops_attempts
    save_settings(mindset, too_many, by=author, anyway=True)
    with pytest.raises(BlueprintTooSmall) as refused:
        save_settings(mindset, given(mindset, Line("masoss-m2", have + 1)), by=author, anyway=True)
    assert refused.value.stops_attempts
    assert blueprint_lines(mindset) == [Line("masoss-m2", have)]
