from __future__ import annotations

from typing import Any

from django import template

from framework.drawing import wheel_parts
from framework.models import Competency, Element, ElementPage

register = template.Library()


@register.inclusion_tag("framework/_wheel.html")
def framework_wheel(pages: list[ElementPage], name: str, current: Element | None = None) -> dict[str, Any]:
    """Draw the wheel of a framework; a text beside it must say the same. `current` stands out."""
    parts = [(page, part) for page, part in zip(pages, wheel_parts(len(pages) or 1), strict=False)]
    return {"parts": parts, "name": name, "current": current}


@register.simple_tag(takes_context=True)
def competency_url(context: template.Context, competency: Competency) -> str:
    """Return the address of a competency's line in the framework; the element pages are looked up once a page."""
    render = context.render_context
    if "element_pages_by_element" not in render:
        pages = ElementPage.objects.live()
        render["element_pages_by_element"] = {page.element_id: page for page in pages}
    page = render["element_pages_by_element"].get(competency.element_id)
    return page.competency_url(competency) if page else "/framework/"
