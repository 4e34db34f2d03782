"""What a pack says of pages, versions, questions and frameworks is refused by its name where it is wrong."""

from __future__ import annotations

import pytest

from tests.sharing.councils import (
    SOUTHMERE,
    organisation,
)
from tests.sharing.hostile_packs.steps import (
    ABOUTS,
    BAD_FIELDS,
    BAD_QUESTIONS,
    LESSON,
    VERSIONS,
    bring,
    part,
    refused,
    with_version,
)


def test_a_good_pack_is_kept(documents, lead):
    assert bring(documents, lead).state == "WAITING"


@pytest.mark.parametrize(("kind", "fields", "words"), BAD_FIELDS, ids=[words[:40] for _, _, words in BAD_FIELDS])
def test_a_field_that_is_not_what_it_should_be_is_refused_by_its_name(kind, fields, words, documents, lead):
    part(documents, kind).update(fields)
    refused(documents, lead, words)


@pytest.mark.parametrize(("fields", "words"), ABOUTS, ids=[words[:40] for _, words in ABOUTS])
def test_a_document_that_is_not_what_it_says_is_refused(fields, words, documents, lead):
    part(documents, LESSON)["is"].update(fields)
    refused(documents, lead, words)


def test_a_good_version_is_kept(documents, lead):
    with_version(documents)
    assert bring(documents, lead).state == "WAITING"


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
