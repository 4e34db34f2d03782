"""What differs between two versions of a lesson: by stable block ids, word by word, and nothing that nobody meets."""

from __future__ import annotations

import json
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.difference import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    SAME,
    Block,
    Piece,
    compare,
    fingerprint,
    in_context,
    settled,
    word_pieces,
)
from learning.content.models import LessonPage
from learning.content.queries import blocks_of, difference_between, fingerprint_of
from tests.stories import module


def block(name: str, words: str = "") -> Block:
    return Block(name, "text", words or name, settled(words or name))


def changes(before: str, after: str) -> dict[str, str]:
    """Compare two lessons written as one letter a block; a digit behind it is its wording."""
    read = [[block(word[0], word) for word in lesson.split()] for lesson in (before, after)]
    return {change.id: change.kind + ("+" if change.moved else "") for change in compare(*read).changes}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a b c", "a b c", {}),
        ("", "", {}),
        ("a b c", "a b2 c", {"b": CHANGED}),
        ("a b c", "a b x c", {"x": ADDED}),
        ("a b c", "a c", {"b": REMOVED}),
        ("a b c", "c a b", {"c": MOVED + "+"}),
        ("a b c d", "b c d a", {"a": MOVED + "+"}),
        ("a b c", "c2 a b", {"c": CHANGED + "+"}),
        ("a b", "b a", {"a": MOVED + "+"}),
        ("a", "b", {"b": ADDED, "a": REMOVED}),
        ("", "a b", {"a": ADDED, "b": ADDED}),
    ],
)
def test_blocks_are_held_against_each_other_by_their_ids(before, after, found):
    result = changes(before, after)
    if before == "a b" and after == "b a":  # either of two that changed places may count as the one that moved
        assert list(result.values()) == [MOVED + "+"]
    else:
        assert result == found


def test_words_that_came_and_went_are_counted_and_shown_in_reading_order():
    pieces = word_pieces("Ask what she wants first", "Ask her what matters first")
    assert pieces == [
        Piece(SAME, "Ask"),
        Piece(ADDED, "her"),
        Piece(SAME, "what"),
        Piece(REMOVED, "she wants"),
        Piece(ADDED, "matters"),
        Piece(SAME, "first"),
    ]
    difference = compare([block("a", "Ask what she wants first")], [block("a", "Ask her what matters first")])
    assert (difference.words_added, difference.words_removed) == (2, 2)


def test_what_stayed_is_cut_down_to_a_few_words_around_the_change():
    text = " ".join(f"w{n}" for n in range(100))
    shown = in_context(word_pieces(text, text.replace("w50", "changed")))
    assert [piece.kind for piece in shown] == [SAME, REMOVED, ADDED, SAME]
    assert shown[0].text.split() == ["…", *(f"w{n}" for n in range(35, 50))]
    assert shown[3].text.split() == [*(f"w{n}" for n in range(51, 66)), "…"]
    assert in_context(word_pieces(text, text)) == word_pieces(text, text)


words = st.lists(st.sampled_from(["we", "ask", "and", "listen", "well"]), max_size=12).map(" ".join)


@given(before=words, after=words)
def test_the_pieces_always_put_both_texts_together_again(before, after):
    pieces = word_pieces(before, after)
    assert " ".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert " ".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


orders = st.lists(st.integers(0, 9), unique=True, max_size=10)


@given(before=orders, after=orders)
def test_what_did_not_move_kept_its_order(before, after):
    difference = compare([block(str(one)) for one in before], [block(str(one)) for one in after])
    moved = {change.id for change in difference.changes if change.moved}
    stayed = [str(one) for one in after if one in before and str(one) not in moved]
    assert stayed == [str(one) for one in before if str(one) in stayed]
    assert {change.id for change in difference.changes if change.kind == ADDED} == {
        str(one) for one in set(after) - set(before)
    }


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("<p>We <strong>ask</strong>.</p>", '<p data-block-key="x1y2z"> We <b>ask</b>.</p>'),
        ("<p>One<br/>two &amp; three</p>\n<p>Four</p>", "<p>One<br>two & three</p><p>Four</p>"),
        ({"title": "A", "help": ""}, {"title": "A"}),
        ({"correct": False, "text": "B"}, {"text": "B"}),
        ({"steps": ["x"]}, {"steps": [{"type": "item", "id": "1", "value": "x"}]}),
        ({"image": 3}, {"image": "3"}),
    ],
)
def test_what_only_an_editor_writes_differently_is_no_difference(older, newer):
    assert settled(older) == settled(newer)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("<p>We ask.</p>", "<p>We <b>ask</b>.</p>"),
        ('<p><a href="https://a.example">x</a></p>', '<p><a href="https://b.example">x</a></p>'),
        ({"correct": True, "text": "B"}, {"text": "B"}),
        ({"image": 3}, {"image": 4}),
        (["a", "b"], ["b", "a"]),
    ],
)
def test_what_a_reader_meets_differently_is_a_difference(older, newer):
    assert settled(older) != settled(newer)


def test_a_huge_or_hostile_text_is_compared_in_no_time():
    before, after = "a " * 50_000, "b " * 50_000
    began = time.monotonic()
    assert {piece.kind for piece in word_pieces(before, after)} == {ADDED, REMOVED}
    word_pieces("a b " * 1_400, "b a " * 1_400)
    assert time.monotonic() - began < 5


def test_two_blocks_of_one_id_do_not_upset_it():
    assert compare([block("a"), block("a", "a2")], [block("a", "a2")]).changes == ()


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.child_of(module("aspirations")).order_by("path").first()


def revise(lesson: LessonPage, raw: list[dict]):
    lesson.body = json.dumps(raw)
    return lesson.save_revision()


def test_two_revisions_of_a_lesson_are_compared(lesson):
    raw = [dict(one) for one in lesson.body.raw_data]
    new = {"type": "heading", "value": "Say it in one breath", "id": str(uuid.uuid4())}
    found = difference_between(lesson.live_revision, revise(lesson, [*raw[:1], new, *raw[2:]]))
    assert [(change.kind, change.id) for change in found.changes] == [(ADDED, new["id"]), (REMOVED, raw[1]["id"])]
    assert found.words_added == 5


def test_another_right_answer_is_a_change_in_words(lesson):
    raw = json.loads(json.dumps(list(lesson.body.raw_data)))
    check = next(one for one in raw if one["type"] == "knowledge_check")
    options = [item["value"] for item in check["value"]["options"]]
    options[0]["correct"], options[1]["correct"] = not options[0]["correct"], not options[1]["correct"]
    found = difference_between(lesson.live_revision, revise(lesson, raw))
    assert [(change.kind, change.id) for change in found.changes] == [(CHANGED, check["id"])]
    assert "(right)" in found.changes[0].after
    assert not found.changes[0].same_words


def test_a_version_that_says_the_same_again_has_the_same_fingerprint(lesson):
    before = fingerprint_of(lesson.live_revision)
    assert fingerprint_of(lesson.save_revision()) == before
    assert fingerprint(blocks_of(lesson)) == before
    lesson.aim = "By the end you can say it in one breath."
    assert fingerprint_of(lesson.save_revision()) != before


def test_the_editor_never_saves_over_what_was_published(lesson, priya):
    draft = lesson.save_revision(user=priya)
    draft.publish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.aim = "By the end you can say it in one breath."
    saved = lesson.save_revision(user=priya, overwrite_revision=draft)
    assert saved.pk != draft.pk
    draft.refresh_from_db()
    assert draft.content["aim"] != lesson.aim
    again = lesson.save_revision(user=priya, overwrite_revision=saved)
    assert again.pk == saved.pk
