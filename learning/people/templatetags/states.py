"""How states look everywhere: a word, a symbol and a colour, never colour alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

register = template.Library()

STATES = {
    "MET": (_("Met"), "tick"),
    "EXPIRING": (_("Ends soon"), "clock"),
    "DUE": (_("Due"), "circle"),
    "OVERDUE": (_("Overdue"), "alert"),
    "LAPSED": (_("Lapsed"), "back"),
    "DONE": (_("Done"), "tick"),
    "DUE_SOON": (_("Due soon"), "clock"),
    "TO_DO": (_("To do"), "circle"),
    "READY": (_("Ready"), "tick"),
    "ON_THE_WAY": (_("On the way"), "half"),
    "NOT_READY": (_("Not ready"), "alert"),
    "COMPETENT": (_("Competent"), "tick"),
    "NOT_YET": (_("Not yet"), "half"),
    "PASSED": (_("Passed"), "tick"),
    "OPEN": (_("Begun"), "half"),
    "APPROVED": (_("Approved"), "tick"),
    "CHANGES": (_("Asks for changes"), "half"),
    "REVOKED": (_("Taken back"), "cross"),
}


@register.inclusion_tag("components/state.html")
def state(code: str, words: str = "") -> dict[str, Any]:
    """Show a state; `words` replace its usual ones."""
    label, icon = STATES[code]
    return {"code": code, "label": words or label, "icon": icon}


@register.filter
def day(value: date | None) -> str:
    """Return a date as people say it: Friday 27 November 2026."""
    return formats.date_format(value, "l j F Y") if value else ""


@register.filter
def short_day(value: date | None) -> str:
    return formats.date_format(value, "j M Y") if value else ""


@register.filter
def moment(value: datetime) -> str:
    """Return the hour of a moment today, else its day and hour, in the time of the site."""
    local = timezone.localtime(value)
    return formats.date_format(local, "H:i" if local.date() == timezone.localdate() else "j M Y, H:i")


@register.filter
def of(values: Mapping[int, int], key: int) -> int:
    """Return what a mapping holds for a key; 0 for none."""
    return values.get(key, 0)
