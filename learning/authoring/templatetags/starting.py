"""The way from another screen to what is left to do on a module that was begun from a starting point."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from learning.authoring.starting.queries import start_of
from learning.authoring.starting.way_back import LEFT, left_address

register = template.Library()


@register.inclusion_tag("authoring/starting/_way_back.html")
def what_is_left(page: Page) -> dict[str, Any]:
    """Show a link to what is left to do; nothing for a page of a module that was begun otherwise."""
    started = start_of(page)
    return {"address": left_address(started) if started else "", "words": LEFT}
