"""What a page says, as the content of another version of it: every part under an id that stays the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page, Revision

from framework.models import CaseStudyPage, ElementPage, PracticeModelPage, ToolPage
from framework.models.pages import lines_of
from learning.content.difference import Block, Difference, compare, settled
from learning.content.models import LessonPage, ModulePage
from learning.content.queries import blocks_of

PART_IDS = uuid.UUID("0f1d5c0e-5b1f-4c58-9a35-7a6f1f1f6e0b")
Raw = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of a framework page under its heading."""

    name: str
    heading: str
    html: str


@dataclass(frozen=True)
class Words:
    """Everything on a page that is written again for another version of it."""

    title: str
    lead: str
    body: list[Raw] = field(default_factory=list)
    sheet: list[Raw] = field(default_factory=list)


def can_have_siblings(page: Page) -> bool:
    return issubclass(page.specific_class, tuple(LEADS))


def words_of(page: Page) -> Words:
    """Return what a page says, ready to be written again block by block."""
    body = list(page.body.raw_data) if isinstance(page, LessonPage) else list(_raw_parts(_parts(page)))
    sheet = list(page.sheet.raw_data) if isinstance(page, ToolPage) else []
    return Words(page.title, LEADS[type(page)](page), _plain(body), _plain(sheet))


def _plain(blocks: Iterable[Any]) -> list[Raw]:
    return [{"type": block["type"], "id": block["id"], "value": block["value"]} for block in blocks]


def change_between(older: Revision, newer: Revision) -> Difference:
    """Return what differs between two versions of a page that can have siblings."""
    return compare(_blocks(older.as_object()), _blocks(newer.as_object()))


def _blocks(page: Page) -> list[Block]:
    if isinstance(page, LessonPage):
        return blocks_of(page)
    head = [("title", page.title), ("lead", LEADS[type(page)](page))]
    blocks = [Block(name, name, text, settled(text)) for name, text in head]
    blocks += [
        Block(part_id(part.name), part.heading, strip_tags(part.html), settled(part.html)) for part in _parts(page)
    ]
    if isinstance(page, ToolPage):
        blocks += [_sheet_block(block, raw) for block, raw in zip(page.sheet, page.sheet.raw_data, strict=True)]
    return blocks


def _sheet_block(block: Any, raw: Raw) -> Block:
    texts = block.block.get_searchable_content(block.value)
    return Block(block.id or "", f"sheet: {block.block_type}", "\n".join(texts), settled(raw["value"]))


def part_id(name: str) -> str:
    return str(uuid.uuid5(PART_IDS, name))


def _raw_parts(parts: Iterable[Part]) -> Iterator[Raw]:
    for part in parts:
        yield {"type": "heading", "id": part_id(f"{part.name}/heading"), "value": part.heading}
        yield {"type": "text", "id": part_id(part.name), "value": part.html}


def _parts(page: Page) -> list[Part]:
    found = PARTS.get(type(page))
    return [Part(*part) for part in found(page) if part[2]] if found else []


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _lines(page: Page, name: str) -> str:
    return _list(lines_of(getattr(page, name)))


def _of_element(page: ElementPage) -> Iterator[tuple[str, str, str]]:
    yield "meaning", "What it means", page.meaning
    for name, who in [
        ("practitioner", "you, the practitioner"),
        ("manager", "the manager"),
        ("organisation", "the organisation"),
        ("person", "the person who draws on support"),
    ]:
        yield f"good_for_{name}", f"What good looks like: {who}", _lines(page, f"good_for_{name}")
    yield "questions_to_ask", "Questions to ask", _lines(page, "questions_to_ask")


def _of_tool(page: ToolPage) -> Iterator[tuple[str, str, str]]:
    yield "when_to_use", "When to use it", _lines(page, "when_to_use")
    yield "how_to_use", "How to use it", _lines(page, "how_to_use")


def _of_case_study(page: CaseStudyPage) -> Iterator[tuple[str, str, str]]:
    yield "named_as", "What this is", f"<p>{escape(page.named_as)}</p>" if page.named_as else ""
    yield "situation", "Context", page.situation
    yield "way_of_working", "Model", page.way_of_working
    yield "strategy", "Strategy", page.strategy
    yield "enablers", "What made it possible", _lines(page, "enablers")
    yield "results", "Results", page.results
    yield "not_known", "What we do not know", _lines(page, "not_known")
    yield "questions_for_transfer", "Could it work where you are?", _lines(page, "questions_for_transfer")


def _of_practice_model(page: PracticeModelPage) -> Iterator[tuple[str, str, str]]:
    yield "what_it_is", "What it is", page.what_it_is
    yield "when_it_fits", "When it fits", _lines(page, "when_it_fits")
    yield "when_to_take_care", "When to take care", _lines(page, "when_to_take_care")
    steps = [f"{step.value['title']}: {step.value['what_happens']}" for step in page.steps]
    yield "steps", "Step by step", _list(steps)
    yield "who_is_involved", "Who is involved", _lines(page, "who_is_involved")
    served = [f"{served.element.title}: {served.note}" for served in page.serves.all()]
    yield "serves", "What it serves", _list(served)
    yield "questions_to_ask", "Questions to ask", _lines(page, "questions_to_ask")


PARTS: dict[type[Page], Callable[[Any], Iterator[tuple[str, str, str]]]] = {
    ElementPage: _of_element,
    ToolPage: _of_tool,
    CaseStudyPage: _of_case_study,
    PracticeModelPage: _of_practice_model,
}
LEADS: dict[type[Page], Callable[[Any], str]] = {
    LessonPage: lambda page: page.aim,
    ModulePage: lambda page: page.summary,
    ElementPage: lambda page: page.element.summary,
    ToolPage: lambda page: page.summary,
    CaseStudyPage: lambda page: page.summary,
    PracticeModelPage: lambda page: page.summary,
}
