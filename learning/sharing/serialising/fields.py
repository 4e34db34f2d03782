"""How each kind of field goes out and in. A field that no kind fits is a field that packs cannot carry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field, Model
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.rich_text import UNKEEPABLE, as_carried, as_checked, as_stored
from learning.sharing.serialising.kinds import NAMED
from learning.sharing.serialising.naming import Names, endings_of, is_media
from learning.sharing.serialising.places import Known, items_of, text
from learning.sharing.serialising.streams import (
    Rows,
    linked,
    problem_of,
    read_stream,
    store_stream,
    write_stream,
)

TEXTS = (models.CharField, models.TextField, models.DateField, models.TimeField, models.DecimalField, models.UUIDField)


@dataclass(frozen=True)
class Carrier:
    """How the values of one field go out (`write`), are checked (`read`) and are kept (`store`)."""

    field: Any

    def write(self, value: Any, names: Names) -> Any:
        return UNKEEPABLE.sub("", value) if isinstance(value, str) else value

    def read(self, value: Any, known: Known, place: str) -> Any:
        self._refuse_other_type(value, place)
        try:
            self.field.clean(value, None)
        except (ValidationError, ValueError, TypeError, OverflowError) as error:
            raise PackRefused(f"{place}: {problem_of(error)}") from None
        self._refuse_no_choice(value, place)
        return value

    def _refuse_no_choice(self, value: Any, place: str) -> None:
        """Refuse what is not offered. Django asks this only of fields that people edit."""
        offered = [one for one, _ in self.field.flatchoices]
        if offered and value not in offered and not (self.field.blank and not value):
            raise PackRefused(f"{place} should be one of {', '.join(map(str, offered))}.")

    def _refuse_other_type(self, value: Any, place: str) -> None:
        if value is None:
            return
        if isinstance(self.field, models.BooleanField):
            if not isinstance(value, bool):
                raise PackRefused(f"{place} should be yes or no.")
        elif isinstance(self.field, models.IntegerField):
            if not isinstance(value, int) or isinstance(value, bool):
                raise PackRefused(f"{place} should be a whole number.")
        else:
            text(value, place)

    def store(self, value: Any, rows: Rows) -> Any:
        return self.field.to_python(value)


class RichTextCarrier(Carrier):
    def write(self, value: Any, names: Names) -> Any:
        return as_carried(value or "", lambda kind, pk: linked(names, kind, pk))

    def read(self, value: Any, known: Known, place: str) -> Any:
        return super().read(
            as_checked(text(value, place), lambda kind, key: known.link(kind, key, place)), known, place
        )

    def store(self, value: Any, rows: Rows) -> Any:
        return as_stored(value, rows.link)


class StreamCarrier(Carrier):
    def write(self, value: Any, names: Names) -> Any:
        raw = json.loads(value or "[]") if isinstance(value, str) else value
        return write_stream(self.field.stream_block, raw, names, self.field.name)

    def read(self, value: Any, known: Known, place: str) -> Any:
        return read_stream(self.field.stream_block, value, known, place)

    def store(self, value: Any, rows: Rows) -> Any:
        return json.dumps(store_stream(self.field.stream_block, value, rows))


class ReferenceCarrier(Carrier):
    """A foreign key: to a row that a code names, to a page, or to media."""

    def write(self, value: Any, names: Names) -> Any:
        return names.name(self.field.related_model, value)

    def read(self, value: Any, known: Known, place: str) -> Any:
        if value is None and self.field.null:
            return None
        model = self.field.related_model
        if is_media(model):
            return known.picture(value, place, endings=endings_of(model))
        found = known.item(value, place) if issubclass(model, Page) else known.code(model, value, place)
        if found is None and not self.field.null:
            raise PackRefused(f"{place} cannot be empty.")
        return found

    def store(self, value: Any, rows: Rows) -> Any:
        model = self.field.related_model
        return model._base_manager.filter(pk=rows.pk(model, value)).first() if value is not None else None


class ReferencesCarrier(Carrier):
    """Several rows that codes name, in the order of their codes: it means nothing."""

    def write(self, value: Any, names: Names) -> Any:
        found = [names.name(self.field.related_model, pk) for pk in value or []]
        return sorted(name for name in found if name is not None)

    def read(self, value: Any, known: Known, place: str) -> Any:
        found = {known.code(self.field.related_model, one, place) for one in items_of(value, place)}
        return sorted(one for one in found if one is not None)

    def store(self, value: Any, rows: Rows) -> Any:
        model = self.field.related_model
        return list(model._base_manager.filter(pk__in=[rows.pk(model, one) for one in value]))


@cache
def carrier_of(field: Field[Any, Any]) -> Carrier | None:
    """Return how a field is carried; None when packs cannot carry it."""
    if isinstance(field, RichTextField):
        return RichTextCarrier(field)
    if isinstance(field, StreamField):
        return StreamCarrier(field)
    if field.is_relation:
        return _carrier_of_relation(field)
    plain = isinstance(field, (models.BooleanField, models.IntegerField, *TEXTS))
    return Carrier(field) if plain and not isinstance(field, models.DateTimeField) else None


def _carrier_of_relation(field: Field[Any, Any]) -> Carrier | None:
    model: type[Model] = field.related_model  # type: ignore[assignment]
    if isinstance(field, ParentalManyToManyField):
        return ReferencesCarrier(field) if model in NAMED else None
    carried = model in NAMED or is_media(model) or issubclass(model, Page)
    return ReferenceCarrier(field) if carried and isinstance(field, models.ForeignKey) else None
