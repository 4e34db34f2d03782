"""A page as a document: what it says of itself under `is`, then each of its own fields."""

from __future__ import annotations

import re
from typing import Any

from wagtail.models import Page

from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.words import ABOUT
from learning.sharing.serialising.fields import Carrier, carrier_of
from learning.sharing.serialising.kinds import own_children, own_fields, page_models
from learning.sharing.serialising.naming import Names
from learning.sharing.serialising.places import Known, items_of, text
from learning.sharing.serialising.siblings import IN_STEP, is_sibling
from learning.sharing.serialising.streams import Rows

Document = dict[str, Any]
ITEM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_[a-z]{2,3}(?:-[a-z0-9]{2,8})?)?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")
MOST_CHILDREN = 500
ABOUT_A_PAGE = {"type", "key", "language", "parent", "place", "children"}


def carried_by(model: Any) -> dict[str, Carrier]:
    """Return how each field of a page, or of a row below it, is carried."""
    carriers = {field.name: carrier_of(field) for field in own_fields(model)}
    return {name: carrier for name, carrier in carriers.items() if carrier is not None}


def write_page(model: type[Page], content: dict[str, Any], names: Names) -> Document:
    """Return a page's own words as a document, without what it says of itself."""
    return _write(model, content, names)


def _write(model: Any, content: dict[str, Any], names: Names) -> Document:
    carriers = carried_by(model).items()
    document = {name: one.write(content[name], names) for name, one in carriers if name in content}
    for relation in own_children(model):
        name = relation.get_accessor_name()
        document[name] = [_write(relation.related_model, row, names) for row in content.get(name, [])]
    return document


def read_about(document: Document, place: str) -> dict[str, Any]:
    """Return what a page's document says of itself; raise PackRefused naming what is not as it should be."""
    about = document.get(ABOUT)
    if not isinstance(about, dict) or set(about) - {IN_STEP} != ABOUT_A_PAGE:
        raise PackRefused(f"{place} does not say what it is.")
    kind = text(about["type"], f"{place}, type", 100)
    if (IN_STEP in about) != is_sibling(kind) or not isinstance(about.get(IN_STEP, True), bool):
        raise PackRefused(f"{place} does not say what it is.")
    if kind not in page_models():
        raise PackRefused(f"{place} is of a type that this site does not take: {kind!r}. It may need an update first.")
    for name in ("key", "parent"):
        if not ITEM.fullmatch(text(about[name], f"{place}, {name}", 80)) and (name == "key" or about[name]):
            raise PackRefused(f"{place}, {name} is not the key of an item.")
    if not LANGUAGE.fullmatch(text(about["language"], f"{place}, language", 20)):
        raise PackRefused(f"{place}, language is not the code of a language.")
    text(about["place"], f"{place}, place", 255)
    for child in items_of(about["children"], f"{place}, children", MOST_CHILDREN):
        text(child, f"{place}, children", 80)
    return about


def read_page(document: Document, known: Known, place: str) -> Document:
    """Return a page's document with every field held against the model; raise PackRefused naming the field."""
    model = page_models()[document[ABOUT]["type"]]
    return {ABOUT: document[ABOUT], **_read(model, {n: v for n, v in document.items() if n != ABOUT}, known, place)}


def _read(model: Any, given: Any, known: Known, place: str) -> Document:
    if not isinstance(given, dict):
        raise PackRefused(f"{place} should have named fields.")
    carriers = carried_by(model)
    children = {one.get_accessor_name(): one for one in own_children(model)}
    unknown = [str(name)[:50] for name in given if name not in carriers and name not in children]
    if unknown:
        raise PackRefused(
            f"{place} has a field that this site does not know: {unknown[0]!r}. "
            "The pack was made by another version of Golden Thread: update this one first."
        )
    checked = {
        name: carrier.read(given[name], known, f"{place}, {label_of(model, name)}")
        for name, carrier in carriers.items()
        if name in given
    }
    for name, relation in children.items():
        rows = items_of(given.get(name, []), f"{place}, {name}", MOST_CHILDREN)
        below = relation.related_model
        checked[name] = [_read(below, row, known, f"{place}, {name} {count}") for count, row in enumerate(rows, 1)]
    return checked


def label_of(model: Any, name: str) -> str:
    """Return the screen's word for a field."""
    labels = {field.name: str(field.verbose_name) for field in own_fields(model)}
    return labels.get(name, name.replace("_", " "))


def store_fields(page: Page, document: Document, names: set[str], rows: Rows) -> None:
    """Set some fields of a page from a checked document; nothing is saved yet."""
    model: Any = type(page)
    for name, carrier in carried_by(model).items():
        if name in names and name in document and name != "slug":
            setattr(page, name, carrier.store(document[name], rows))
    for relation in own_children(model):
        name = relation.get_accessor_name()
        if name in names and name in document:
            setattr(page, name, _rows_below(relation.related_model, document[name], rows))


def _rows_below(model: Any, documents: list[Document], rows: Rows) -> list[Any]:
    made = []
    for order, document in enumerate(documents):
        row = model()
        if "sort_order" in {field.name for field in model._meta.fields}:
            row.sort_order = order
        for name, carrier in carried_by(model).items():
            if name in document:
                setattr(row, name, carrier.store(document[name], rows))
        for relation in own_children(model):
            name = relation.get_accessor_name()
            setattr(row, name, _rows_below(relation.related_model, document.get(name, []), rows))
        made.append(row)
    return made
