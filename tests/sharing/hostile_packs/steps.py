"""How packs are made that no installation of ours would make."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import strategies as st
from wagtail.models import Page

from learning.sharing.actions.receiving import receive_pack
from learning.sharing.models import ReceivedPack
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import new_private_key
from tests.sharing.councils import (
    SOUTHMERE,
    foreign_pack,
    organisation,
)

KEY = new_private_key()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'


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


def with_version(documents: dict[str, dict], **fields) -> dict[str, Any]:
    """An Easy Read version below the first lesson of the pack."""
    lesson = part(documents, LESSON)["is"]["key"]
    key = f"{len(documents):08x}-0000-4000-8000-000000000000"
    about = {"type": "content.SiblingPage", "key": key, "language": "en-gb", "parent": lesson, "place": ""}
    words = {"title": "Short", "slug": "easy-read", "kind": "easy-read", "lead": "", "body": [], "sheet": []}
    made = {"is": {**about, "children": [], "in_step": True}, **words, "to_be_checked": False, **fields}
    documents[f"pages/{key}.json"] = made
    return made


VERSIONS = [
    ({"kind": "klingon"}, {}, "kind should be one of cy, easy-read"),
    ({"kind": ""}, {}, "kind should be one of"),
    ({"in_step_with": 1}, {}, "a field that this site does not know: 'in_step_with'"),
    ({"body": [block("rocket", "x")]}, {}, "kind that this site does not know: 'rocket'"),
    ({}, {"in_step": "yes"}, "does not say what it is"),
    ({}, {"parent": ""}, "stands where no such page can stand"),
]


BAD_QUESTIONS = [
    ({"questions": {}}, "questions should be a list"),
    ({"questions": [{"id": "q"}]}, "question 1 is not put together as a question is"),
    ({"pass_mark": "70"}, "pass mark should be a whole number"),
    ({"level": "masoss/nowhere"}, "the level 'masoss/nowhere' belongs to no framework"),
    ({"blueprint": [{"competency": "masoss-m1", "difficulty": "HARD", "count": 1}]}, "difficulty is not one we know"),
]


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a document where another value can be put."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]
