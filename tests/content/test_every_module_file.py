"""What every module file must hold, wherever it came from: it is read as it stands, without the demo."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from learning.content.actions import DOCUMENT_FIELDS, load_module, read_module_file
from learning.content.blocks import LessonBlocks
from learning.content.models import LearningIndexPage
from learning.content.rules.gaps import gap_problem
from learning.content.rules.scenario import Graph, Place, Way, flaws
from learning.demo.organisation import FIXTURES
from tests.content.every_block import FILE
from tests.stories import module

FILES = [*sorted((FIXTURES / "learning").glob("*.yaml")), FILE]
MODULES = [path for path in FILES if "module" in yaml.safe_load(path.read_text(encoding="utf-8"))]
every_file = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
LEAST_NODES, MOST_NODES, LEAST_ENDINGS = 6, 12, 3


def blocks_of(path: Path) -> list[tuple[str, dict]]:
    data = read_module_file(path)
    return [(f"{lesson['slug']}/{block['key']}", block) for lesson in data["lessons"] for block in lesson["blocks"]]


def items_of(block: dict) -> list[list[dict]]:
    return [value for value in block.values() if isinstance(value, list) and value and isinstance(value[0], dict)]


def repeated(keys: list[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


@every_file
def test_it_is_named_after_its_module_and_its_lessons_and_blocks_have_keys_of_their_own(path):
    data = read_module_file(path)
    assert data["module"]["slug"] == path.stem
    assert repeated([lesson["slug"] for lesson in data["lessons"]]) == []
    for lesson in data["lessons"]:
        assert repeated([block["key"] for block in lesson["blocks"]]) == []


@every_file
def test_its_blocks_are_of_known_kinds_with_known_fields(path):
    kinds = LessonBlocks().child_blocks
    for place, block in blocks_of(path):
        assert block["type"] in kinds, place
        known = set(getattr(kinds[block["type"]], "child_blocks", {"text": 0, "html": 0})) | {"key", "type", "file"}
        assert set(block) <= known, f"{place}: {set(block) - known}"


@every_file
def test_what_is_answered_has_a_key_of_its_own_to_be_remembered_by(path):
    for place, block in blocks_of(path):
        for items in items_of(block):
            assert repeated([str(item["key"]) for item in items if "key" in item]) == [], place
        for node in block.get("nodes", []):
            assert repeated([choice["key"] for choice in node.get("choices", [])]) == [], f"{place}/{node['key']}"


@every_file
def test_its_pictures_and_documents_are_there(path):
    for place, block in blocks_of(path):
        if "file" in block:
            assert (path.parent / "images" / block["file"]).exists(), place
        for name in DOCUMENT_FIELDS & set(block):
            assert (path.parent / "documents" / block[name]).exists(), place


def graph_of(block: dict) -> Graph:
    places = [
        Place(
            node["key"],
            node["title"],
            tuple(Way(way["key"], way["text"], way["to"]) for way in node.get("choices") or []),
            node.get("ending") or "",
        )
        for node in block["nodes"]
    ]
    return Graph(block["start"], tuple(places))


@every_file
def test_its_stories_can_be_played_to_every_ending(path):
    for place, block in blocks_of(path):
        if block["type"] == "scenario":
            assert [flaw.words for flaw in flaws(graph_of(block))] == [], place


@every_file
def test_its_stories_have_several_endings_and_are_not_too_long(path):
    stories = [graph_of(block) for _, block in blocks_of(path) if block["type"] == "scenario"]
    for graph in stories if path != FILE else []:
        assert LEAST_NODES <= len(graph.places) <= MOST_NODES
        assert len(graph.endings) >= LEAST_ENDINGS


@every_file
def test_its_gaps_are_closed(path):
    for place, block in blocks_of(path):
        if block["type"] == "gap_fill":
            assert gap_problem(block["text"]) == "", place


@every_file
def test_each_lesson_would_be_taken_by_its_own_rules(path, db, priya):
    mindset = module("mindset")
    loaded = load_module(
        read_module_file(path),
        parent=LearningIndexPage.objects.get(),
        organisation=mindset.organisation,
        owner=priya.person,
        review_on=mindset.review_on,
    )
    for lesson in loaded.live_lessons():
        lesson.body.stream_block.clean(lesson.body)
        assert lesson.aim.startswith("By the end you can ")
        assert 3 <= lesson.minutes <= 15
