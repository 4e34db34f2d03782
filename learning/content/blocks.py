"""The blocks a lesson is written in. Each has one template in templates/content/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StreamBlockValidationError,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PLAIN_TEXT = ["bold", "italic", "ul", "ol", "link"]
ACTIVITIES = {"knowledge_check", "reflection", "reveal"}
ANSWERED = {"knowledge_check", "reflection"}


def rich_text(**options: Any) -> RichTextBlock:
    return RichTextBlock(features=PLAIN_TEXT, **options)


class ImageBlock(StructBlock):
    image = ImageChooserBlock()
    alt = TextBlock(label="What the picture says", help_text="Read out in place of the picture", max_length=600)
    caption = CharBlock(required=False)

    class Meta:
        icon = "image"
        template = "content/blocks/image.html"


class CalloutBlock(StructBlock):
    kind = ChoiceBlock(
        choices=[("remember", "Remember"), ("try_this", "Try this"), ("take_care", "Take care")],
        default="remember",
    )
    title = CharBlock()
    html = rich_text(label="Text")

    class Meta:
        icon = "warning"
        template = "content/blocks/callout.html"


class QuotationBlock(StructBlock):
    text = TextBlock()
    who = CharBlock()
    source = CharBlock(help_text="Where it was said or written")

    class Meta:
        icon = "openquote"
        template = "content/blocks/quotation.html"


class WorkedExampleBlock(StructBlock):
    setting = ChoiceBlock(choices=[("home", "At home"), ("residential", "In residential care")], default="home")
    title = CharBlock()
    situation = rich_text()
    first_thought = rich_text(help_text="The habit, and why it tempts us")
    strengths_led = rich_text(label="What the worker did")
    result = rich_text()
    ask_yourself = ListBlock(CharBlock())

    class Meta:
        icon = "user"
        template = "content/blocks/worked_example.html"


class StepBlock(StructBlock):
    title = CharBlock()
    html = rich_text(label="Text")


class StepsBlock(StructBlock):
    title = CharBlock()
    steps = ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        template = "content/blocks/steps.html"


class RevealBlock(StructBlock):
    question = CharBlock()
    answer = rich_text()

    class Meta:
        icon = "view"
        template = "content/blocks/reveal.html"


class ReflectionBlock(StructBlock):
    prompt = TextBlock()
    help = TextBlock(required=False)

    class Meta:
        icon = "edit"
        template = "content/blocks/reflection.html"


class OptionBlock(StructBlock):
    text = CharBlock()
    correct = BooleanBlock(required=False)
    feedback = TextBlock(help_text="Why it tempts, or why it works")


class KnowledgeCheckBlock(StructBlock):
    kind = ChoiceBlock(choices=[("single", "One answer"), ("multiple", "Several answers")], default="single")
    stem = TextBlock(label="Question")
    options = ListBlock(OptionBlock(), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        template = "content/blocks/knowledge_check.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(bool(option["correct"]) for option in cleaned["options"])
        if cleaned["kind"] == "single" and right != 1:
            raise StructBlockValidationError({"kind": ValidationError("Mark exactly one option as correct.")})
        if not 1 <= right < len(cleaned["options"]):
            raise StructBlockValidationError({"kind": ValidationError("Mark at least one option, and not all.")})
        return cleaned


class DocumentBlock(StructBlock):
    document = DocumentChooserBlock()
    title = CharBlock()

    class Meta:
        icon = "doc-full"
        template = "content/blocks/document.html"


class VideoBlock(StructBlock):
    title = CharBlock()
    video = DocumentChooserBlock(help_text="An MP4 or WebM file")
    captions = DocumentChooserBlock(help_text="Captions as a WebVTT file (.vtt)")
    transcript = rich_text(help_text="Everything that is said and shown")
    minutes = IntegerBlock(min_value=1, max_value=30)

    class Meta:
        icon = "media"
        template = "content/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        if cleaned["video"].file_extension.lower() not in {"mp4", "webm"}:
            errors["video"] = ValidationError("Choose an MP4 or WebM file.")
        problem = caption_problem(cleaned["captions"])
        if problem:
            errors["captions"] = ValidationError(problem)
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


def caption_problem(document: Any) -> str:
    """Return what is wrong with a caption file, or nothing."""
    import webvtt

    if document.file_extension.lower() != "vtt":
        return "Choose a WebVTT file, ending in .vtt."
    try:
        with document.file.open("rb") as file:
            captions = webvtt.from_string(file.read().decode("utf-8-sig"))
    except (webvtt.errors.MalformedFileError, UnicodeDecodeError):
        return "This is not a WebVTT file. Save the captions as WebVTT, in UTF-8."
    return "" if len(captions) else "This file holds no captions."


class LessonBlocks(StreamBlock):
    heading = CharBlock(icon="title", template="content/blocks/heading.html")
    text = rich_text(icon="pilcrow", template="content/blocks/text.html")
    image = ImageBlock()
    callout = CalloutBlock()
    quotation = QuotationBlock()
    worked_example = WorkedExampleBlock()
    steps = StepsBlock()
    reveal = RevealBlock()
    reflection = ReflectionBlock()
    knowledge_check = KnowledgeCheckBlock()
    document = DocumentBlock()
    video = VideoBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(block.block_type in ACTIVITIES for block in cleaned):
            raise StreamBlockValidationError(
                non_block_errors=["Add something to do: a knowledge check, a reflection or a reveal."]
            )
        return cleaned


class SourceBlock(StructBlock):
    title = CharBlock()
    detail = TextBlock(required=False, help_text="What we took from it")
    url = CharBlock(required=False, label="Link")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            if cleaned["url"]:
                URLValidator(schemes=["http", "https"])(cleaned["url"])
        except ValidationError:
            problem = ValidationError("Enter a whole web address, starting with https://")
            raise StructBlockValidationError({"url": problem}) from None
        return cleaned
