from __future__ import annotations

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def narrowed(context: template.Context, name: str, value: str) -> str:
    """Return the address of the same search, from its first page, with a choice made or (empty) taken away."""
    chosen = context["request"].GET.copy()
    chosen.pop("page", None)
    chosen.pop(name, None)
    if value:
        chosen[name] = value
    return f"?{chosen.urlencode()}"
