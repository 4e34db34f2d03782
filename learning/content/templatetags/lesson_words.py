"""Words for what stands in a lesson."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAMES = {
    "text": _("Text"),
    "image": _("Picture"),
    "document": _("Download"),
    "reveal": _("Think first, then open"),
    "lived_experience": _("Lived experience"),
    "knowledge_check": _("Knowledge check"),
    "gap_fill": _("Gap fill"),
    "worked_example": _("Worked example"),
    "try_it": _("Try it"),
    "audio": _("Audio"),
    "callout": _("Callout"),
    "quotation": _("Quotation"),
    "steps": _("Steps"),
    "accordion": _("Accordion"),
    "tabs": _("Tabs"),
    "comparison": _("Comparison"),
    "timeline": _("Timeline"),
    "hotspots": _("Hotspots"),
    "video": _("Video"),
    "sorting": _("Sorting"),
    "matching": _("Matching"),
    "scale": _("Scale"),
    "poll": _("Poll"),
    "reflection": _("Reflection"),
    "conversation": _("Conversation"),
    "scenario": _("Scenario"),
    "title": _("Title"),
    "aim": _("Aim"),
}


@register.filter
def block_name(kind: str) -> str:
    """Return what people call a kind of block."""
    return str(NAMES.get(kind) or capfirst(kind.replace("_", " ")))
