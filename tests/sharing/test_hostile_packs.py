"""Packs that somebody trusted signed and that are not what they should be: refused by name, and nothing is written."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from learning.content.models import LessonPage
from learning.sharing.actions.publishers import KeyTaken, add_publisher
from learning.sharing.actions.receiving import receive_pack
from learning.sharing.actions.taking import take_pack
from learning.sharing.models import ReceivedPack
from learning.sharing.queries.packing import gather
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import new_private_key, public_key_of
from tests.sharing.councils import (
    NORTHVALE,
    SOUTHMERE,
    foreign_pack,
    mina,
    module_choice,
    organisation,
    standings_of,
)

pytestmark = pytest.mark.django_db
KEY = new_private_key()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'


@pytest.fixture
def lead():
    account = mina()
    add_publisher(organisation(SOUTHMERE), name="Eastmoor", public_key=public_key_of(KEY), by=account.person)
    return account


@pytest.fixture
def documents(db) -> dict[str, dict]:
    """What a good pack holds, without media."""
    found = copy.deepcopy(gather(organisation(NORTHVALE), module_choice("mindset")).documents)
    for one in found.values():
        if "body" in one:
            one["body"] = [block for block in one["body"] if block["type"] != "image"]
    return found


def part(documents: dict[str, dict], kind: str) -> dict[str, Any]:
    return next(one for one in documents.values() if one["is"]["type"] == kind)


def bring(documents: dict[str, dict], lead, media: dict[str, bytes] | None = None, version: int = 1) -> ReceivedPack:
    content = foreign_pack(documents, media, key=KEY, version=version)
    return receive_pack(organisation(SOUTHMERE), content, by=lead.person)


def refused(documents: dict[str, dict], lead, words: str, media: dict[str, bytes] | None = None) -> None:
    pages = Page.objects.count()
    with pytest.raises(PackRefused, match=words):
        bring(documents, lead, media)
    assert Page.objects.count() == pages
    assert not ReceivedPack.objects.exists()


def test_a_good_pack_is_kept(documents, lead):
    assert bring(documents, lead).state == "WAITING"


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": "b1", "value": value}


CHECK = {"kind": "single", "stem": "Which?", "options": []}
LESSON, MODULE = "content.LessonPage", "content.ModulePage"
BAD_FIELDS = [
    (LESSON, {"body": "no list"}, "body should be a list"),
    (LESSON, {"body": [block("rocket", "x")]}, "kind that this site does not know: 'rocket'"),
    (LESSON, {"body": [block("heading", 5)]}, r"block 1 \(heading\) should be a text"),
    (LESSON, {"body": [block("heading", "a\x00b")]}, "a character that cannot be kept"),
    (
        LESSON,
        {"body": [block("heading", "half a \ud800 letter")]},
        "a character that cannot be kept",
    ),
    (LESSON, {"body": [block("callout", {"kind": "boo", "title": "x", "html": ""})]}, "kind should be one of remember"),
    (LESSON, {"body": [block("callout", {"script": "x"})]}, "a part that this site does not know: 'script'"),
    (LESSON, {"body": [block("callout", ["x"])]}, "should have named parts"),
    (LESSON, {"body": [block("knowledge_check", {**CHECK, "options": [1]})]}, "options 1 is not put together"),
    (LESSON, {"body": [block("image", {"image": 1, "alt": "x"})]}, "should name a picture or document of the pack"),
    (LESSON, {"body": [block("image", {"image": {"media": "x.png", "title": "x"}})]}, "that the pack does not hold"),
    (LESSON, {"body": [{"type": "heading", "value": "x"}]}, "not put together as a block is"),
    (LESSON, {"body": [block("heading", "x"), block("heading", "y")]}, "has no id of its own"),
    (LESSON, {"aim": None}, "aim"),
    (LESSON, {"aim": ["x"]}, "aim should be a text"),
    (LESSON, {"title": ""}, "title"),
    (LESSON, {"title": "x" * 300}, "title"),
    (LESSON, {"slug": "../../etc"}, "slug"),
    (LESSON, {"show_in_menus": "yes"}, "show in menus should be yes or no"),
    (LESSON, {"organisation": 1}, "a field that this site does not know: 'organisation'"),
    (LESSON, {"live": True}, "a field that this site does not know: 'live'"),
    (MODULE, {"competencies": ["nowhere-1"]}, "the competency 'nowhere-1' belongs to no framework that is here"),
    (MODULE, {"competencies": "masoss-m1"}, "competencies should be a list"),
    (MODULE, {"competencies": [{"id": 1}]}, "competencies should be a text"),
]


@pytest.mark.parametrize(("kind", "fields", "words"), BAD_FIELDS, ids=[words[:40] for _, _, words in BAD_FIELDS])
def test_a_field_that_is_not_what_it_should_be_is_refused_by_its_name(kind, fields, words, documents, lead):
    part(documents, kind).update(fields)
    refused(documents, lead, words)


ABOUTS = [
    ({"type": "content.LearningIndexPage"}, "a type that this site does not take"),
    ({"type": "people.Account"}, "a type that this site does not take: 'people.Account'"),
    ({"key": "x"}, "key is not the key of an item"),
    ({"key": "00000000-0000-4000-8000-000000000000"}, "says that it is"),
    ({"parent": "00000000-0000-4000-8000-000000000000"}, "neither comes along nor is here"),
    ({"parent": ""}, "stands where no such page can stand"),
    ({"language": "xx"}, "a language that this site does not have"),
    ({"children": 5}, "children should be a list"),
    ({"more": 1}, "does not say what it is"),
]


@pytest.mark.parametrize(("fields", "words"), ABOUTS, ids=[words[:40] for _, words in ABOUTS])
def test_a_document_that_is_not_what_it_says_is_refused(fields, words, documents, lead):
    part(documents, LESSON)["is"].update(fields)
    refused(documents, lead, words)


def with_version(documents: dict[str, dict], **fields) -> dict[str, Any]:
    """An Easy Read version below the first lesson of the pack."""
    lesson = part(documents, LESSON)["is"]["key"]
    key = f"{len(documents):08x}-0000-4000-8000-000000000000"
    about = {"type": "content.SiblingPage", "key": key, "language": "en-gb", "parent": lesson, "place": ""}
    words = {"title": "Short", "slug": "easy-read", "kind": "easy-read", "lead": "", "body": [], "sheet": []}
    made = {"is": {**about, "children": [], "in_step": True}, **words, "to_be_checked": False, **fields}
    documents[f"pages/{key}.json"] = made
    return made


def test_a_good_version_is_kept(documents, lead):
    with_version(documents)
    assert bring(documents, lead).state == "WAITING"


VERSIONS = [
    ({"kind": "klingon"}, {}, "kind should be one of cy, easy-read"),
    ({"kind": ""}, {}, "kind should be one of"),
    ({"in_step_with": 1}, {}, "a field that this site does not know: 'in_step_with'"),
    ({"body": [block("rocket", "x")]}, {}, "kind that this site does not know: 'rocket'"),
    ({}, {"in_step": "yes"}, "does not say what it is"),
    ({}, {"parent": ""}, "stands where no such page can stand"),
]


@pytest.mark.parametrize(("fields", "about", "words"), VERSIONS, ids=[words[:40] for *_, words in VERSIONS])
def test_a_version_that_is_not_what_it_should_be_is_refused(fields, about, words, documents, lead):
    with_version(documents, **fields)["is"].update(about)
    refused(documents, lead, words)


def test_a_page_has_one_version_of_a_kind_and_a_version_has_none(documents, lead):
    first, second = with_version(documents), with_version(documents)
    refused(documents, lead, "two pages for Easy Read version")
    second["is"]["parent"] = first["is"]["key"]
    refused(documents, lead, "stands where no such page can stand")


def test_only_versions_say_whether_they_are_in_step(documents, lead):
    part(documents, LESSON)["is"]["in_step"] = True
    refused(documents, lead, "does not say what it is")


BAD_QUESTIONS = [
    ({"questions": {}}, "questions should be a list"),
    ({"questions": [{"id": "q"}]}, "question 1 is not put together as a question is"),
    ({"pass_mark": "70"}, "pass mark should be a whole number"),
    ({"level": "masoss/nowhere"}, "the level 'masoss/nowhere' belongs to no framework"),
    ({"blueprint": [{"competency": "masoss-m1", "difficulty": "HARD", "count": 1}]}, "difficulty is not one we know"),
]


@pytest.mark.parametrize(("fields", "words"), BAD_QUESTIONS, ids=[words[:40] for _, words in BAD_QUESTIONS])
def test_questions_that_are_not_what_they_should_be_are_refused(fields, words, documents, lead):
    part(documents, "questions").update(fields)
    refused(documents, lead, words)


def test_a_question_of_an_unknown_kind_is_refused_by_its_number(documents, lead):
    part(documents, "questions")["questions"][2]["kind"] = "ESSAY"
    refused(documents, lead, "question 3, kind: Write one of")


def test_a_framework_that_neither_comes_along_nor_is_here_keeps_the_pack_out(documents, lead):
    organisation(SOUTHMERE).frameworks.clear()
    without = {name: one for name, one in documents.items() if not name.startswith("frameworks/")}
    refused(without, lead, "belongs to no framework that is here or comes along")


def test_hostile_html_is_cleaned_before_anybody_sees_it(documents, lead):
    html = '<p onclick="x()">Hello<script>alert(1)</script><img src=x onerror=y> <a href="javascript:z()">there</a></p>'
    part(documents, LESSON)["body"] = [block("text", html)]
    received = bring(documents, lead)
    lines = standings_of(received, lead)
    take_pack(received, lines, by=lead)
    title = part(documents, LESSON)["title"]
    stored = LessonPage.objects.filter(title=title).latest("pk").body.raw_data[0]["value"]
    assert stored == "<p>Hello there</p>"


def media(content: bytes, ending: str) -> dict[str, bytes]:
    return {f"media/{hashlib.sha256(content).hexdigest()}.{ending}": content}


MEDIA = [
    (SVG % b"<script>alert(1)</script>", "svg", "could run a program"),
    (SVG % b'<path onload="x()" d="M1 1"/>', "svg", "onload could run a program"),
    (SVG % b'<image href="https://evil.example/x.png"/>', "svg", "call another site"),
    (SVG % b'<use href="https://evil.example/x.svg#a"/>', "svg", "call another site"),
    (SVG % b"<style>@import url(https://evil.example)</style>", "svg", "call another site"),
    (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % b"", "svg", "not a plain SVG drawing"),
    (b"<html><script>alert(1)</script></html>", "txt", "a web page where plain text belongs"),
    (b"<html></html>", "html", "files that end in .html are not taken"),
    (b"MZ\x90\x00", "exe", "files that end in .exe are not taken"),
    (b"MZ\x90\x00", "pdf", "not what its ending .pdf says"),
    (b"\x89PNG\r\n\x1a\nbroken", "png", "the picture is broken"),
    (b"PK\x03\x04", "docx", "not what its ending .docx says"),
]


@pytest.mark.parametrize(("content", "ending", "words"), MEDIA, ids=[f"{e}-{w[:20]}" for _, e, w in MEDIA])
def test_media_that_could_do_harm_keep_the_pack_out(content, ending, words, documents, lead):
    refused(documents, lead, words, media(content, ending))


def test_media_that_lie_about_their_hash_keep_the_pack_out(documents, lead):
    refused(documents, lead, "not named by its hash", {f"media/{'0' * 64}.svg": SVG % b""})


def test_an_older_version_and_another_one_under_the_same_number_are_refused(documents, lead):
    bring(documents, lead, version=2)
    with pytest.raises(PackRefused, match="You have version 2 already, which is newer"):
        bring(documents, lead, version=1)
    part(documents, LESSON)["aim"] = "Another aim"
    with pytest.raises(PackRefused, match="this one is not the same"):
        bring(documents, lead, version=2)


def test_the_same_key_twice_and_ones_own_key_are_refused(lead):
    southmere = organisation(SOUTHMERE)
    with pytest.raises(KeyTaken, match="already, as Eastmoor"):
        add_publisher(southmere, name="Again", public_key=public_key_of(KEY), by=lead.person)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a document where another value can be put."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_whatever_place_is_taken_or_refused_but_never_breaks(data, documents, lead):
    changed = copy.deepcopy(documents)
    name = data.draw(st.sampled_from(sorted(changed)))
    path = data.draw(st.sampled_from(places(changed[name])[1:]))
    target: Any = changed[name]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(JSON)
    ReceivedPack.objects.all().delete()
    try:
        received = receive_pack(organisation(SOUTHMERE), foreign_pack(changed, key=KEY), by=lead.person)
        lines = standings_of(received, lead)
        for line in lines.values():
            assert isinstance(str(line.changes) + str(line.kept), str)
    except PackRefused as reason:
        assert str(reason)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_let_in_can_be_taken_or_is_refused_with_nothing_written(data, documents, lead):
    """The same, up to the drafts."""
    changed = copy.deepcopy(documents)
    lessons = [name for name, one in changed.items() if one["is"]["type"] in {LESSON, MODULE, "questions"}]
    name = data.draw(st.sampled_from(sorted(lessons)))
    path = data.draw(st.sampled_from([p for p in places(changed[name])[1:] if p[0] != "is"]))
    target: Any = changed[name]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(st.text(max_size=20) | st.just([]) | st.just({}) | st.none())
    with transaction.atomic():
        try:
            received = receive_pack(organisation(SOUTHMERE), foreign_pack(changed, key=KEY), by=lead.person)
            take_pack(received, standings_of(received, lead), by=lead)
        except PackRefused:
            pass
        transaction.set_rollback(True)


def test_a_pack_is_read_as_it_was_kept(documents, lead):
    """Whoever changes the kept file is found out when it is opened."""
    received = bring(documents, lead)
    with received.file.open("rb") as file:
        content = bytearray(file.read())
    content[len(content) // 2] ^= 1
    storage, name = received.file.storage, received.file.name
    storage.delete(name)
    storage.save(name, ContentFile(bytes(content)))
    with pytest.raises(PackRefused):
        take_pack(received, ["framework:masoss"], by=lead)
