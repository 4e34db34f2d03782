"""What every module of the induction holds, as the fixtures load it and the pages show it."""

from __future__ import annotations

from statistics import median

import pytest
from django.urls import reverse
from django.utils.html import escape

from learning.assessment.models import Option, Question
from learning.assessment.rules.marking import mark
from learning.content.models import LessonPage, ModulePage
from learning.demo.site import MODULES
from learning.people.queries import local_today
from tests.stories import module

every_module = pytest.mark.parametrize("slug", MODULES)


def blocks(slug: str, kind: str) -> list:
    return [block for lesson in module(slug).live_lessons() for block in lesson.body if block.block_type == kind]


@every_module
def test_it_has_four_to_six_lessons_of_three_to_ten_minutes(db, slug):
    lessons = module(slug).live_lessons()
    assert 4 <= len(lessons) <= 6
    assert all(3 <= lesson.minutes <= 10 for lesson in lessons)
    assert all(lesson.aim.startswith("By the end you can ") for lesson in lessons)


@every_module
def test_it_has_a_worked_example_at_home_and_one_in_residential_care(db, slug):
    assert {block.value["setting"] for block in blocks(slug, "worked_example")} == {"home", "residential"}


@every_module
def test_it_has_a_story_the_learner_decides_and_a_task_for_each_job(db, slug):
    assert blocks(slug, "scenario")
    jobs = {job for block in blocks(slug, "try_it") for variant in block.value["variants"] for job in variant["jobs"]}
    assert {"support-worker", "social-worker", "occupational-therapist", "commissioner"} <= jobs


@every_module
def test_it_uses_a_tool_in_practice(db, slug):
    texts = " ".join(str(lesson.body.get_prep_value()) for lesson in module(slug).live_lessons())
    assert "/framework/tools/" in texts


def test_the_median_module_takes_twenty_to_thirty_minutes(db):
    assert 20 <= median(sum(lesson.minutes for lesson in module(slug).live_lessons()) for slug in MODULES) <= 30


@every_module
def test_its_wrong_answers_name_misconceptions_service_first_thinking_among_them(db, slug):
    options = Option.objects.filter(version__question__module__slug=slug, version__is_current=True)
    named = set(options.exclude(misconception="").values_list("misconception", flat=True))
    assert "service-first" in named
    assert len(named) >= 4


@every_module
def test_each_lesson_would_be_taken_by_its_own_rules(db, slug):
    for lesson in module(slug).live_lessons():
        lesson.body.stream_block.clean(lesson.body)


@every_module
def test_each_picture_has_words_and_each_quotation_a_source(db, slug):
    assert all(block.value["alt"].strip() for block in blocks(slug, "image"))
    assert all(block.value["source"].strip() for block in blocks(slug, "quotation"))


@every_module
def test_each_knowledge_check_answers_every_choice(db, slug):
    found = blocks(slug, "knowledge_check")
    assert found
    for block in found:
        assert all(option["feedback"].strip() for option in block.value["options"])


@every_module
def test_its_bank_has_fifteen_questions_or_more_with_feedback_for_every_option(db, slug):
    questions = list(Question.objects.filter(module__slug=slug).prefetch_related("versions__options"))
    assert len(questions) >= 15
    for question in questions:
        options = question.versions.get(is_current=True).options.all()
        assert len(options) >= 3
        assert all(option.feedback.strip() for option in options), question.code


@every_module
def test_each_question_has_a_key_that_earns_the_full_mark(db, slug):
    for question in Question.objects.filter(module__slug=slug):
        key = question.versions.get(is_current=True).key
        assert mark(key, key.right) == 1, question.code


@every_module
def test_each_question_is_tagged_with_a_competency_of_its_module_and_its_element(db, slug):
    competencies = set(module(slug).competencies.values_list("pk", flat=True))
    for question in Question.objects.filter(module__slug=slug).select_related("competency__element"):
        assert question.competency_id in competencies
        assert question.competency.element.title
        assert question.revisit in LessonPage.objects.child_of(module(slug)), question.code


@every_module
def test_the_bank_is_large_enough_for_a_retake_with_other_questions(db, slug):
    for row in module(slug).assessment.blueprint.all():
        fitting = Question.objects.filter(module__slug=slug, competency=row.competency)
        assert fitting.count() >= 2 * row.count


@every_module
def test_its_page_names_its_sources_its_owner_and_when_it_is_reviewed(asha, signed_in, slug):
    found = module(slug)
    page = signed_in(asha).get(reverse("enrolment:module", args=[slug])).content.decode()
    assert len(found.sources) >= 3
    assert all(escape(source.value["title"]) in page for source in found.sources)
    assert f"Looked after by {found.content_owner}" in page
    assert "To be reviewed by" in page
    assert found.review_on > local_today()


@pytest.mark.parametrize("field", ["content_owner", "review_on", "organisation"])
def test_a_module_needs_an_owner_a_review_date_and_an_organisation(field):
    assert not ModulePage._meta.get_field(field).null
    assert not ModulePage._meta.get_field(field).blank
