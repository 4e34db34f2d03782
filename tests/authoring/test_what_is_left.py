"""What is left of a module that was begun from a starting point, on every screen of the way to publishing it."""

import pytest
from django.urls import reverse

from framework.models import Competency
from learning.authoring.starting.queries import words_left_to_write, work_left
from learning.authoring.starting.rules import texts_as_begun
from learning.content.models import LessonPage
from tests.authoring.test_starting import begin


@pytest.mark.parametrize(
    ("template", "to_write"), [("induction-module", 16), ("trainer-pack", 4), ("taught-course", 2)]
)
def test_what_is_ready_to_use_need_not_be_written_again(priya, signed_in, template, to_write):
    work = work_left(begin(signed_in(priya), template=template))
    assert work.left == work.parts == to_write
    assert [question.as_begun for question in work.questions] == [template == "induction-module"] * len(work.questions)


def test_a_part_half_written_is_still_left(priya, signed_in):
    lesson = LessonPage.objects.child_of(begin(signed_in(priya)).module).first()
    check = next(block for block in lesson.body.raw_data if block["type"] == "knowledge_check")
    check["value"]["stem"] = "Maya wants to walk alone. What do you say?"
    assert "knowledge check" in words_left_to_write(lesson)[0]


def test_the_editor_says_what_is_left_on_the_page_and_leads_back(priya, signed_in):
    client = signed_in(priya)
    started = begin(client)
    lesson = LessonPage.objects.child_of(started.module).first()
    for page in (lesson, started.module):
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert words_left_to_write(page)[0] in shown
        assert reverse("starting:left", args=[started.module_id]) in shown


def test_it_names_who_may_approve_the_questions_and_never_oneself(priya, signed_in):
    client = signed_in(priya)
    address = reverse("starting:left", args=[begin(client).module_id])
    shown = client.get(address).content.decode()
    assert "Ask Alex Admin" in shown
    assert "Ask Priya" not in shown


def test_it_says_how_many_questions_are_missing_for_many_competencies(priya, signed_in):
    three = list(
        Competency.objects.filter(code__in=["masoss-s1", "masoss-s2", "masoss-o1"]).values_list("pk", flat=True)
    )
    client = signed_in(priya)
    started = begin(client, template="taught-course", competencies=three)
    assert work_left(started).questions_missing == 2
    assert "2 more questions needed" in client.get(reverse("starting:left", args=[started.module_id])).content.decode()


def test_what_was_published_for_the_first_time_leads_to_what_comes_next(priya, signed_in):
    client = signed_in(priya)
    started = begin(client, template="taught-course")
    lesson = LessonPage.objects.child_of(started.module).last()
    check = reverse("checks:publish", args=[lesson.pk, lesson.latest_revision_id])
    left = reverse("starting:left", args=[started.module_id])
    assert client.post(check).url == left
    assert "People find it with its module." in client.get(left).content.decode()


@pytest.mark.parametrize(
    ("begun", "now", "places"),
    [
        ("<p>Say why.</p>", "<p>Say why.</p>", [""]),
        ({"kind": "single"}, {"kind": "single"}, []),
        ({"title": "One small thing"}, {"title": "One small step"}, []),
        ([{"text": "An answer"}], [{"type": "item", "id": "1", "value": {"text": "An answer"}}], ["/text"]),
        ({"options": ["An answer", "Another one"]}, {"options": ["Ask her", "Another one"]}, ["/options"]),
        ({"options": ["An answer"]}, None, []),
    ],
)
def test_every_text_that_still_says_what_to_write_is_found(begun, now, places):
    assert list(texts_as_begun(begun, now, "")) == places


def test_other_addresses_for_the_module_and_its_lessons_hide_nothing_that_is_left(priya, signed_in):
    started = begin(signed_in(priya))
    before = work_left(started)
    lesson = LessonPage.objects.child_of(started.module).first()
    for page, slug in ((started.module, "another-address"), (lesson, "another-lesson")):
        page.slug = slug
        page.save_revision().publish()
    started.refresh_from_db()
    after = work_left(started)
    assert (after.left, after.parts) == (before.left, before.parts)
    assert words_left_to_write(LessonPage.objects.get(pk=lesson.pk)) != []
