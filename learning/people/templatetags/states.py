"""How states look everywhere: a word, a symbol and a colour, never colour alone."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils import formats, timezone

register = template.Library()

STATES = {
    "MET": ("Met", "tick"),
    "EXPIRING": ("Ends soon", "clock"),
    "DUE": ("Due", "circle"),
    "OVERDUE": ("Overdue", "alert"),
    "LAPSED": ("Lapsed", "back"),
    "DONE": ("Done", "tick"),
    "DUE_SOON": ("Due soon", "clock"),
    "TO_DO": ("To do", "circle"),
    "READY": ("Ready", "tick"),
    "ON_THE_WAY": ("On the way", "half"),
    "NOT_READY": ("Not ready", "alert"),
    "COMPETENT": ("Competent", "tick"),
    "NOT_YET": ("Not yet", "half"),
    "PASSED": ("Passed", "tick"),
    "OPEN": ("Begun", "half"),
    "REVOKED": ("Taken back", "cross"),
}


@register.inclusion_tag("components/state.html")
def state(code: str, words: str = "") -> dict[str, str]:
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
