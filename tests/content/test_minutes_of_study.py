"""How long a lesson takes: reading, doing and watching, rounded up to whole minutes."""

import pytest

from learning.content.rules import minutes_of_study, plain_text


@pytest.mark.parametrize(
    ("words", "activities", "media", "minutes"),
    [
        (0, 0, 0, 1),
        (1, 0, 0, 1),
        (200, 0, 0, 1),
        (201, 0, 0, 2),
        (1000, 0, 0, 5),
        (200, 1, 0, 2),
        (0, 4, 0, 3),
        (100, 2, 3, 5),
        (0, 0, 30, 30),
        (200, 0, 0.5, 2),
    ],
)
def test_minutes_come_from_words_activities_and_media(words, activities, media, minutes):
    assert minutes_of_study(["word " * words], activities=activities, media_minutes=media) == minutes


def test_words_are_counted_over_all_texts_together():
    assert minutes_of_study(["word " * 101, "word " * 100], activities=0) == 2


def test_tags_are_not_words():
    assert minutes_of_study(['<p class="a b c d">' * 300], activities=0) == 1


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>two</p>", ["One", "two"]),
        ("<li>One<br>two</li>", ["One", "two"]),
        ("plain", ["plain"]),
        ("", []),
        ('<a href="x">here</a>', ["here"]),
    ],
)
def test_words_on_both_sides_of_a_tag_stay_apart(html, words):
    assert plain_text(html).split() == words
