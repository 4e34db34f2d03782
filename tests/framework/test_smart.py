"""The SMART check finds signs in words, says what it looks for, encourages, and never stops anybody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.tools.smart import NOTHING_YET, SMART, check, rule_as_data, words_of
from tests.framework.smart_cases import CASES

BY_KEY = {letter.key: letter for letter in SMART}


@pytest.mark.parametrize(("key", "text", "met"), CASES)
def test_each_letter_finds_its_signs(key, text, met):
    assert check(BY_KEY[key], text).met is met


def test_it_spells_smart_and_every_letter_says_what_it_looks_for():
    assert "".join(letter.letter for letter in SMART) == "SMART"
    for letter in SMART:
        assert letter.word.startswith(letter.letter)
        assert letter.looks_for.endswith(".")
        assert str(letter.least_words) or letter.looks_for


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("specific", "A place in residential care: a placement", "This names a service"),
        ("specific", "The person will be independent", "could mean many things"),
        ("measurable", "walks more than now", "More or better than what?"),
        ("relevant", "It is the eligible need", "the service's reason"),
        ("time", "asap", "Which day"),
        ("time", "", NOTHING_YET),
    ],
)
def test_it_asks_the_question_that_helps(key, text, words):
    verdict = check(BY_KEY[key], text)
    assert not verdict.met
    assert words in verdict.says


def test_nothing_it_says_blames_or_fails_anybody():
    data = repr(rule_as_data()).lower()
    assert not re.search(r"\b(fail|failed|wrong|bad|invalid|error|must)\b", data)


def test_every_phrase_can_be_found():
    """A phrase with a capital, a comma or two spaces would never match."""
    for letter in SMART:
        for phrase in [*letter.signs, *(phrase for weak in letter.weak for phrase in weak.phrases)]:
            assert " ".join(words_of(phrase)) == phrase


@given(st.text(max_size=200))
def test_it_has_an_answer_to_anything(text):
    for letter in SMART:
        verdict = check(letter, text)
        assert verdict.says
        assert verdict.met == (verdict.says == letter.there)
