"""Six tools for the hand, the phone and paper: complete, for who works by their elements, unable to send a thing."""

from __future__ import annotations

import copy
import re

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError

from framework.actions import FrameworkFileError, load_tools, read_tools_file
from framework.handbook.content import texts_of
from framework.handbook.pages import site_page_section
from framework.models import Framework, ShelfPage, ToolPage
from framework.models.sheets import keys_of
from learning.people.models import Unit

FILE = settings.BASE_DIR / "fixtures" / "framework" / "tools.yaml"
SLUGS = [
    "preparation-checklist",
    "strengths-map",
    "smart-outcome-builder",
    "golden-thread-check",
    "joint-review-record",
    "outcome-review-agenda",
]


def shelf() -> ShelfPage:
    return ShelfPage.objects.get(slug="tools")


def tools() -> list[dict]:
    return copy.deepcopy(yaml.safe_load(FILE.read_text())["tools"])


def page_of(client, slug: str) -> str:
    return client.get(f"/framework/tools/{slug}/").content.decode()


def sheet_of(html: str) -> str:
    return html.split('<section class="gt-sheet"')[1].split("</article>")[0]


def test_the_six_stand_on_their_shelf(asha, signed_in):
    page = signed_in(asha).get("/framework/tools/").content.decode()
    assert [slug for slug in SLUGS if f'href="/framework/tools/{slug}/"' in page] == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_each_says_when_how_how_long_what_for_and_where_from(asha, signed_in, slug):
    page = ToolPage.objects.get(slug=slug)
    html = page_of(signed_in(asha), slug)
    for words in ("When to use it", "How to use it", f"About {page.minutes} minutes", "Where it comes from"):
        assert words in html
    assert page.elements.exists()
    for element in page.elements.all():
        assert f'aria-hidden="true">{element.letter}</span>{element.title}' in html
    assert page.sources
    page.full_clean()


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_on_it_can_be_sent(asha, signed_in, slug):
    answer = signed_in(asha).get(f"/framework/tools/{slug}/")
    sheet = sheet_of(answer.content.decode())
    assert "Nothing you write here is sent anywhere." in sheet
    assert "No names." in sheet
    assert not re.search(r"<form|\bformaction\b|\bhx-|type=\"submit\"|<button(?![^>]*type=\"button\")", sheet)
    assert re.findall(r"\b(?:input|textarea)\b[^>]*", sheet)
    assert all('autocomplete="off"' in field for field in re.findall(r"<(?:input|textarea)[^>]*>", sheet))
    policy = answer["Content-Security-Policy"]
    assert "connect-src 'none'" in policy
    header = "http://testserver/accounts/logout/ http://testserver/search/ http://testserver/language/"
    assert f"form-action {header};" in f"{policy};"


def test_other_pages_keep_their_policy(asha, signed_in):
    client = signed_in(asha)
    client.get("/framework/tools/strengths-map/")
    assert "connect-src 'self'" in client.get("/framework/tools/")["Content-Security-Policy"]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_field_has_a_label_and_an_id_of_its_own(asha, signed_in, slug):
    sheet = sheet_of(page_of(signed_in(asha), slug))
    shown = re.sub(r"<template.*?</template>", "", sheet, flags=re.DOTALL)
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    fields = re.findall(r'<(?:input|textarea)[^>]*\bid="([^"]+)"', shown)
    assert all(f'for="{field}"' in shown for field in fields)
    assert all(f'id="{target}"' in shown for target in re.findall(r'aria-describedby="([^"]+)"', shown))


def test_without_a_script_the_page_is_a_paper_form(asha, signed_in):
    sheet = sheet_of(page_of(signed_in(asha), "strengths-map"))
    assert sheet.split("<template")[0].count("<textarea") > 6, "empty rows stand there to write in"
    assert "<noscript>" in sheet
    assert "data-end hidden" in sheet, "buttons that need a script are not shown"


def test_the_six_questions_are_named_as_scies(asha, signed_in):
    html = page_of(signed_in(asha), "preparation-checklist")
    assert sheet_of(html).count("<legend") == 6
    assert "Social Care Institute for Excellence (SCIE)" in html


def test_the_smart_builder_carries_its_rule_and_explains_it(asha, signed_in):
    html = page_of(signed_in(asha), "smart-outcome-builder")
    assert "data-rule=" in html
    assert "At least four words that say what the person will do." in html
    assert 'role="status"' in html


def test_the_agenda_fills_the_hour_it_promises(db):
    page = ToolPage.objects.get(slug="outcome-review-agenda")
    items = next(block.value for block in page.sheet if block.value.get("key") == "items")
    assert sum(int(row[0]) for row in items["given"]) == page.minutes


