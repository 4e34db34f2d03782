"""Priya edits a lesson in Wagtail: preview, draft, publish, and what the form refuses."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.blocks import MultipleChoiceBlock
from wagtail.test.utils.form_data import nested_form_data

from framework.models import Competency, Element, Framework
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.content.queries import snapshot
from tests.stories import module

NEW_AIM = "By the end you can say it in one breath."


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.child_of(module("mindset")).order_by("path").first()


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


def edit_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page) -> dict:
    """Return the edit form of a lesson as a browser would send it."""
    body = []
    for block in page.body:
        form = {"type": block.block_type, "id": block.id or "", "value": _value(block.block, block.value)}
        body.append(form)
    fields = {"title": page.title, "slug": page.slug, "aim": page.aim, "body": _stream(body)}
    return nested_form_data({**fields, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})


def _stream(blocks: list[dict]) -> dict:
    numbered = {str(place): {**block, "order": str(place), "deleted": ""} for place, block in enumerate(blocks)}
    return {"count": str(len(blocks)), **numbered}


def _value(block, value):
    if hasattr(block, "child_blocks"):
        return {name: _value(child, value[name]) for name, child in block.child_blocks.items()}
    if hasattr(block, "child_block"):
        items = [{"type": "item", "value": _value(block.child_block, item), "id": ""} for item in value]
        return _stream(items)
    if hasattr(value, "source"):
        return _rich(value.source)
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(block, MultipleChoiceBlock):
        return value or []
    if value is None:
        return ""
    return value.pk if hasattr(value, "pk") else value


def _rich(html: str) -> str:
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    return ContentstateConverter(["bold", "italic", "ul", "ol", "link"]).from_database_format(html)


def say_what_it_is(cms, address) -> None:
    """Say on the screen before publishing that the change is a typo."""
    shown = cms.get(address).context
    seen = {"seen": shown["revision"].created_at.isoformat(), "seen_live": shown["page"].live_revision_id}
    assert cms.post(address, {**seen, "change": "TYPO"}).status_code == 302


def test_she_publishes_a_better_aim_and_new_learners_read_it(cms, lesson):
    data = {**form_of(lesson), "aim": NEW_AIM, "action-publish": "1"}
    response = cms.post(edit_address(lesson), data)
    assert response.status_code == 302, response.context["form"].errors
    say_what_it_is(cms, response.url)
    now = LessonPage.objects.get(pk=lesson.pk)
    assert now.aim == NEW_AIM
    assert snapshot(now.live_revision_id).aim == NEW_AIM


def test_what_she_publishes_unchanged_keeps_its_block_ids(cms, lesson):
    before = [block.id for block in lesson.body]
    response = cms.post(edit_address(lesson), {**form_of(lesson), "action-publish": "1"})
    say_what_it_is(cms, response.url)
    now = LessonPage.objects.get(pk=lesson.pk)
    assert now.live_revision_id != lesson.live_revision_id
    assert [block.id for block in now.body] == before


def test_a_draft_is_kept_and_not_published(cms, lesson):
    cms.post(edit_address(lesson), {**form_of(lesson), "aim": NEW_AIM})
    now = LessonPage.objects.get(pk=lesson.pk)
    assert now.aim == lesson.aim
    assert now.get_latest_revision_as_object().aim == NEW_AIM


def test_she_previews_what_she_has_not_saved(cms, lesson):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    taken = cms.post(address, {**form_of(lesson), "aim": NEW_AIM}).json()
    assert taken["is_valid"]
    shown = cms.get(address)
    assert shown.status_code == 200
    assert NEW_AIM in shown.content.decode()
    assert "Nothing can be sent from it" in shown.content.decode()
    assert "<form" not in shown.content.decode().split("gt-lesson-head")[1].split("</main>")[0]


def test_a_lesson_without_an_aim_is_refused_and_what_she_typed_stays(cms, lesson):
    title = "A title she typed"
    response = cms.post(edit_address(lesson), {**form_of(lesson), "title": title, "aim": "", "action-publish": "1"})
    assert response.status_code == 200
    assert "aim" in response.context["form"].errors
    assert title in response.content.decode()
    assert LessonPage.objects.get(pk=lesson.pk).title == lesson.title


def test_a_lesson_without_something_to_do_is_refused(cms, lesson):
    data = {name: value for name, value in form_of(lesson).items() if not name.startswith("body-")}
    data |= nested_form_data({"body": _stream([{"type": "heading", "id": "", "value": "Only a heading"}])})
    response = cms.post(edit_address(lesson), {**data, "action-publish": "1"})
    assert response.status_code == 200
    assert "Add something to do" in response.content.decode()
    assert len(LessonPage.objects.get(pk=lesson.pk).body) == len(lesson.body)


def new_module(cms, **fields) -> ModulePage | None:
    parent = LearningIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["content", "modulepage", parent.pk])
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    data = nested_form_data({**fields, "sources": _stream([]), "comments": comments, "action-publish": "1"})
    cms.post(address, data)
    return ModulePage.objects.filter(title=fields["title"]).first()


def test_a_new_module_needs_an_owner_and_a_review_date(cms, priya):
    mindset = module("mindset")
    fields = {
        "title": "Strengths",
        "slug": "strengths",
        "summary": "You will be able to see strengths.",
        "competencies": mindset.competencies.first().pk,
        "organisation": mindset.organisation_id,
        "content_owner": priya.person.pk,
        "review_on": "2030-01-01",
    }
    assert new_module(cms, **{**fields, "title": "Nobody", "content_owner": ""}) is None
    assert new_module(cms, **{**fields, "title": "Never", "review_on": ""}) is None
    made = new_module(cms, **fields)
    assert made.live
    assert made.content_owner == priya.person


@pytest.mark.parametrize("name", ["asha", "omar", "lena", "sam"])
def test_nobody_else_finds_the_form(lesson, signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    assert client.get(edit_address(lesson)).status_code == 404
    assert client.post(edit_address(lesson), {"aim": NEW_AIM, "action-publish": "1"}).status_code == 404
    assert LessonPage.objects.get(pk=lesson.pk).aim == lesson.aim


def test_she_is_offered_her_own_organisation_its_people_and_its_frameworks(cms, sam):
    elsewhere = sam.person.posts.get().unit.get_root()
    theirs = Framework.objects.create(code="theirs", title="A way of working elsewhere")
    element = Element.objects.create(framework=theirs, code="theirs-one", title="One", order=1)
    Competency.objects.create(element=element, code="theirs-c1", short_code="T1", title="Elsewhere only", order=1)
    page = cms.get(edit_address(module("mindset"))).content.decode()
    assert "Tess" in page and "Northvale Council" in page and "Put strengths first" in page
    for word in (sam.person.name, elsewhere.name, "Elsewhere only"):
        assert word not in page


def test_an_owner_who_has_left_stays_until_she_chooses_another(cms, sam):
    mindset = module("mindset")
    ModulePage.objects.filter(pk=mindset.pk).update(content_owner=sam.person)
    page = cms.get(edit_address(mindset)).content.decode()
    assert f'<option value="{sam.person.pk}" selected>' in page
