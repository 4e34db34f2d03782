"""What pages of higher rooms, and lists of lessons, show of short updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from learning.enrolment.queries.updates import OpenUpdate, open_updates
from learning.people.models import Person
from learning.people.queries import local_today

register = template.Library()


@register.filter
def at(values: Mapping[int, Any], key: int) -> Any:
    """Return what a mapping holds for a key; nothing for none."""
    return values.get(key)


@register.simple_tag
def updates_of(person: Person) -> list[OpenUpdate]:
    """Return the short updates somebody owes today."""
    return open_updates(person, today=local_today())