@pytest.mark.parametrize("slug", SLUGS)
def test_strangers_sign_in_and_sam_finds_nothing(client, sam, signed_in, slug):
    path = f"/framework/tools/{slug}/"
    assert client.get(path).url == f"/accounts/login/?next={path}"
    assert signed_in(sam).get(path).status_code == 404


def test_sam_finds_them_once_his_organisation_works_by_the_framework(sam, signed_in):
    Unit.objects.get(name="Southmere Care").frameworks.add(Framework.objects.get(code="masoss"))
    assert signed_in(sam).get("/framework/tools/strengths-map/").status_code == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_opening_one_asks_few_questions(asha, signed_in, django_assert_max_num_queries, slug):
    client = signed_in(asha)
    client.get(f"/framework/tools/{slug}/")
    with django_assert_max_num_queries(17):
        client.get(f"/framework/tools/{slug}/")


def test_words_of_an_author_are_shown_and_not_run(asha, signed_in):
    page = ToolPage.objects.get(slug="strengths-map")
    page.sheet = [
        ("field", {"key": "x", "label": '"><script>alert(1)</script>', "kind": "line", "choices": [], "lines": 1})
    ]
    page.save()
    html = page_of(signed_in(asha), "strengths-map")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_handbook_holds_when_how_and_every_question(db):
    for page in ToolPage.objects.all():
        text = "\n".join(texts_of(site_page_section(page, "")))
        assert "When to use it" in text
        for block in page.sheet:
            if block.block_type == "checklist":
                assert all(item["question"] in text for item in block.value["questions"])
            if block.block_type in {"field", "rows"}:
                assert (block.value["label"] if block.block_type == "field" else block.value["heading"]) in text


def test_a_tool_that_exists_is_left_to_its_editors(db):
    ToolPage.objects.filter(slug="strengths-map").update(summary="Edited here")
    assert len(load_tools(read_tools_file(FILE), parent=shelf())) == 6
    assert ToolPage.objects.count() == 6
    assert ToolPage.objects.get(slug="strengths-map").summary == "Edited here"


def changed(**fields) -> list[dict]:
    tool = next(tool for tool in tools() if tool["slug"] == "smart-outcome-builder")
    return [{**tool, "slug": "new", **fields}]


FIELD = {"key": "x", "label": "X", "kind": "line", "lines": 1}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([{"slug": "new"}], "new: 'title' is missing"),
        (["text"], "Tool 2 is not put together"),
        (changed(kind="magic"), "new: kind: Value 'magic' is not a valid choice."),
        (changed(minutes="long"), "new: minutes"),
        (changed(elements=["masoss-magic"]), "there is no element masoss-magic"),
        (changed(sheet=[{"field": FIELD}]), "needs these keys on its sheet: achievable, measurable, relevant"),
        (changed(sheet=[{"field": {**FIELD, "key": "No Spaces"}}]), "Use small letters"),
        (changed(sheet=[{"field": {**FIELD, "kind": "choice"}}]), "A choice of one needs its choices"),
        (changed(sheet=[{"field": FIELD}, {"field": FIELD}]), "Each key may stand once on a sheet: x."),
        (changed(sheet=[{"field": {**FIELD, "label": ""}}]), "This field is required"),
        (changed(evidence=[{"claim": "x", "source": "y", "strength": "magic"}]), "magic"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_does_not_fit_names_the_place_and_writes_nothing(db, data, words):
    with pytest.raises(FrameworkFileError, match=re.escape(words)):
        load_tools([{**tools()[0], "slug": "good"}, *data], parent=shelf())
    assert ToolPage.objects.count() == 6


@pytest.mark.parametrize(
    ("text", "words"), [("- a", "needs a list called tools"), ("a: [", "cannot be read"), ("tools: 3", "list")]
)
def test_a_file_that_is_none_is_refused(tmp_path, text, words):
    path = tmp_path / "tools.yaml"
    path.write_text(text)
    with pytest.raises(FrameworkFileError, match=words):
        read_tools_file(path)
    with pytest.raises(FrameworkFileError, match="cannot be read"):
        read_tools_file(tmp_path / "none.yaml")


def test_priya_may_not_take_from_a_tool_what_its_script_needs(db):
    page = ToolPage.objects.get(slug="outcome-review-agenda")
    assert {"start", "items"} <= set(keys_of(page.sheet))
    page.sheet = []
    with pytest.raises(ValidationError, match="items, start"):
        page.full_clean()


def test_priya_edits_a_tool(priya, signed_in):
    client = signed_in(priya)
    for slug in SLUGS:
        answer = client.get(f"/cms/pages/{ToolPage.objects.get(slug=slug).pk}/edit/")
        assert answer.status_code == 200
