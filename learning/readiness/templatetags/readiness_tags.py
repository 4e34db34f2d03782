from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from framework.models import Competency
from framework.queries import PageShare
from learning.assessment.queries.standing import standings_of
from learning.assessment.rules.standing import SUSTAINED
from learning.people.models import Unit
from learning.people.permissions import units_led_by
from learning.people.queries import local_today
from learning.readiness.rules import Count

register = template.Library()


BAR = '<svg class="gt-bar" viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
LEVEL_NAMES = (_("No evidence yet"), _("Knows"), _("Tried"), _("Observed"), _("Confirmed"), _("Sustained"))
SYMBOLS = {4: "✓", 3: "●", 2: "◐", 1: "!"}
NOTHING = '<td><span class="gt-heat__0">–<span class="govuk-visually-hidden"> {}</span></span></td>'


@register.simple_tag
def count_bar(count: Count) -> SafeString:
    """Draw a count as one bar: met, ending soon, due, late. A text beside it must say the same."""
    parts = (
        ("MET", count.met - count.lapsing),
        ("EXPIRING", count.lapsing),
        ("DUE", count.due),
        ("LATE", count.overdue),
    )
    drawn, start, total = [BAR], 0.0, count.total or 1
    for name, number in parts:
        if number:
            width = number * 1000 / total
            drawn.append(f'<rect class="gt-bar__{name}" x="{start:.1f}" width="{width:.1f}" height="18"></rect>')
            if start:
                drawn.append(f'<rect class="gt-bar__edge" x="{start:.1f}" width="4" height="18"></rect>')
            start += width
    return mark_safe("".join([*drawn, "</svg>"]))  # noqa: S308 - only numbers vary


@register.simple_tag
def share_bar(share: PageShare) -> SafeString:
    """Draw an element's pages as one bar: shaped, planned, neither. A text beside it must say the same."""
    drawn, start = [BAR.replace('class="gt-bar"', 'class="gt-share"')], 0.0
    for name, number in (("SHAPED", share.shaped), ("PLANNED", share.planned), ("NEITHER", share.neither)):
        if number:
            width = number * 1000 / share.total
            drawn.append(f'<rect class="gt-share__{name}" x="{start:.1f}" width="{width - 3:.1f}" height="18"></rect>')
            start += width
    return mark_safe("".join([*drawn, "</svg>"]))  # noqa: S308 - only numbers vary


@register.simple_tag
def heat_cells(unit: Unit, cells: list[tuple[Competency, Count]], on_day: str) -> SafeString:
    """Draw a row of the heat map: a symbol and a count in each cell, leading to the people behind it."""
    address = escape(reverse("readiness:competency", args=[unit.uuid, "code"]).removesuffix("code/"))
    name, day = escape(unit), escape(on_day)
    return mark_safe("".join(_cell(name, address, day, *cell) for cell in cells))  # noqa: S308 - parts are escaped


def _cell(unit: str, address: str, day: str, competency: Competency, count: Count) -> str:
    if not count.total:
        return NOTHING.format(escape(gettext("not needed")))
    step = heat(count)
    return (
        f'<td><a class="gt-heat__{step}" href="{address}{escape(competency.code)}/{day}">'
        f'<span class="govuk-visually-hidden">{escape(competency)}, {unit}: </span>'
        f"{SYMBOLS[step]} {count.met}/{count.total}</a></td>"
    )


def heat(count: Count) -> int:
    """Return how well a cell stands, in four steps."""
    if count.met == count.total:
        return 4
    return 3 if count.share >= 75 else 2 if count.share >= 50 else 1


@register.simple_tag
def level_name(level: int) -> str:
    return str(LEVEL_NAMES[level])


@register.simple_tag
def level_steps(level: int) -> list[bool]:
    return [level >= step for step in range(1, SUSTAINED + 1)]


@register.inclusion_tag("readiness/_thread_from.html", takes_context=True)
def thread_from(context: template.Context, competency: Competency) -> dict[str, Any]:
    """From a line of the framework back to the figures: where I stand on it, and for leaders who has it."""
    account = context["request"].user
    standings = standings_of(account.person, as_at=local_today())
    return {
        "competency": competency,
        "person": account.person,
        "mine": [row for row in standings if row.requirement.competency_id == competency.pk],
        "unit": units_led_by(account).order_by("depth", "path").first(),
        "modules": competency.modules.live().filter(organisation__frameworks=competency.element.framework_id),
    }
