"""What a reader's words are taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.search.rules import meaning_of, score, snippet, sought_words, stem, words_of

WORDS = (
    "outcome outcomes strength strengths mindset aspiration aspirations assessment assess assessor supervision service "
    "supervise services occupational therapist therapists risk risks risky preparation checklist community communities"
)
VOCABULARY = sorted(WORDS.split())


@pytest.mark.parametrize(
    ("typed", "taken_for"),
    [
        ("outcomes", {"outcome", "outcomes"}),
        ("risks", {"risk", "risks", "risky"}),
        ("prep", {"preparation"}),
        ("community", {"community", "communities"}),
    ],
)
def test_a_word_also_means_its_other_endings_and_what_it_begins(typed, taken_for):
    meaning = meaning_of(typed, VOCABULARY)
    assert set(meaning.words) == taken_for
    assert not meaning.is_mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strenghts", "strengths"),
        ("mindest", "mindset"),
        ("asspirations", "aspirations"),
        ("assesment", "assessment"),
        ("supervison", "supervision"),
        ("servise", "service"),
        ("ocupational", "occupational"),
        ("therapst", "therapist"),
        ("comunity", "community"),
        ("outcmes", "outcomes"),
    ],
)
def test_a_misspelt_word_means_the_nearest_one(typed, meant):
    meaning = meaning_of(typed, VOCABULARY)
    assert meant in meaning.words
    assert meaning.is_mended


@pytest.mark.parametrize("typed", ["zebra", "xq", "qqqqqqqq"])
def test_a_word_that_means_nothing_here_keeps_itself(typed):
    assert meaning_of(typed, VOCABULARY).words == (typed,)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("What is the golden thread?", ["golden", "thread"]),
        ("how to", ["how", "to"]),
        ("the person's OUTCOMES, outcomes", ["person", "outcomes"]),
        ("  ", []),
        ("<script>alert(1)</script>", ["script", "alert", "1"]),
    ],
)
def test_little_words_are_left_out_unless_there_are_no_others(query, words):
    assert sought_words(query) == words


@pytest.mark.parametrize(
    ("word", "its_stem"), [("outcomes", "outcom"), ("risky", "risk"), ("uses", "uses"), ("sharing", "shar")]
)
def test_a_stem_keeps_four_letters(word, its_stem):
    assert stem(word) == its_stem


def test_a_hit_in_the_title_counts_more_than_one_in_the_summary():
    meanings = [meaning_of("risk", VOCABULARY)]
    assert score("Decide about risk", "", meanings) > score("Decide", "All about risk and risks", meanings)
    assert score("Risk", "", meanings) > score("Risky days", "", meanings)


def test_a_snippet_stands_around_the_first_hit_and_marks_it():
    text = "Before. " * 60 + "The golden thread runs here. " + "After. " * 60
    pieces = snippet(text, ["thread"])
    assert [piece.text for piece in pieces if piece.is_hit] == ["thread"]
    assert len("".join(piece.text for piece in pieces)) < 300


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=4))
def test_a_snippet_never_adds_words_of_its_own(text, words):
    said = "".join(piece.text for piece in snippet(text, words)).strip("… ")
    assert said in text


@given(st.text(max_size=60))
def test_any_query_has_a_meaning(query):
    for word in sought_words(query):
        assert meaning_of(word, VOCABULARY).words
        assert word in words_of(query)
