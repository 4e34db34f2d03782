"""What many pages hold, in the shape of Wagtail's revisions, in a few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision

from learning.sharing.serialising.kinds import own_children, own_fields

Content = dict[str, Any]


def published_contents(pages: Iterable[Page]) -> dict[int, Content]:
    """Return what pages (each as its own kind) hold as published, by their number."""
    by_model: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_model[type(page)].append(page)
    found: dict[int, Content] = {}
    for model, alike in by_model.items():
        found.update(_contents(model, alike))
    return found


def newest_contents(pages: Sequence[Page]) -> dict[int, Content]:
    """Return what pages hold in their newest version, a draft where there is one."""
    drafted = {page.latest_revision_id: page.pk for page in pages if page.has_unpublished_changes}
    revisions = Revision.objects.filter(pk__in=[pk for pk in drafted if pk])
    contents = {drafted[revision.pk]: revision.content for revision in revisions}
    return {**published_contents(page for page in pages if page.pk not in contents), **contents}


def _contents(model: type[Model], rows: Sequence[Any]) -> dict[int, Content]:
    pks = [row.pk for row in rows]
    found = {row.pk: get_serializable_data_for_fields(row) for row in rows}
    for field in own_fields(model):
        if isinstance(field, ParentalManyToManyField):
            chosen = _chosen(field, pks)
            for pk in pks:
                found[pk][field.name] = chosen[pk]
    for relation in own_children(model):
        below = _below(relation, pks)
        for pk in pks:
            found[pk][relation.get_accessor_name()] = below[pk]
    return found


def _chosen(field: Any, pks: Sequence[int]) -> dict[int, list[int]]:
    through, source, target = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    found: dict[int, list[int]] = defaultdict(list)
    for pk, other in through._base_manager.filter(**{f"{source}__in": pks}).values_list(source, target):
        found[pk].append(other)
    return found


def _below(relation: Any, pks: Sequence[int]) -> dict[int, list[Content]]:
    model, key = relation.related_model, relation.field
    rows = model._base_manager.filter(**{f"{key.name}__in": pks})
    names = {field.name for field in model._meta.fields}
    rows = list(rows.order_by(*(["sort_order"] if "sort_order" in names else []), "pk"))
    contents = _contents(model, rows)
    found: dict[int, list[Content]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key.attname)].append(contents[row.pk])
    return found
