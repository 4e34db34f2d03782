"""What another version of a page may be made of: the blocks of a lesson, and lines with a picture."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import CharBlock, ListBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

from learning.content.blocks.lesson import LessonBlocks
from learning.content.blocks.parts import TO_READ


class PictureLineBlock(StructBlock):
    """One idea, with the picture that shows it."""

    words = TextBlock(label="Line", help_text="One short sentence, or two")
    picture = ImageChooserBlock(required=False)
    alt = CharBlock(
        label="Description",
        required=False,
        max_length=200,
        help_text="Leave it empty when the picture only repeats the line, as most do",
    )

    class Meta:
        icon = "image"


class PictureLinesBlock(StructBlock):
    lines = ListBlock(PictureLineBlock(), min_num=1)

    class Meta:
        icon = "list-ul"
        label = "Lines with a picture"
        group = TO_READ
        description = "Easy Read: one short line after the other, a picture beside each"
        template = "content/blocks/picture_lines.html"
        preview_value = {"lines": [{"words": "You can say what matters to you.", "picture": None, "alt": ""}]}


class SiblingBlocks(LessonBlocks):
    """The blocks of a lesson without its rule that there is something to do: the page above sees to that."""

    picture_lines = PictureLinesBlock()

    def clean(self, value: Any) -> Any:
        return super(LessonBlocks, self).clean(value)
