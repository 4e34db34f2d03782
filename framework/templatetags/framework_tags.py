from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template
from django.utils.translation import gettext as _

from framework.drawing import ROW, THREADS_WIDE, WheelPart, in_lines, middle_of, thread_path, wheel_parts
from framework.models import Competency, Element, ElementPage, ReviewedPage
from framework.models.site import STRENGTHS
from framework.queries import CrosswalkLine, Shaping, shaping_of

register = template.Library()
LETTERS_IN_A_PART, LETTERS_IN_THE_HUB = 13, 10
HALF_A_LINE = 8

# How strong a piece of evidence is, drawn: dots for how sure, a speech mark for what people say of their own lives.
SYMBOLS = {"strong": "●●●", "promising": "●●○", "practice": "●○○", "lived": "“ ”"}


@register.inclusion_tag("framework/_wheel.html")
def framework_wheel(pages: list[ElementPage], name: str, current: Element | None = None) -> dict[str, Any]:
    """Draw the wheel of a framework; a text beside it must say the same. `current` stands out."""
    parts = [
        (page, _raised(part, lines := in_lines(page.element.title, LETTERS_IN_A_PART)), lines)
        for page, part in zip(pages, wheel_parts(len(pages) or 1), strict=False)
    ]
    hub = [name] if len(name) <= LETTERS_IN_THE_HUB else in_lines(name.replace("-", " "), LETTERS_IN_THE_HUB)
    return {"parts": parts, "hub": hub, "current": current}


def _raised(part: WheelPart, lines: list[str]) -> WheelPart:
    """Move a letter and its title up by half of what the title's further lines need."""
    up = HALF_A_LINE * (len(lines) - 1)
    (letter_x, letter_y), (x, y) = part.letter, part.title
    return replace(part, letter=(letter_x, letter_y - up), title=(x, y - up))


@register.inclusion_tag("framework/_threads.html")
def crosswalk_threads(left: list[Element], right: list[Element], lines: list[CrosswalkLine]) -> dict[str, Any]:
    """Draw a crosswalk as threads between two columns of letters; a table beside it must say the same."""
    rows = {element.pk: row for side in (left, right) for row, element in enumerate(side)}
    threads = [(line, thread_path(rows[line.element.pk], rows[line.other.pk])) for line in lines]
    return {
        "left": [(element, middle_of(row)) for row, element in enumerate(left)],
        "right": [(element, middle_of(row)) for row, element in enumerate(right)],
        "threads": threads,
        "width": THREADS_WIDE,
        "height": ROW * max(len(left), len(right), 1),
    }


@register.simple_tag(takes_context=True)
def competency_url(context: template.Context, competency: Competency) -> str:
    """Return the address of a competency's line in the framework; the element pages are looked up once a page."""
    render = context.render_context
    if "element_pages_by_element" not in render:
        pages = ElementPage.objects.live()
        render["element_pages_by_element"] = {page.element_id: page for page in pages}
    page = render["element_pages_by_element"].get(competency.element_id)
    return page.competency_url(competency) if page else "/framework/"


@register.filter
def strength(code: str) -> dict[str, str]:
    """Return how strong a piece of evidence is: a symbol, a name and what it means."""
    name, _sign, meaning = dict(STRENGTHS).get(code, _("Not said")).partition(": ")
    return {"symbol": SYMBOLS.get(code, "○○○"), "name": name, "meaning": meaning}


@register.simple_tag
def who_shaped(page: ReviewedPage) -> Shaping:
    """Return who had a part in a page, what is planned, and what changed on it."""
    return shaping_of(page)
