"""What relies on a part of the framework: nothing that people were held to is ever taken away by a file."""

from __future__ import annotations

from typing import Any

from django.db.models import SET_NULL, Model, QuerySet

from framework.exchange.changes import Key
from framework.models import (
    Anchor,
    Competency,
    CompetencyLevel,
    ElementMatch,
    ElementPage,
    EvidenceRule,
    Framework,
)

OURS = ("framework.", "learning.")
STANDARD = ("competency__code", "level__code")


def in_use(framework: Framework) -> dict[Key, str]:
    """Return the parts of a framework that something else points to, each with what that is.

    Asked of the models themselves, so that a room that comes later is heard without being known here. Rows that are
    derived (`is_derived`) are made again from what they speak of: they hold nothing.
    """
    competencies = Competency.objects.filter(element__framework=framework)
    standards = CompetencyLevel.objects.filter(competency__in=competencies)
    rules = EvidenceRule.objects.filter(competency_level__in=standards)
    pages = ElementPage.objects.filter(element__framework=framework)
    return {
        **_used("level", framework.levels.all(), ["code"], but_for={CompetencyLevel}),
        **_used("element", framework.elements.all(), ["code"], but_for={Competency, ElementMatch, ElementPage}),
        **_used("element", pages, ["element__code"], but_for=set()),
        **_used("competency", competencies, ["code"], but_for={CompetencyLevel}),
        **_used("standard", standards, [*STANDARD], but_for={Anchor, EvidenceRule}),
        **_used("standard", rules, ["competency_level__" + name for name in STANDARD], but_for=set()),
    }


def _used(kind: str, rows: QuerySet[Any], names: list[str], *, but_for: set[type[Model]]) -> dict[Key, str]:
    """Return those of `rows` that other rows of ours point to, by their keys as records."""
    keys = {pk: (kind, *key) for pk, *key in rows.order_by().values_list("pk", *names)}
    found: dict[Key, set[str]] = {}
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        pointing = relation.related_model
        # Rows that Django makes for a many-to-many field speak for the model the field stands on.
        speaker = pointing._meta.auto_created or pointing
        if (
            pointing in but_for
            or getattr(speaker, "is_derived", False)
            or not speaker.__module__.startswith(OURS)
            or getattr(relation, "parent_link", False)
        ):
            continue
        if relation.on_delete is SET_NULL:  # such a row says itself that it lives on without
            continue
        name = relation.field.name
        ours = pointing._base_manager.filter(**{f"{name}__in": rows.order_by().values("pk")})
        for pk in ours.values_list(name, flat=True).distinct():
            found.setdefault(keys[pk], set()).add(str(speaker._meta.verbose_name_plural))
    return {key: f"relied on by {', '.join(sorted(who))}" for key, who in found.items()}
