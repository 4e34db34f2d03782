"""The reading-age meter: syllables, sentences, the grade, and why a sentence is hard."""

from __future__ import annotations

import pytest

from learning.authoring.rules.reading import LONG_SENTENCE, lines_of_html, read, sentences_of, syllables_of


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("the", 1), ("care", 1), ("asked", 1), ("moved", 1), ("queue", 1), ("strengths", 1), ("I", 1)),
        *(("people", 2), ("able", 2), ("little", 2), ("wanted", 2), ("being", 2), ("support", 2), ("create", 2)),
        *(("different", 3), ("family", 3), ("assessment", 3), ("care-worker", 3), ("outcome", 2)),
        *(("reality", 4), ("independence", 4), ("occupational", 5), ("multidisciplinary", 7)),
        *(("don’t", 1), ("people's", 2)),
    ],
)
def test_syllables(word, count):
    assert syllables_of(word) == count


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("She asks, “What now?” He smiles.", ["She asks, “What now?", "He smiles."]),
        ("Bring food, e.g. fruit. Then sit.", ["Bring food, e.g fruit.", "Then sit."]),
        ("A line\nand another", ["A line", "and another"]),
        ("2.5 hours a day", ["2.5 hours a day"]),
        ("  … 42 !", []),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert [one.text for one in sentences_of(text)] == sentences


def test_the_grade_is_the_published_formula():
    text = "The cat sat on the mat. " * 20  # 6 words and 6 syllables a sentence
    assert read([text]).rough_grade == max(0.0, round(0.39 * 6 + 11.8 * 1 - 15.59, 1))
    text = "People support different families. " * 30  # 4 words, 2 + 2 + 3 + 3 syllables
    assert read([text]).grade == round(0.39 * 4 + 11.8 * 10 / 4 - 15.59, 1)
    assert read([text]).age == 20


def test_a_short_text_is_not_measured():
    assert read(["Interdependence."]).grade is None
    assert read([]).rough_grade == 0.0


def test_why_a_sentence_is_hard():
    easy, long, wordy = (
        sentences_of("She asks first.")[0],
        sentences_of("and she goes " * 10)[0],
        sentences_of("Multidisciplinary organisations demonstrate interdependence.")[0],
    )
    assert (easy.is_hard, easy.why) == (False, "")
    assert long.words > LONG_SENTENCE and long.why == "30 words long: make it two sentences"
    assert "hard words: Multidisciplinary, organisations" in wordy.why and not wordy.is_long


def test_html_is_read_line_by_line_and_never_run():
    html = "<p>One</p><ul><li>Two &amp; three</li><li>Four</li></ul><p>Fi<b>ve</b></p><script>x</script>"
    assert lines_of_html(html).split("\n") == ["One", "Two & three", "Four", "Five", "x"]


@pytest.mark.parametrize("hostile", ["a" * 200_000, "a-" * 50_000, "e.g. " * 20_000, "." * 100_000, "<" * 100_000])
def test_a_huge_text_does_not_keep_anybody_waiting(hostile):
    read([hostile, lines_of_html(hostile)])
