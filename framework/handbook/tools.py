"""A tool as sections of a handbook: when and how to use it, and its sheet as questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from framework.handbook.content import Block, Section, bullets, labelled, paragraph


def tool_sections(tool: Any) -> list[Section]:
    """Return the sections of a tool page."""
    sections = []
    for title, stream, ordered in (
        ("When to use it", tool.when_to_use, False),
        ("How to use it", tool.how_to_use, True),
    ):
        found = [line for block in stream for line in block.value]
        if found:
            sections.append(Section(title, (bullets(found, ordered=ordered),)))
    sheet = tuple(block for one in tool.sheet for block in _blocks(one))
    if sheet:
        sections.append(Section("The sheet", sheet))
    if tool.sources:
        told = tuple(labelled(one.value["title"], one.value["detail"]) for one in tool.sources)
        sections.append(Section("Where it comes from", told))
    return sections


def _blocks(one: Any) -> Iterator[Block]:
    value = one.value
    if one.block_type == "heading":
        yield labelled(value["heading"], value["text"])
    elif one.block_type == "field":
        yield _field(value)
    elif one.block_type == "checklist":
        yield bullets(_with_help(item["question"], item["help"]) for item in value["questions"])
    elif one.block_type == "rows":
        yield labelled(value["heading"], value["help"])
        yield bullets(_with_help(column["label"], column["help"]) for column in value["columns"])
        if value["given"]:
            yield bullets(". ".join(filter(None, row)) for row in value["given"])
    else:
        yield paragraph(value["heading"])
        yield bullets(value["prompts"])


def _field(value: Any) -> Block:
    choices = f" ({', '.join(value['choices'])})" if value["choices"] else ""
    return labelled(value["label"] + choices, value["help"])


def _with_help(words: str, more: str) -> str:
    return f"{words} {more}".strip()
