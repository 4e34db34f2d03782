"""What the form components need to know about a field."""

from datetime import date

from django import template
from django.forms import BoundField, RadioSelect, Select, Textarea
from django.forms.widgets import CheckboxInput

register = template.Library()

AUTOCOMPLETE = {
    "login": "username",
    "email": "email",
    "password": "current-password",
    "oldpassword": "current-password",
}


@register.filter
def kind(field: BoundField) -> str:
    """Return which component shows a field."""
    widget = field.field.widget
    for name, widgets in (
        ("radios", RadioSelect),
        ("select", Select),
        ("textarea", Textarea),
        ("tick", CheckboxInput),
    ):
        if isinstance(widget, widgets):
            return name
    return "input"


@register.filter
def shown_value(field: BoundField) -> str:
    """Return what stands in a field, never a password."""
    if getattr(field.field.widget, "input_type", "") == "password":
        return ""
    value = field.value()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@register.filter
def described_by(field: BoundField) -> str:
    """Return the ids of a field's hint and error, for aria-describedby."""
    name = field.auto_id
    parts = [f"{name}-hint"] if field.help_text else []
    return " ".join([*parts, f"{name}-error"] if field.errors else parts)


@register.filter
def error_target(field: BoundField) -> str:
    """Return the id that an error summary links to: of a group of radios the first one."""
    return f"{field.auto_id}_0" if kind(field) == "radios" else field.auto_id


@register.filter
def autocomplete(field: BoundField) -> str:
    """Return the purpose of a field that everybody's browser knows (WCAG 1.3.5)."""
    if field.name in {"password1", "password2"}:
        return "new-password"
    return AUTOCOMPLETE.get(field.name, "off")
