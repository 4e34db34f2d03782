"""Holds the read model against the facts: another way of counting, in one plain query, must give the same."""

from __future__ import annotations

from datetime import date, timedelta

from learning.people.models import Unit
from learning.readiness.models import Stretch
from learning.readiness.queries.figures import figures_for
from learning.readiness.queries.plain import plain_figures

DAYS_APART = (-730, -365, -90, -30, -1, 0, 1, 30, 90, 365)


def differences(today: date) -> list[str]:
    """Return a line for each organisation and day on which a figure differs from the plain count of the facts."""
    found = []
    for organisation in Unit.objects.organisations():
        for offset in DAYS_APART:
            day = today + timedelta(days=offset)
            kept = figures_for([organisation], as_at=day)[organisation.pk]
            plain = plain_figures(organisation, as_at=day)
            for name, ours, theirs in (
                ("people", kept.people.states, plain.people.states),
                ("requirements", kept.total.states, plain.total.states),
            ):
                if ours != theirs:
                    found.append(f"{organisation} on {day}: {name} are {ours}, the facts say {theirs}")
    return found + _unequal_stretches(today)


def _unequal_stretches(today: date) -> list[str]:
    """Return a line for each organisation whose people are not as many as have a stretch today."""
    found = []
    for organisation in Unit.objects.organisations():
        people = figures_for([organisation], as_at=today)[organisation.pk].people.total
        stretches = Stretch.objects.on(today).filter(unit=organisation, subject=0).count()
        if people != stretches:
            found.append(f"{organisation}: {people} people are counted, {stretches} have a stretch today")
    return found
