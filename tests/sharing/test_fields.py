"""Every field of every page is either carried or named as one that stays: a new field cannot be forgotten."""

from __future__ import annotations

import pytest
from django.apps import apps
from wagtail.models import Page

from learning.sharing.queries.packing import packable
from learning.sharing.serialising.fields import carrier_of
from learning.sharing.serialising.kinds import (
    CARRIED,
    LOCAL,
    STRUCTURE,
    WAGTAILS_OWN,
    is_local,
    own_children,
    own_fields,
    page_models,
)

OURS = ("learning.", "framework.")


def page_labels() -> set[str]:
    ours = [model for model in apps.get_models() if issubclass(model, Page) and model.__module__.startswith(OURS)]
    return {model._meta.label for model in ours}


def test_every_kind_of_page_is_carried_or_says_only_where_others_stand():
    assert set(CARRIED) | set(STRUCTURE) == page_labels()


def uncarried(model) -> list[str]:
    fields = [
        field
        for field in model._meta.get_fields()
        if field.concrete
        and not field.primary_key
        and not getattr(field.remote_field, "parent_link", False)
        and type(field).__name__ != "ParentalKey"
        and field.name != "sort_order"
        and (field.model is not Page or field.name in WAGTAILS_OWN)
    ]
    return [
        f"{model._meta.label}.{field.name}"
        for field in fields
        if not is_local(model, field) and (field not in own_fields(model) or carrier_of(field) is None)
    ]


def with_children(model) -> list:
    below = [relation.related_model for relation in own_children(model)]
    return [model, *(inner for one in below for inner in with_children(one))]


@pytest.mark.parametrize("label", CARRIED)
def test_every_field_is_carried_or_named_local(label):
    assert [name for model in with_children(page_models()[label]) for name in uncarried(model)] == []


def test_no_field_is_named_local_that_is_not_there():
    names = {field.name for label in CARRIED for field in page_models()[label]._meta.get_fields()}
    assert set(LOCAL) <= names


def test_every_kind_says_who_may_pack_it(priya):
    organisation = priya.person.posts.get().unit.get_root()
    assert all(packable(model, organisation) is not None for model in page_models().values())
