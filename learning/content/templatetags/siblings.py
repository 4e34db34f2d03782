"""What a page says of its other versions."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from learning.content.models import SiblingPage
from learning.content.siblings.reading import Choices, choices_for

register = template.Library()


@register.inclusion_tag("content/_also_in.html", takes_context=True)
def also_in(context: template.Context, page: Page, read: SiblingPage | None = None) -> dict[str, Any]:
    """Say what else a page can be read in; nothing in a preview, which has no address of its own."""
    request = context.get("request")
    if request is None or not hasattr(request, "session") or getattr(request, "is_preview", False):
        return {"choices": Choices([], None)}
    return {"choices": choices_for(request, page, read)}
