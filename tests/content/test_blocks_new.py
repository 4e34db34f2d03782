"""What the newer blocks ask of their authors, start with, count and let be found."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from learning.content.blocks import (
    ACTIVITIES,
    ANSWERED,
    MARKED,
    AccordionBlock,
    AudioBlock,
    GapFillBlock,
    HotspotsBlock,
    LessonBlocks,
    LivedExperienceBlock,
    MatchingBlock,
    PollBlock,
    ScaleBlock,
    ScenarioBlock,
    SortingBlock,
    TabsBlock,
    TryItBlock,
    VideoBlock,
    previews,
    texts_to_read,
)
from learning.content.models import LessonPage
from tests.content.test_blocks import document, problems

KINDS = sorted(LessonBlocks().child_blocks)
every_kind = pytest.mark.parametrize("kind", KINDS)


def changed(value: dict, **fields) -> dict:
    return {**value, **fields}


def item(name: str, value: dict, place: int, **fields) -> dict:
    """Return a block's value with one of its items changed."""
    items = [dict(one) for one in value[name]]
    items[place] |= fields
    return {**value, name: items}


@pytest.mark.parametrize(
    ("block", "value", "refused"),
    [
        (SortingBlock(), previews.SORTING, set()),
        (SortingBlock(), item("items", previews.SORTING, 1, group="3"), {"items"}),
        (SortingBlock(), item("items", previews.SORTING, 1, group="9"), {"items"}),
        (SortingBlock(), item("items", previews.SORTING, 0, feedback=""), {"items"}),
        (SortingBlock(), changed(previews.SORTING, groups=["One"]), {"groups"}),
        (SortingBlock(), changed(previews.SORTING, groups=list("abcde")), {"groups"}),
        (MatchingBlock(), previews.MATCHING, set()),
        (MatchingBlock(), item("pairs", previews.MATCHING, 1, right=" how the days REALLY go "), {"pairs"}),
        (MatchingBlock(), changed(previews.MATCHING, pairs=previews.MATCHING["pairs"][:2]), {"pairs"}),
        (MatchingBlock(), changed(previews.MATCHING, pairs=previews.MATCHING["pairs"] * 3), {"pairs"}),
        (GapFillBlock(), previews.GAP_FILL, set()),
        (GapFillBlock(), changed(previews.GAP_FILL, text="No gap"), {"text"}),
        (GapFillBlock(), changed(previews.GAP_FILL, text="An [[open one"), {"text"}),
        (ScaleBlock(), previews.SCALE, set()),
        (ScaleBlock(), changed(previews.SCALE, steps=2), {"steps"}),
        (ScaleBlock(), changed(previews.SCALE, steps=11), {"steps"}),
        (PollBlock(), previews.POLL, set()),
        (PollBlock(), changed(previews.POLL, options=[{"text": "One"}]), {"options"}),
        (AccordionBlock(), previews.ACCORDION, set()),
        (AccordionBlock(), changed(previews.ACCORDION, sections=[]), {"sections"}),
        (TabsBlock(), changed(previews.TABS, tabs=previews.TABS["tabs"] * 4), {"tabs"}),
        (LivedExperienceBlock(), previews.LIVED_EXPERIENCE, set()),
        (LivedExperienceBlock(), changed(previews.LIVED_EXPERIENCE, consent=""), {"consent"}),
        (LivedExperienceBlock(), changed(previews.LIVED_EXPERIENCE, changed=""), {"changed"}),
    ],
)
def test_a_block_says_what_is_missing(block, value, refused):
    assert problems(block, **value) == refused


def test_a_sound_is_an_mp3_with_a_transcript(db):
    block = AudioBlock()
    fields = {**block.normalize(previews.AUDIO), "audio": document("rosa.mp3")}
    nothing = block.child_blocks["transcript"].to_python("")
    assert problems(block, **fields) == set()
    assert problems(block, **{**fields, "audio": document("rosa.wav")}) == {"audio"}
    assert problems(block, **{**fields, "audio": None}) == {"audio"}
    assert problems(block, **{**fields, "transcript": nothing}) == {"transcript"}


@pytest.mark.parametrize(("x", "y", "refused"), [(0, 100, set()), (-1, 50, {"spots"}), (50, 100.5, {"spots"})])
def test_a_hotspot_lies_on_its_picture(db, x, y, refused):
    value = HotspotsBlock().get_preview_value()
    assert problems(HotspotsBlock(), **item("spots", value, 0, x=x, y=y)) == refused


