"""The blocks a lesson is written in. Each has a template in templates/content/blocks/."""

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
from learning.content.blocks.lesson import (
    ACTIVITIES,
    ANSWERED,
    MARKED,
    PLAYED,
    LessonBlocks,
    texts_to_read,
)
from learning.content.blocks.media import (
    AudioBlock,
    DocumentBlock,
    HotspotsBlock,
    ImageBlock,
    VideoBlock,
    caption_problem,
)
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
from learning.content.blocks.siblings import SiblingBlocks

__all__ = [
    "ACTIVITIES",
    "ANSWERED",
    "MARKED",
    "PLAYED",
    "AccordionBlock",
    "AudioBlock",
    "CalloutBlock",
    "ComparisonBlock",
    "ConversationBlock",
    "DocumentBlock",
    "GapFillBlock",
    "HotspotsBlock",
    "ImageBlock",
    "KnowledgeCheckBlock",
    "LessonBlocks",
    "LivedExperienceBlock",
    "MatchingBlock",
    "PollBlock",
    "QuotationBlock",
    "ReflectionBlock",
    "RevealBlock",
    "ScaleBlock",
    "ScenarioBlock",
    "SiblingBlocks",
    "SortingBlock",
    "StepsBlock",
    "TabsBlock",
    "TimelineBlock",
    "TryItBlock",
    "VideoBlock",
    "WorkedExampleBlock",
    "caption_problem",
    "texts_to_read",
]
