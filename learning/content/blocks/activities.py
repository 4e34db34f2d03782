"""Blocks to answer. What is right stands with the items, each with its feedback."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, IntegerBlock, ListBlock, StructBlock, TextBlock

from learning.content.blocks import previews
from learning.content.blocks.parts import TO_DO, CheckedBlock, blank, rich_text
from learning.content.rules.gaps import gap_problem, without_brackets

GROUP_NUMBERS = [("1", "The first group"), ("2", "The second"), ("3", "The third"), ("4", "The fourth")]
WHY = "Why it belongs there: shown once it is answered"


class RevealBlock(StructBlock):
    question = CharBlock()
    answer = rich_text()

    class Meta:
        icon = "view"
        group = TO_DO
        description = "A question to think about, and one answer to open"
        template = "content/blocks/reveal.html"
        preview_value = previews.REVEAL


class ReflectionBlock(StructBlock):
    prompt = TextBlock()
    help = TextBlock(required=False)

    class Meta:
        icon = "edit"
        group = TO_DO
        description = "A note that only the learner can read"
        template = "content/blocks/reflection.html"
        preview_value = previews.REFLECTION


class OptionBlock(StructBlock):
    text = CharBlock()
    correct = BooleanBlock(required=False)
    feedback = TextBlock(help_text="Why it tempts, or why it works")


class KnowledgeCheckBlock(CheckedBlock):
    kind = ChoiceBlock(choices=[("single", "One answer"), ("multiple", "Several answers")], default="single")
    stem = TextBlock(label="Question")
    options = ListBlock(OptionBlock(), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        group = TO_DO
        description = "A question with one or several right answers, and feedback for each"
        template = "content/blocks/knowledge_check.html"
        preview_value = previews.KNOWLEDGE_CHECK

    def problems(self, value: Any) -> dict[str, str]:
        right = sum(bool(option["correct"]) for option in value["options"])
        if value["kind"] == "single" and right != 1:
            return {"kind": "Mark exactly one option as correct."}
        if not 1 <= right < len(value["options"]):
            return {"kind": "Mark at least one option, and not all."}
        return {}


class SortItemBlock(StructBlock):
    text = CharBlock()
    group = ChoiceBlock(choices=GROUP_NUMBERS, default="1", label="Where it belongs")
    feedback = TextBlock(help_text=WHY)


class SortingBlock(CheckedBlock):
    prompt = TextBlock(default="Where does each line belong?")
    groups = ListBlock(
        CharBlock(max_length=60),
        min_num=2,
        max_num=4,
        default=["Strengths-led", "Service-led"],
        help_text="Two to four",
    )
    items = ListBlock(SortItemBlock(), min_num=2, max_num=10, default=blank(3, "text", "feedback", group="1"))

    class Meta:
        icon = "folder-open-inverse"
        group = TO_DO
        description = "Put each line into the group where it belongs"
        template = "content/blocks/sorting.html"
        preview_value = previews.SORTING

    def problems(self, value: Any) -> dict[str, str]:
        groups = len(value["groups"])
        for place, item in enumerate(value["items"], 1):
            if int(item["group"]) > groups:
                return {
                    "items": f"Line {place} belongs to group {item['group']}, and there are {groups}. Change its group."
                }
        return {}


class PairBlock(StructBlock):
    left = CharBlock()
    right = CharBlock(help_text="What belongs to it: different for every line")
    feedback = TextBlock(help_text=WHY)


class MatchingBlock(CheckedBlock):
    prompt = TextBlock(default="What belongs to each line?")
    pairs = ListBlock(PairBlock(), min_num=3, max_num=6, default=blank(3, "left", "right", "feedback"))

    class Meta:
        icon = "link"
        group = TO_DO
        description = "Find what belongs together, from three to six pairs"
        template = "content/blocks/matching.html"
        preview_value = previews.MATCHING

    def problems(self, value: Any) -> dict[str, str]:
        rights = [pair["right"].strip().casefold() for pair in value["pairs"]]
        twice = next(
            (pair["right"] for place, pair in enumerate(value["pairs"]) if rights.count(rights[place]) > 1), ""
        )
        return {"pairs": f"“{twice}” stands on the right twice, so nobody can tell which is meant."} if twice else {}


class GapFillBlock(CheckedBlock):
    prompt = TextBlock(default="Fill each gap with one word.")
    text = TextBlock(
        help_text="Put each missing word in double brackets: I [[saw]] it. Another right word: [[saw|noticed]]",
        search_index=False,
    )
    feedback = TextBlock(help_text="Shown once it is answered")

    class Meta:
        icon = "minus"
        group = TO_DO
        description = "A text with up to six missing words"
        template = "content/blocks/gap_fill.html"
        preview_value = previews.GAP_FILL

    def problems(self, value: Any) -> dict[str, str]:
        problem = gap_problem(value["text"])
        return {"text": problem} if problem else {}

    def get_searchable_content(self, value: Any) -> list[str]:
        return [*super().get_searchable_content(value), without_brackets(value["text"] or "")]


class ScaleBlock(StructBlock):
    prompt = TextBlock()
    low = CharBlock(default="Not at all", help_text="What the lowest number means", max_length=60)
    high = CharBlock(default="Very much", help_text="What the highest number means", max_length=60)
    steps = IntegerBlock(min_value=3, max_value=10, default=5)
    help = TextBlock(required=False)

    class Meta:
        icon = "sliders"
        group = TO_DO
        description = "How sure, how often, how far: a private answer on a scale"
        template = "content/blocks/scale.html"
        preview_value = previews.SCALE


class PollOptionBlock(StructBlock):
    text = CharBlock()


class PollBlock(StructBlock):
    prompt = TextBlock()
    options = ListBlock(PollOptionBlock(), min_num=2, max_num=8, default=blank(3, "text"))
    after = TextBlock(required=False, help_text="Shown once you have answered")

    class Meta:
        icon = "tasks"
        group = TO_DO
        description = "What do others here think? Nobody sees who chose what"
        template = "content/blocks/poll.html"
        preview_value = previews.POLL
