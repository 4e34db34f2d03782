"""What a tool's sheet is made of: blocks that are a form on the screen and on paper, and send nothing anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RegexBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

FIELD_KINDS = [
    ("line", "One line"),
    ("lines", "Several lines"),
    ("choice", "A choice of one"),
    ("date", "A date"),
    ("time", "A time"),
    ("minutes", "Minutes"),
]


def key() -> RegexBlock:
    return RegexBlock(
        regex=r"^[a-z][a-z0-9_]*$",
        max_length=30,
        help_text="A short name in small letters. Scripts and kept sheets know the field by it",
        error_messages={"invalid": "Use small letters, digits and _ only, starting with a letter."},
    )


class FieldBlock(StructBlock):
    """One thing to write or to choose."""

    key = key()
    label = CharBlock()
    help = CharBlock(required=False)
    kind = ChoiceBlock(choices=FIELD_KINDS, default="lines")
    choices = ListBlock(CharBlock(), default=[], help_text="Only for a choice of one")
    lines = IntegerBlock(default=3, min_value=1, max_value=20, help_text="Writing lines on paper")

    class Meta:
        icon = "edit"
        template = "framework/tools/blocks/field.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if (cleaned["kind"] == "choice") != bool(cleaned["choices"]):
            problem = ValidationError("A choice of one needs its choices, and only that kind has any.")
            raise StructBlockValidationError({"choices": problem})
        return cleaned


class QuestionBlock(StructBlock):
    question = CharBlock()
    help = CharBlock(required=False)


class ChecklistBlock(StructBlock):
    """Questions that are ready or not yet, each with room for a note."""

    key = key()
    questions = ListBlock(QuestionBlock())
    choices = ListBlock(CharBlock(), default=["Ready", "Not yet", "Does not apply"])

    class Meta:
        icon = "tick"
        template = "framework/tools/blocks/checklist.html"


class RowsBlock(StructBlock):
    """A list that grows: rows can be added, removed and moved."""

    key = key()
    heading = CharBlock()
    help = CharBlock(required=False)
    one = CharBlock(label="What one row is called", help_text="Such as strength or risk")
    columns = ListBlock(FieldBlock())
    given = ListBlock(
        ListBlock(CharBlock(required=False)), default=[], label="Rows that stand there already, a text for each column"
    )
    empty = IntegerBlock(default=3, min_value=0, max_value=20, label="Empty rows to begin with")

    class Meta:
        icon = "list-ul"
        template = "framework/tools/blocks/rows.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        empty = [""] * len(value["columns"])
        given = [[*row, *empty] for row in value["given"]]
        context["rows"] = [
            list(zip(value["columns"], row, strict=False)) for row in [*given, *[empty] * value["empty"]]
        ]
        context["blank"] = [(column, "") for column in value["columns"]]
        return context


class HeadingBlock(StructBlock):
    heading = CharBlock()
    text = TextBlock(required=False)

    class Meta:
        icon = "title"
        template = "framework/tools/blocks/heading.html"


class PromptsBlock(StructBlock):
    """Questions to think or talk about, to read only."""

    heading = CharBlock()
    prompts = ListBlock(CharBlock())

    class Meta:
        icon = "help"
        template = "framework/tools/blocks/prompts.html"


class SheetBlocks(StreamBlock):
    heading = HeadingBlock()
    field = FieldBlock()
    checklist = ChecklistBlock()
    rows = RowsBlock(label="Growing list")
    prompts = PromptsBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        keys = list(keys_of(cleaned))
        twice = sorted({one for one in keys if keys.count(one) > 1})
        if twice:
            raise ValidationError(f"Each key may stand once on a sheet: {', '.join(twice)}.")
        return cleaned


def keys_of(sheet: Any) -> Iterator[str]:
    """Yield the keys of a sheet's fields, checklists and growing lists."""
    for block in sheet:
        if "key" in block.value:
            yield block.value["key"]
