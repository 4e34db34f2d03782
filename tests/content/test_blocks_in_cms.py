"""Priya chooses blocks by their examples, keeps a broken story as a draft, and is shown its map when she publishes."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from learning.content.blocks import LessonBlocks
from learning.content.models import LessonPage
from tests.content.every_block import lesson_of_every_block
from tests.content.test_priya_edits import edit_address, form_of

KINDS = sorted(LessonBlocks().child_blocks)


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


@pytest.fixture
def lesson(db) -> LessonPage:
    return lesson_of_every_block()


def block_of(kind: str):
    return LessonPage._meta.get_field("body").stream_block.child_blocks[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_she_sees_each_block_before_she_chooses_it(cms, kind):
    response = cms.get(reverse("wagtailadmin_block_preview"), {"id": block_of(kind).definition_prefix})
    page = response.content.decode()
    assert response.status_code == 200
    assert "css/app.css" in page
    assert len(re.sub(r"<[^>]+>|\s", "", page.split("<main>")[1])) > 5


@pytest.mark.parametrize("name", ["asha", "sam"])
def test_nobody_else_sees_the_examples(signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    address = reverse("wagtailadmin_block_preview")
    assert client.get(address, {"id": block_of("scenario").definition_prefix}).status_code == 404


def scenario_prefix(lesson: LessonPage) -> str:
    place = next(number for number, block in enumerate(lesson.body) if block.block_type == "scenario")
    return f"body-{place}-value"


def with_a_lost_way(lesson: LessonPage) -> dict:
    return {**form_of(lesson), f"{scenario_prefix(lesson)}-nodes-0-value-choices-0-value-to": "nobody-home"}


def test_the_form_as_it_is_can_be_published(cms, lesson):
    response = cms.post(edit_address(lesson), {**form_of(lesson), "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors


def test_a_broken_story_is_kept_as_a_draft(cms, lesson):
    response = cms.post(edit_address(lesson), with_a_lost_way(lesson))
    assert response.status_code == 302
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    (story,) = (block.value for block in draft.body if block.block_type == "scenario")
    assert [flaw.kind for flaw in story.map.flaws] == ["LEADS_NOWHERE"]


def test_a_broken_story_is_not_published_and_the_refusal_shows_its_map(cms, lesson):
    before = lesson.live_revision_id
    response = cms.post(edit_address(lesson), {**with_a_lost_way(lesson), "action-publish": "1"})
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id == before
    assert "leads to the key nobody-home, and no node has it." in page
    error = response.context["form"].errors.as_data()["body"][0].as_json_data()
    (told,) = (found for found in error["blockErrors"].values() if "map" in found)
    assert "4 nodes, 2 of them endings. One thing is still to mend." in told["map"]
    assert "<svg" in told["map"] and "The same in words" in told["map"]
    assert "nobody-home" in page


def test_the_map_escapes_what_an_author_wrote(cms, lesson):
    data = with_a_lost_way(lesson)
    data[f"{scenario_prefix(lesson)}-nodes-0-value-title"] = "<script>alert(1)</script>"
    response = cms.post(edit_address(lesson), {**data, "action-publish": "1"})
    error = response.context["form"].errors.as_data()["body"][0].as_json_data()
    (told,) = (found["map"] for found in error["blockErrors"].values() if "map" in found)
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


@pytest.mark.parametrize("key", ["with space", "ünïcode", "a/b", "<b>", "x" * 51])
def test_a_key_is_plain(cms, lesson, key):
    data = {**form_of(lesson), f"{scenario_prefix(lesson)}-nodes-3-value-key": key, "action-publish": "1"}
    assert cms.post(edit_address(lesson), data).status_code == 200
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id == lesson.live_revision_id


def preview(cms, lesson, data) -> str:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    assert cms.post(address, data).json()["is_valid"]
    return cms.get(address).content.decode()


def test_she_plays_the_story_in_the_preview(cms, lesson):
    page = preview(cms, lesson, form_of(lesson))
    story = page.split("data-play")[1]
    assert "data-node data-start" in story
    for key in ("rosa", "service", "market"):
        (target,) = re.findall(rf'id="(play-[^"]+-{key})"', story)
        assert f'href="#{target}"' in story
    assert "<form" not in story.split("</main>")[0]


def test_the_preview_of_a_broken_story_opens_its_map(cms, lesson):
    page = preview(cms, lesson, with_a_lost_way(lesson))
    assert "One thing is still to mend." in page
    assert "to mend: start" in page


def test_a_draft_with_new_empty_blocks_can_be_kept_and_looked_at(cms, lesson):
    raw = [{"type": kind, "value": block_of(kind).get_prep_value(block_of(kind).get_default())} for kind in KINDS]
    lesson.body = json.dumps(raw)
    data = form_of(lesson)
    assert cms.post(edit_address(lesson), data).status_code == 302
    assert "Nothing can be sent from it" in preview(cms, lesson, data)
    refused = cms.post(edit_address(lesson), {**data, "action-publish": "1"})
    assert refused.status_code == 200


def test_hostile_html_in_a_story_is_taken_out(cms, lesson):
    data = form_of(lesson)
    name = f"{scenario_prefix(lesson)}-nodes-0-value-html"
    blocks = json.loads(data[name])
    blocks["entityMap"] = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}}
    blocks["blocks"][0]["entityRanges"] = [{"offset": 0, "length": 5, "key": 0}]
    data[name] = json.dumps(blocks)
    cms.post(edit_address(lesson), {**data, "action-publish": "1"})
    page = preview(cms, lesson, form_of(LessonPage.objects.get(pk=lesson.pk)))
    assert "javascript:" not in page.split("<main")[1]
