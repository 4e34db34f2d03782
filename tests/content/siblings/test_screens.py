"""Screens make versions and bring them into step; readers choose, and are told when one lags."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from framework.models import ElementPage, ToolPage
from learning.content.models import LessonPage, SiblingPage
from learning.content.siblings.actions import (
    make_sibling,
)
from tests.content.siblings.steps import EASY, WELSH, add_text, fresh, pin, published, republished


def test_the_screens_make_report_and_bring_into_step(lesson, priya, cms):
    address = reverse("siblings:make", args=[lesson.pk, "easy-read"])
    assert "A draft in Easy Read" in cms.get(address).content.decode()
    made_at = cms.post(address).url
    made = SiblingPage.objects.child_of(lesson).get()
    assert made_at == reverse("wagtailadmin_pages:edit", args=[made.pk])
    editor = cms.get(made_at).content.decode()
    assert "How Easy Read is written" in editor and "How the Welsh version is written" not in editor
    assert (
        "Open the Easy Read version" in cms.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    )
    made.get_latest_revision().publish(user=priya)
    republished(lesson, priya=priya, change=add_text)
    report = strip_tags(cms.get(reverse("siblings:report")).content.decode())
    assert "Out of step since" in report and "Text new: A new paragraph." in report
    step = reverse("siblings:step", args=[made.pk])
    assert "A new paragraph." in cms.get(step).content.decode()
    assert cms.post(step, {"do": "done", "seen": lesson.live_revision_id}).status_code == 409
    assert cms.post(step, {"do": "done", "seen": "nothing"}).status_code == 409
    seen = LessonPage.objects.get(pk=lesson.pk).live_revision_id
    assert cms.post(step, {"do": "open", "seen": seen}).url == made_at
    assert "Publish your changes first" in cms.post(step, {"do": "done", "seen": seen}).content.decode()
    fresh(made).get_latest_revision().publish(user=priya)
    assert cms.post(step, {"do": "done", "seen": seen}).url == reverse("siblings:report")
    assert "In step" in cms.get(reverse("siblings:report")).content.decode()


def test_the_report_costs_the_same_for_many(priya, cms, django_assert_max_num_queries):
    lessons = list(LessonPage.objects.live()[:8])
    for one in lessons:
        make_sibling(one, EASY, by=priya).get_latest_revision().publish(user=priya)
    with django_assert_max_num_queries(40):
        cms.get(reverse("siblings:report"))


@pytest.mark.parametrize("name", ["sam", "asha"])
def test_others_make_and_step_nothing(lesson, priya, name, request, signed_in):
    made = published(lesson, EASY, priya)
    client = signed_in(request.getfixturevalue(name))
    for address in (reverse("siblings:make", args=[lesson.pk, "cy"]), reverse("siblings:step", args=[made.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "done"}).status_code == 404
    if name == "sam":
        assert client.get(made.url).status_code == 404
        assert client.get("/framework/masoss/mindset/?in=easy-read").status_code == 404


def test_nonsense_is_not_found(cms, lesson, priya):
    assert cms.get(reverse("siblings:make", args=[lesson.pk, "klingon"])).status_code == 404
    assert (
        cms.get(reverse("siblings:make", args=[Page.objects.get(slug="learning", depth=3).pk, "cy"])).status_code == 404
    )
    assert cms.get(reverse("siblings:step", args=[lesson.pk])).status_code == 404
    copied = cms.get(reverse("wagtailadmin_pages:copy", args=[published(lesson, EASY, priya).pk]))
    assert copied.status_code == 302


def test_the_element_page_offers_its_versions_and_remembers_the_choice(asha, signed_in):
    client = signed_in(asha)
    page = client.get("/framework/masoss/mindset/").content.decode()
    assert 'lang="cy" hreflang="cy" href="?in=cy">Cymraeg</a>' in page and "Easy Read</a>" in page
    assert "You chose this on an earlier page" not in page
    easy = client.get("/framework/masoss/mindset/?in=easy-read").content.decode()
    assert "Have hope. Hope helps people." in easy and "To be checked by people who read Easy Read" in easy
    welsh = client.get("/framework/masoss/mindset/?in=cy").content.decode()
    assert '<article class="gt-version gt-version--cy" lang="cy" dir="ltr">' in welsh
    assert "To be checked by a Welsh speaker" in welsh
    assert "You chose this on an earlier page" in client.get("/framework/masoss/mindset/").content.decode()
    client.get("/framework/masoss/mindset/?in=en")
    assert "You chose this on an earlier page" not in client.get("/framework/masoss/mindset/").content.decode()
    assert client.get("/framework/masoss/mindset/?in=nonsense").status_code == 200
    assert client.get("/framework/masoss/mindset/m1/?in=cy").status_code == 200


def test_a_version_out_of_step_says_so_to_its_readers(asha, priya, signed_in):
    page = ElementPage.objects.get(slug="mindset", element__framework__code="masoss")
    page.meaning = "<p>Something else.</p>"
    page.save_revision(user=priya).publish(user=priya)
    client = signed_in(asha)
    assert "The English page has changed since." in client.get(f"{page.url}?in=easy-read").content.decode()
    assert "Mae’r dudalen Saesneg wedi newid ers hynny." in client.get(f"{page.url}?in=cy").content.decode()


def test_a_page_without_versions_asks_the_database_nothing_more(asha, signed_in, django_assert_num_queries, rf):
    from learning.content.siblings.reading import live_siblings

    page = ToolPage.objects.live().first()
    with django_assert_num_queries(0):
        assert live_siblings(page) == []


def test_a_tool_in_another_version_sends_nothing_either(priya, asha, signed_in):
    page = ToolPage.objects.live().first()
    published(page, WELSH, priya)
    answer = signed_in(asha).get(f"{page.url}?in=cy")
    assert "connect-src 'none'" in answer["Content-Security-Policy"]
    assert 'data-sheet="' in answer.content.decode()


def test_hostile_words_stay_words(lesson, priya, asha, signed_in):
    made = make_sibling(lesson, EASY, by=priya)
    draft = made.get_latest_revision_as_object()
    draft.title = draft.lead = "<script>alert(1)</script>"
    draft.save_revision(user=priya).publish(user=priya)
    pin(asha, lesson)
    shown = signed_in(asha).get(made.url).content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown
