"""The blocks of a page on their way out and in, by their own definitions: whatever a room defines later comes along."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BaseStreamBlock,
    Block,
    BooleanBlock,
    CharBlock,
    ChooserBlock,
    DateBlock,
    DateTimeBlock,
    EmailBlock,
    FieldBlock,
    FloatBlock,
    IntegerBlock,
    ListBlock,
    RegexBlock,
    RichTextBlock,
    StaticBlock,
    TextBlock,
    TimeBlock,
    URLBlock,
)
from wagtail.blocks.field_block import BaseChoiceBlock, DecimalBlock, MultipleChoiceBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.models import Page

from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.rich_text import UNKEEPABLE, as_carried, as_checked, as_stored
from learning.sharing.serialising.kinds import NAMED
from learning.sharing.serialising.naming import Names, endings_of, is_media
from learning.sharing.serialising.places import Known, items_of, text

ITEM_IDS = uuid.UUID("0f6ce7a2-5f0b-4f31-9d4c-8b4f9f1c2a57")
LONGEST_ID = 100
LARGEST_NUMBER = 2**53
TEXTS = (CharBlock, TextBlock, RegexBlock, URLBlock, EmailBlock, DateBlock, TimeBlock, DateTimeBlock, DecimalBlock)


def write_stream(block: Block, raw: Any, names: Names, place: str = "") -> list[dict[str, Any]]:
    """Return a stored stream without numbers, every block with its id."""
    written = []
    for number, child in enumerate(raw or []):
        inner = block.child_blocks.get(child["type"])
        if inner is None:
            continue  # a block that the site no longer knows: readers do not meet it either
        ident = child.get("id") or _ident(place, number)
        value = _write(inner, child.get("value"), names, ident)
        written.append({"type": child["type"], "id": ident, "value": value})
    return written


def _ident(place: str, number: int) -> str:
    """Return an id that follows from where a value stands, for lists from before they had any."""
    return str(uuid.uuid5(ITEM_IDS, f"{place}/{number}"))


def _write(block: Block, raw: Any, names: Names, place: str) -> Any:
    if isinstance(block, BaseStreamBlock):
        return write_stream(block, raw, names, place)
    if isinstance(block, BaseStructBlock):
        given = raw if isinstance(raw, dict) else {}
        inner = block.child_blocks.items()
        return {name: _write(one, given[name], names, f"{place}/{name}") for name, one in inner if name in given}
    if isinstance(block, ListBlock):
        return [_write_item(block, one, names, place, number) for number, one in enumerate(raw or [])]
    if isinstance(block, RichTextBlock):
        return as_carried(raw or "", lambda kind, pk: linked(names, kind, pk))
    if isinstance(block, ChooserBlock):
        return names.name(block.model_class, raw) if raw is not None else None
    return UNKEEPABLE.sub("", raw) if isinstance(raw, str) else raw


def _write_item(block: ListBlock, raw: Any, names: Names, place: str, number: int) -> dict[str, Any]:
    is_item = isinstance(raw, dict) and raw.get("type") == "item" and "value" in raw
    ident = (raw.get("id") if is_item else "") or _ident(place, number)
    value = raw["value"] if is_item else raw
    return {"type": "item", "id": ident, "value": _write(block.child_block, value, names, ident)}


def linked(names: Names, kind: str, pk: str) -> str | None:
    """Return what a link inside rich text leads to, as a pack names it."""
    from wagtail.documents import get_document_model

    if not pk.isdigit():
        return None
    name = names.name(Page if kind == "page" else get_document_model(), int(pk), needed=False)
    return name["media"] if isinstance(name, dict) else name


def read_stream(block: Block, given: Any, known: Known, place: str) -> list[dict[str, Any]]:
    """Return a stream that came in, every value held against its block; raise PackRefused naming the place."""
    seen: set[str] = set()
    checked = []
    for number, child in enumerate(items_of(given, place), 1):
        here = f"{place}, block {number}"
        if not isinstance(child, dict) or set(child) != {"type", "id", "value"}:
            raise PackRefused(f"{here} is not put together as a block is.")
        kind = text(child["type"], here, LONGEST_ID)
        inner = block.child_blocks.get(kind)
        if inner is None:
            raise PackRefused(
                f"{here} is of a kind that this site does not know: {kind!r}. It may need an update first."
            )
        ident = _read_id(child["id"], here, seen)
        checked.append({"type": kind, "id": ident, "value": _read(inner, child["value"], known, f"{here} ({kind})")})
    return checked


def _read_id(value: Any, place: str, seen: set[str]) -> str:
    ident = text(value, place, LONGEST_ID)
    if not ident or ident in seen:
        raise PackRefused(f"{place} has no id of its own.")
    seen.add(ident)
    return ident


def _read(block: Block, value: Any, known: Known, place: str) -> Any:
    if isinstance(block, BaseStreamBlock):
        return read_stream(block, value, known, place)
    if isinstance(block, BaseStructBlock):
        return _read_struct(block, value, known, place)
    if isinstance(block, ListBlock):
        return _read_list(block, value, known, place)
    if isinstance(block, StaticBlock):
        return None
    if not isinstance(block, FieldBlock):
        raise PackRefused(f"{place} is of a kind that packs do not carry.")
    return _read_field(block, value, known, place)


def _read_struct(block: Any, value: Any, known: Known, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PackRefused(f"{place} should have named parts.")
    unknown = [str(name)[:50] for name in value if name not in block.child_blocks]
    if unknown:
        raise PackRefused(
            f"{place} has a part that this site does not know: {unknown[0]!r}. It may need an update first."
        )
    return {name: _read(block.child_blocks[name], one, known, f"{place}, {name}") for name, one in value.items()}


def _read_list(block: ListBlock, value: Any, known: Known, place: str) -> list[dict[str, Any]]:
    seen: set[str] = set()
    checked = []
    for number, one in enumerate(items_of(value, place), 1):
        here = f"{place} {number}"
        if not isinstance(one, dict) or set(one) != {"type", "id", "value"} or one["type"] != "item":
            raise PackRefused(f"{here} is not put together as an entry of a list is.")
        inner = _read(block.child_block, one["value"], known, here)
        checked.append({"type": "item", "id": _read_id(one["id"], here, seen), "value": inner})
    return checked


def _read_field(block: FieldBlock, value: Any, known: Known, place: str) -> Any:
    if isinstance(block, RichTextBlock):
        return as_checked(text(value, place), lambda kind, key: known.link(kind, key, place))
    if isinstance(block, ChooserBlock):
        return None if value is None else _read_choice_of_row(block.model_class, value, known, place)
    if value is None:
        return None
    if isinstance(block, BaseChoiceBlock):
        return _read_choice(block, value, known, place)
    _refuse_other_type(block, value, place)
    if value == "" or (isinstance(block, CharBlock | TextBlock) and not value.strip()):
        return value  # a field that says nothing yet, as a draft may; publishing is where it is asked for
    try:
        block.clean(block.to_python(value))
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise PackRefused(f"{place}: {problem_of(error)}") from None
    return value


def _read_choice_of_row(model: Any, value: Any, known: Known, place: str) -> Any:
    if is_media(model):
        return known.picture(value, place, endings=endings_of(model))
    if model in NAMED:
        return known.code(model, value, place)
    if issubclass(model, Page):
        return known.item(value, place)
    raise PackRefused(f"{place} points to something that packs do not carry.")


def _refuse_other_type(block: FieldBlock, value: Any, place: str) -> None:
    """Refuse what JSON gave as another type than the block keeps."""
    whole = type(value) is int and abs(value) < LARGEST_NUMBER
    number = whole or (type(value) is float and math.isfinite(value))
    fits = {
        BooleanBlock: isinstance(value, bool),
        IntegerBlock: whole or value == "",
        FloatBlock: number or value == "",
        DecimalBlock: number or isinstance(value, str),
    }
    kind = next((kind for kind in fits if isinstance(block, kind)), None)
    if kind is not None and not fits[kind]:
        raise PackRefused(f"{place} should be {'yes or no' if kind is BooleanBlock else 'a number'}.")
    if kind is None and not isinstance(block, TEXTS):
        raise PackRefused(f"{place} is of a kind that packs do not carry.")
    if kind is None or isinstance(value, str):
        text(value, place)


def _read_choice(block: BaseChoiceBlock, value: Any, known: Known, place: str) -> Any:
    """Return a choice that is offered here. Of several, those that are not (a job of theirs) are left out."""
    offered = known.choices.get(id(block))
    if offered is None:
        offered = known.choices[id(block)] = list(_offered(block.field.choices))
    if not isinstance(block, MultipleChoiceBlock):
        if value != "" and value not in offered:
            raise PackRefused(f"{place} should be one of {', '.join(map(str, offered))}."[:500])
        return value
    chosen = [text(one, place, 200) for one in items_of(value, place)]
    for one in chosen:
        if one not in offered:
            known.note(place, f"{one} is not offered here and is left out.")
    return [one for one in chosen if one in offered]


def _offered(choices: Any) -> list[Any]:
    flat = []
    for value, label in choices:
        flat += [inner for inner, _ in label] if isinstance(label, list | tuple) else [value]
    return flat


def problem_of(error: Exception) -> str:
    """Return what is wrong in one sentence."""
    words = error.messages[0] if isinstance(error, ValidationError) and error.messages else str(error)
    return str(words)[:300] or "this does not fit."


class Rows:
    """Finds the rows that a checked document names, once all of them are here."""

    def __init__(self, found: Mapping[type[Any], Mapping[str, int]], pages: Mapping[str, int], media: Any) -> None:
        self.found, self.pages, self.media = found, pages, media

    def pk(self, model: Any, name: Any) -> int | None:
        """Return the number of what a name means; None for nothing, and for a page that was not taken along."""
        if name is None:
            return None
        if is_media(model):
            return int(self.media(model, name))
        if issubclass(model, Page):
            return self.pages.get(name)
        return self.found[model].get(name)

    def link(self, kind: str, name: str) -> str | None:
        from wagtail.documents import get_document_model

        pk = self.pages.get(name) if kind == "page" else self.pk(get_document_model(), {"media": name, "title": name})
        return None if pk is None else str(pk)


def store_stream(block: Block, checked: Any, rows: Rows) -> list[dict[str, Any]]:
    """Return a checked stream as the site stores it."""
    inner = block.child_blocks
    return [{**one, "value": _store(inner[one["type"]], one["value"], rows)} for one in checked]


def _store(block: Block, value: Any, rows: Rows) -> Any:
    if isinstance(block, BaseStreamBlock):
        return store_stream(block, value, rows)
    if isinstance(block, BaseStructBlock):
        return {name: _store(block.child_blocks[name], one, rows) for name, one in value.items()}
    if isinstance(block, ListBlock):
        return [{**one, "value": _store(block.child_block, one["value"], rows)} for one in value]
    if isinstance(block, RichTextBlock):
        return as_stored(value, rows.link)
    return rows.pk(block.model_class, value) if isinstance(block, ChooserBlock) else value
