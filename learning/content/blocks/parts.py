"""What the blocks of a lesson are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import RichTextBlock, StructBlock, StructBlockValidationError

PLAIN_TEXT = ["bold", "italic", "ul", "ol", "link"]
TO_READ, TO_SEE, TO_DO, TO_PRACTISE = "To read", "To see and hear", "To answer", "To practise"


def rich_text(**options: Any) -> RichTextBlock:
    return RichTextBlock(features=PLAIN_TEXT, **options)


def blank(number: int, *names: str, **given: Any) -> list[dict[str, Any]]:
    """Return items to start with, each with all its fields: one that lacks a field would never be asked for it."""
    return [{**dict.fromkeys(names, ""), **given} for _ in range(number)]


class CheckedBlock(StructBlock):
    """A block with rules beyond those of its fields. A draft is kept without them: it need not be finished."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        found = {} if self.is_deferred_validation else self.problems(cleaned)
        if found:
            raise StructBlockValidationError({name: ValidationError(words) for name, words in found.items()})
        return cleaned

    def problems(self, value: Any) -> dict[str, str]:
        """Return what an author must mend, by the name of the field. Each kind says its own."""
        return {}