def test_a_variant_names_jobs_of_the_framework(db):
    block = TryItBlock()
    assert problems(block, **item("variants", previews.TRY_IT, 0, jobs=["social-worker", "commissioner"])) == set()
    assert problems(block, **item("variants", previews.TRY_IT, 0, jobs=["pirate"])) == {"variants"}


@pytest.mark.parametrize("block", [VideoBlock(), AudioBlock(), SortingBlock(), GapFillBlock(), ScenarioBlock()])
def test_a_draft_is_kept_unfinished_and_still_refused_when_it_is_published(block):
    empty = block.to_python({})
    block.clean_deferred(empty)
    with pytest.raises(ValidationError):
        block.clean(empty)


def test_a_lesson_with_nothing_to_do_may_be_a_draft():
    block = LessonBlocks()
    only_words = block.to_python([{"type": "heading", "value": "Words"}])
    assert len(block.clean_deferred(only_words)) == 1
    with pytest.raises(ValidationError):
        block.clean(only_words)


@every_kind
def test_each_block_says_in_a_line_what_it_is_for_and_shows_an_example(db, kind):
    block = LessonBlocks().child_blocks[kind]
    assert 10 < len(block.meta.description) < 90
    assert block.meta.group and block.meta.icon != "placeholder"
    assert block.is_previewable
    assert block.render(block.get_preview_value()).strip()


@every_kind
def test_an_unfinished_block_can_be_looked_at(db, kind):
    block = LessonBlocks().child_blocks[kind]
    assert block.render(block.get_default()).strip()


def test_a_new_scenario_is_a_working_start():
    start = ScenarioBlock().get_default()
    assert start.map.flaws == ()
    assert start.map.words.startswith("3 nodes, 2 of them endings.")


def test_every_kind_that_is_answered_is_something_to_do_and_only_some_are_marked():
    assert MARKED < ANSWERED < ACTIVITIES < set(KINDS)
    assert {"reflection", "scale", "poll", "scenario"} == ANSWERED - MARKED


def body(kind: str, value):
    block = LessonBlocks()
    return block.normalize([(kind, value)])


@pytest.mark.parametrize(
    ("kind", "found", "hidden"),
    [
        ("gap_fill", "I saw that he holds", "[["),
        ("scenario", "They talk about me as if I were not in the room.", "ending-1"),
        ("sorting", "One worker’s task", "{'"),
        ("conversation", "If I got to the market.", "<p>"),
        ("lived_experience", "I am sitting right here.", "None"),
    ],
)
def test_what_a_reader_sees_can_be_found_and_keys_cannot(kind, found, hidden):
    made = body(kind, getattr(previews, kind.upper()))
    words = " ".join(made.stream_block.get_searchable_content(made))
    assert found in words
    assert hidden not in words


def test_of_a_story_with_many_ways_one_is_counted():
    made = body("scenario", previews.SCENARIO)
    read = " ".join(texts_to_read(made))
    assert "Back at the market" in read and "The phone rings" in read
    assert "Bags at the door" not in read
    everything = " ".join(made.stream_block.get_searchable_content(made))
    assert len(read.split()) < len(everything.split())


def test_of_variants_the_longest_is_counted_and_of_a_film_its_minutes():
    short, long = "<p>Ask.</p>", f"<p>{'Ask again. ' * 20}</p>"
    variants = [{"jobs": [], "setting": "any", "html": text} for text in (short, long)]
    read = " ".join(texts_to_read(body("try_it", changed(previews.TRY_IT, variants=variants))))
    assert long in read and short not in read
    assert list(texts_to_read(body("audio", previews.AUDIO))) == ["Rosa tells about her week"]


def test_minutes_count_activities_and_listening():
    page = LessonPage(title="x", aim="y", body=json.dumps([]))
    page.body = body("audio", changed(previews.AUDIO, minutes=4))
    assert page.count_minutes() == 5
    page.body = body("scale", previews.SCALE)
    assert page.count_minutes() == 1


def holes(block, value, place: str = "") -> list[str]:
    """Return where a value lacks a field: what is not there is never asked for."""
    if hasattr(block, "child_blocks"):
        missing = [f"{place}.{name}" for name in block.child_blocks if name not in value]
        inner = [
            holes(child, value[name], f"{place}.{name}") for name, child in block.child_blocks.items() if name in value
        ]
        return missing + [hole for found in inner for hole in found]
    if hasattr(block, "child_block"):
        return [hole for n, one in enumerate(value) for hole in holes(block.child_block, one, f"{place}[{n}]")]
    return []


@every_kind
def test_examples_and_beginnings_have_every_field(db, kind):
    block = LessonBlocks().child_blocks[kind]
    assert holes(block, block.get_preview_value(), kind) == []
    assert holes(block, block.get_default(), kind) == []
