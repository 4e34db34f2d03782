"""Words for what stands in a lesson."""

from django import template
from django.utils.text import capfirst

register = template.Library()

NAMES = {"text": "Text", "image": "Picture", "document": "Download", "reveal": "Think first, then open"}


@register.filter
def block_name(kind: str) -> str:
    """Return what people call a kind of block."""
    return NAMES.get(kind, capfirst(kind.replace("_", " ")))
