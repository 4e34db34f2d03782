"""What a lesson asks of its learner, block by block, as plain values that can be kept and marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from learning.content.blocks import ANSWERED, MARKED
from learning.content.rules.gaps import GapPart, gap_parts
from learning.content.rules.scenario import Graph


@dataclass(frozen=True)
class Choice:
    """One option of a knowledge check or a poll; its id is stable across revisions."""

    id: str
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class SortLine:
    """A line to be sorted, with the number of the group where it belongs."""

    id: str
    text: str
    group: str
    feedback: str


@dataclass(frozen=True)
class Pair:
    id: str
    left: str
    right: str
    feedback: str


@dataclass(frozen=True)
class Variant:
    """What to try in some jobs and a setting."""

    id: str
    jobs: tuple[str, ...]
    title: str
    html: str


@dataclass(frozen=True)
class Node:
    """A moment of a scenario as the learner reads it."""

    id: str
    key: str
    title: str
    html: str
    views: tuple[tuple[str, str], ...]
    ending: str
    debrief: str


@dataclass(frozen=True)
class Scenario:
    graph: Graph
    nodes: dict[str, Node]
    feedback: dict[str, str]
    introduction: str
    debrief: str


@dataclass(frozen=True)
class Segment:
    """One block of a lesson: finished HTML, or the question a learner answers."""

    id: str
    kind: str
    html: str = ""
    prompt: str = ""
    help: str = ""
    several: bool = False
    choices: tuple[Choice, ...] = ()
    groups: tuple[str, ...] = ()
    lines: tuple[SortLine, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[GapPart, ...] = ()
    feedback: str = ""
    ends: tuple[str, str] = ("", "")
    steps: int = 0
    variants: tuple[Variant, ...] = ()
    scenario: Scenario | None = None
    language: str = ""
    original: Segment | None = None  # in the words of another version: the block as the lesson itself has it
    is_added: bool = False  # stands in another version only

    @property
    def is_answered(self) -> bool:
        return self.kind in ANSWERED

    @property
    def is_marked(self) -> bool:
        return self.kind in MARKED

    @property
    def right(self) -> list[str]:
        """Return the right answer as it is stored; of a text with gaps the first word that fits each."""
        if self.kind == "sorting":
            return [f"{line.id}:{line.group}" for line in self.lines]
        if self.kind == "matching":
            return [f"{pair.id}:{pair.id}" for pair in self.pairs]
        if self.kind == "gap_fill":
            return [gap.words[0] for gap in self.gaps if gap.is_gap]
        return [choice.id for choice in self.choices if choice.correct]


def segment_of(block: Any, *, for_author: bool = False) -> Segment:
    """Return a block of a page as its learner meets it, or with everything in it shown, as its author does."""
    build = ASKING.get(block.block_type)
    html = ""
    if build is None or for_author:
        html = render_to_string(block.block.meta.template, {"value": block.value, "block_id": block.id})
    return Segment(block.id, block.block_type, html=html, **(build(block.value) if build else {}))


def _check(value: Any) -> dict[str, Any]:
    choices = tuple(
        Choice(item.id, item.value["text"], bool(item.value["correct"]), item.value["feedback"])
        for item in value["options"].bound_blocks
    )
    return {"prompt": value["stem"], "several": value["kind"] == "multiple", "choices": choices}


def _reflection(value: Any) -> dict[str, Any]:
    return {"prompt": value["prompt"], "help": value["help"]}


def _sorting(value: Any) -> dict[str, Any]:
    lines = tuple(
        SortLine(item.id, item.value["text"], str(item.value["group"]), item.value["feedback"])
        for item in value["items"].bound_blocks
    )
    return {"prompt": value["prompt"], "groups": tuple(value["groups"]), "lines": lines}


def _matching(value: Any) -> dict[str, Any]:
    pairs = tuple(
        Pair(item.id, item.value["left"], item.value["right"], item.value["feedback"])
        for item in value["pairs"].bound_blocks
    )
    return {"prompt": value["prompt"], "pairs": pairs}


def _gap_fill(value: Any) -> dict[str, Any]:
    return {"prompt": value["prompt"], "gaps": gap_parts(value["text"] or ""), "feedback": value["feedback"]}


def _scale(value: Any) -> dict[str, Any]:
    ends = (value["low"], value["high"])
    return {"prompt": value["prompt"], "help": value["help"], "ends": ends, "steps": value["steps"] or 0}


def _poll(value: Any) -> dict[str, Any]:
    choices = tuple(Choice(item.id, item.value["text"]) for item in value["options"].bound_blocks)
    return {"prompt": value["prompt"], "choices": choices, "feedback": value["after"]}


def _try_it(value: Any) -> dict[str, Any]:
    variants = tuple(
        Variant(item.id, tuple(item.value["jobs"] or ()), item.value.title, _html(item.value["html"]))
        for item in value["variants"].bound_blocks
    )
    return {"prompt": value["title"], "help": _html(value["html"]), "variants": variants}


def _scenario(value: Any) -> dict[str, Any]:
    nodes = [_node(item.id, item.value) for item in value["nodes"].bound_blocks]
    ways = [way for item in value["nodes"] for way in item["choices"].bound_blocks]
    scenario = Scenario(
        graph=value.graph,
        nodes={node.key: node for node in nodes},
        feedback={way.id: way.value["feedback"] or "" for way in ways},
        introduction=_html(value["introduction"]),
        debrief=_html(value["debrief"]),
    )
    return {"prompt": value["title"], "scenario": scenario}


def _node(id: str, value: Any) -> Node:  # noqa: A002 - a segment's word
    return Node(
        id=id,
        key=value["key"] or "",
        title=value["title"] or "",
        html=_html(value["html"]),
        views=tuple((view["who"], view["thinks"]) for view in value["views"]),
        ending=value["ending"] or "",
        debrief=_html(value["debrief"]),
    )


def _html(text: Any) -> str:
    """Return rich text as a page shows it."""
    from wagtail.templatetags.wagtailcore_tags import richtext

    return str(richtext(text)) if text and text.source else ""


ASKING: dict[str, Callable[[Any], dict[str, Any]]] = {
    "knowledge_check": _check,
    "reflection": _reflection,
    "sorting": _sorting,
    "matching": _matching,
    "gap_fill": _gap_fill,
    "scale": _scale,
    "poll": _poll,
    "try_it": _try_it,
    "scenario": _scenario,
}
