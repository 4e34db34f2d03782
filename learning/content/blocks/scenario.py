"""The branching scenario: a story the learner decides, node by node, to one of several endings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)
from wagtail.blocks.struct_block import StructBlockAdapter

from learning.content.blocks import previews
from learning.content.blocks.parts import TO_PRACTISE, rich_text
from learning.content.rules.drawing import Map, draw
from learning.content.rules.scenario import Graph, Place, Way, flaws, keys_on_the_way, shortest_way

ENDINGS = [("good", "A good ending"), ("mixed", "A mixed ending"), ("hard", "A hard ending")]
ONLY_PLAIN = RegexValidator(r"^[-a-zA-Z0-9_]+\Z", "Use letters, numbers and - only, without spaces.")
KEY_HELP = (
    "A short name for it, such as ask-her: letters, numbers and - only. Keep it when you edit: answers remember it"
)


def key_block(**options: Any) -> CharBlock:
    return CharBlock(max_length=50, validators=[ONLY_PLAIN], search_index=False, **options)


class ViewBlock(StructBlock):
    who = CharBlock(max_length=60, help_text="Through whose eyes")
    thinks = TextBlock(help_text="What they see, think or feel at this moment")


class WayBlock(StructBlock):
    text = CharBlock(help_text="What the learner can choose to do")
    to = key_block(label="Leads to", help_text="The key of the node it leads to")
    feedback = TextBlock(help_text="Shown once it is chosen, above what happens next")


class NodeBlock(StructBlock):
    key = key_block(help_text=KEY_HELP)
    title = CharBlock(max_length=120)
    html = rich_text(label="What happens")
    views = ListBlock(ViewBlock(), max_num=3, default=[], help_text="The same moment through other eyes: up to three")
    choices = ListBlock(WayBlock(), max_num=4, default=[], help_text="Two to four; none at an ending")
    ending = ChoiceBlock(choices=ENDINGS, required=False, help_text="Only where the story ends: a node without choices")
    debrief = rich_text(required=False, help_text="Only at an ending: what to take from having come here")


class ScenarioValue(StructValue):
    @cached_property
    def graph(self) -> Graph:
        """Return what the rules look at: keys, choices and endings. A choice goes by the id of its list item."""
        return Graph(self["start"] or "", tuple(_place(node) for node in self["nodes"]))

    @cached_property
    def map(self) -> Map:
        return draw(self.graph)


def _place(node: Any) -> Place:
    ways = tuple(
        Way(choice.id or "", choice.value["text"] or "", choice.value["to"] or "")
        for choice in node["choices"].bound_blocks
    )
    return Place(node["key"] or "", node["title"] or "", ways, node["ending"] or "")


class ScenarioProblem(StructBlockValidationError):
    """What keeps a scenario from being published, with its map."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - the screen's word
        super().__init__(non_block_errors=[ValidationError(flaw.words) for flaw in map.flaws])
        self.map = map

    def as_json_data(self) -> dict[str, Any]:
        return {
            **super().as_json_data(),
            "map": render_to_string("content/blocks/_scenario_map.html", {"map": self.map}),
        }


class ScenarioBlock(StructBlock):
    title = CharBlock()
    introduction = rich_text(help_text="Who is in it, and who the learner is in this story")
    start = key_block(default="start", help_text="The key of the node where it starts")
    nodes = ListBlock(
        NodeBlock(), min_num=1, max_num=40, default=previews.FIRST_NODES, help_text="The moments of the story"
    )
    debrief = rich_text(required=False, help_text="Shown at every ending, below what the ending itself says")

    class Meta:
        icon = "redirect"
        group = TO_PRACTISE
        description = "A story with choices, seen through several eyes, that comes to one of several endings"
        template = "content/blocks/scenario.html"
        preview_value = previews.SCENARIO
        value_class = ScenarioValue

    def clean(self, value: Any) -> Any:
        """Refuse a scenario that cannot be played to every ending. A draft may be as unfinished as it is."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and flaws(cleaned.graph):
            raise ScenarioProblem(cleaned.map)
        return cleaned

    def texts_to_read(self, value: Any) -> Iterator[str]:
        """Yield what one reader reads: the introduction, the wordiest of the ways to an ending, and the debrief."""
        words = {
            node["key"]: self.child_blocks["nodes"].child_block.get_searchable_content(node) for node in value["nodes"]
        }
        graph: Graph = value.graph
        found = (shortest_way(graph, ending.key) for ending in graph.endings)
        ways = [
            [text for key in keys_on_the_way(graph, way) for text in words[key]] for way in found if way is not None
        ]
        yield from [value["title"] or "", str(value["introduction"] or ""), str(value["debrief"] or "")]
        yield from max(ways, key=lambda texts: sum(map(len, texts)), default=[])


class ScenarioAdapter(StructBlockAdapter):
    """Draws the map beside what an author has to mend, and offers the keys of the nodes while a choice is written."""

    js_constructor = "learning.content.Scenario"

    @cached_property
    def media(self) -> forms.Media:
        inherited = super().media
        return forms.Media(
            js=[*inherited._js, versioned_static("js/cms/scenario.js")],
            css={"all": [versioned_static("css/cms.css")]},
        )


register(ScenarioAdapter(), ScenarioBlock)
