"""What a lesson may be made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import (
    CharBlock,
    StreamBlock,
    StreamBlockValidationError,
)

from learning.content.blocks import previews
from learning.content.blocks.activities import (
    GapFillBlock,
    KnowledgeCheckBlock,
    MatchingBlock,
    PollBlock,
    ReflectionBlock,
    RevealBlock,
    ScaleBlock,
    SortingBlock,
)
from learning.content.blocks.media import AudioBlock, DocumentBlock, HotspotsBlock, ImageBlock, VideoBlock
from learning.content.blocks.parts import TO_READ, rich_text
from learning.content.blocks.reading import (
    AccordionBlock,
    CalloutBlock,
    ComparisonBlock,
    ConversationBlock,
    LivedExperienceBlock,
    QuotationBlock,
    StepsBlock,
    TabsBlock,
    TimelineBlock,
    TryItBlock,
    WorkedExampleBlock,
)
from learning.content.blocks.scenario import ScenarioBlock

MARKED = {"knowledge_check", "sorting", "matching", "gap_fill"}
ANSWERED = MARKED | {"reflection", "scale", "poll", "scenario"}
ACTIVITIES = ANSWERED | {"reveal", "try_it"}
PLAYED = {"video", "audio"}


class LessonBlocks(StreamBlock):
    heading = CharBlock(
        icon="title",
        group=TO_READ,
        description="What the next part is about",
        template="content/blocks/heading.html",
        preview_value=previews.HEADING,
    )
    text = rich_text(
        icon="pilcrow",
        group=TO_READ,
        description="Paragraphs and lists",
        template="content/blocks/text.html",
        preview_value=previews.TEXT,
    )
    callout = CalloutBlock()
    quotation = QuotationBlock()
    lived_experience = LivedExperienceBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    tabs = TabsBlock()
    comparison = ComparisonBlock()
    timeline = TimelineBlock()
    image = ImageBlock()
    hotspots = HotspotsBlock()
    video = VideoBlock()
    audio = AudioBlock()
    document = DocumentBlock(label="Downloadable")
    knowledge_check = KnowledgeCheckBlock()
    sorting = SortingBlock()
    matching = MatchingBlock()
    gap_fill = GapFillBlock()
    scale = ScaleBlock()
    poll = PollBlock()
    reveal = RevealBlock()
    reflection = ReflectionBlock()
    worked_example = WorkedExampleBlock()
    conversation = ConversationBlock()
    try_it = TryItBlock()
    scenario = ScenarioBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not any(block.block_type in ACTIVITIES for block in cleaned):
            raise StreamBlockValidationError(
                non_block_errors=["Add something to do: a knowledge check, a reflection or a reveal."]
            )
        return cleaned


def texts_to_read(body: Any) -> Iterator[str]:
    """Yield what one learner reads of a lesson: every word, but of a story with many ways only one way."""
    for child in body:
        if hasattr(child.block, "texts_to_read"):
            yield from child.block.texts_to_read(child.value)
        else:
            yield from child.block.get_searchable_content(child.value)
