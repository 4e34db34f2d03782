"""Blocks with a picture, a film, a sound or a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import CharBlock, FloatBlock, IntegerBlock, ListBlock, StructBlock, TextBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from learning.content.blocks import previews
from learning.content.blocks.parts import TO_SEE, CheckedBlock, rich_text

FILMS, SOUNDS = {"mp4", "webm"}, {"mp3"}


class ImageBlock(StructBlock):
    image = ImageChooserBlock()
    alt = TextBlock(label="What the picture says", help_text="Read out in place of the picture", max_length=600)
    caption = CharBlock(required=False)

    class Meta:
        icon = "image"
        group = TO_SEE
        description = "A picture, with words that say what it shows"
        template = "content/blocks/image.html"

    def get_preview_value(self) -> Any:
        return self.normalize({**previews.IMAGE, "image": _first_picture()})

    is_previewable = True


class SpotBlock(StructBlock):
    x = FloatBlock(min_value=0, max_value=100, default=50, label="From the left", help_text="In per cent of the width")
    y = FloatBlock(min_value=0, max_value=100, default=50, label="From the top", help_text="In per cent of the height")
    title = CharBlock(max_length=120)
    html = rich_text(label="What is to be seen there")


class HotspotsBlock(StructBlock):
    title = CharBlock()
    image = ImageChooserBlock()
    alt = TextBlock(label="What the picture says", help_text="Read out in place of the picture", max_length=600)
    spots = ListBlock(SpotBlock(), min_num=1, max_num=12, help_text="Numbered on the picture, and told in a list below")

    class Meta:
        icon = "crosshairs"
        group = TO_SEE
        description = "A picture with numbered places, and the same places as a list"
        template = "content/blocks/hotspots.html"

    def get_preview_value(self) -> Any:
        return self.normalize({**previews.HOTSPOTS, "image": _first_picture()})

    is_previewable = True


class DocumentBlock(StructBlock):
    document = DocumentChooserBlock()
    title = CharBlock()

    class Meta:
        icon = "download"
        group = TO_SEE
        description = "A document to download, with its kind and size"
        template = "content/blocks/document.html"

    def get_preview_value(self) -> Any:
        return self.normalize({**previews.DOCUMENT, "document": get_document_model().objects.first()})

    is_previewable = True


class VideoBlock(CheckedBlock):
    title = CharBlock()
    video = DocumentChooserBlock(help_text="An MP4 or WebM file")
    captions = DocumentChooserBlock(help_text="Captions as a WebVTT file (.vtt)")
    transcript = rich_text(help_text="Everything that is said and shown")
    minutes = IntegerBlock(min_value=1, max_value=30)

    class Meta:
        icon = "media"
        group = TO_SEE
        description = "A film with captions and a transcript"
        template = "content/blocks/video.html"
        preview_value = previews.VIDEO

    def problems(self, value: Any) -> dict[str, str]:
        found = {}
        if value["video"].file_extension.lower() not in FILMS:
            found["video"] = "Choose an MP4 or WebM file."
        problem = caption_problem(value["captions"])
        if problem:
            found["captions"] = problem
        return found

    def texts_to_read(self, value: Any) -> Iterator[str]:
        """Yield what is read beside the film: its minutes are counted, so its transcript is not."""
        yield value["title"] or ""


class AudioBlock(CheckedBlock):
    title = CharBlock()
    audio = DocumentChooserBlock(help_text="An MP3 file")
    transcript = rich_text(help_text="Everything that is said, and sounds that matter")
    minutes = IntegerBlock(min_value=1, max_value=30, default=2)

    class Meta:
        icon = "media"
        group = TO_SEE
        description = "Something to listen to, with a transcript"
        template = "content/blocks/audio.html"
        preview_value = previews.AUDIO

    def problems(self, value: Any) -> dict[str, str]:
        return {} if value["audio"].file_extension.lower() in SOUNDS else {"audio": "Choose an MP3 file."}

    def texts_to_read(self, value: Any) -> Iterator[str]:
        """Yield what is read beside the sound: its minutes are counted, so its transcript is not."""
        yield value["title"] or ""


def _first_picture() -> Any:
    return get_image_model().objects.order_by("pk").first()


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
