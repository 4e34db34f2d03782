"""Publishing tools from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from framework.files import FrameworkFileError, read_listed
from framework.models import Element, ShelfPage, ToolPage


def read_tools_file(path: Path) -> list[dict[str, Any]]:
    """Return the tools of a file; raise FrameworkFileError when it is not one."""
    return read_listed(path, "tools")


@transaction.atomic
def load_tools(tools: list[dict[str, Any]], *, parent: ShelfPage) -> list[ToolPage]:
    """Publish a page for each tool on a shelf; pages that exist are left to their editors. All or nothing."""
    return [_load_tool(place, tool, parent) for place, tool in enumerate(tools, 1)]


def _load_tool(place: int, data: Any, parent: ShelfPage) -> ToolPage:
    name = data.get("slug", f"Tool {place}") if isinstance(data, dict) else f"Tool {place}"
    try:
        existing: ToolPage | None = ToolPage.objects.child_of(parent).filter(slug=data["slug"]).first()
        return existing or _publish(data, parent)
    except KeyError as error:
        raise FrameworkFileError(f"{name}: {error} is missing.") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise FrameworkFileError(f"{name} is not put together as it should be: {error}") from None
    except ValidationError as error:
        raise FrameworkFileError(f"{name}: {_in_words(error)}") from None


def _publish(data: dict[str, Any], parent: ShelfPage) -> ToolPage:
    page = ToolPage(
        **{name: data[name] for name in ("slug", "title", "kind", "summary", "minutes")},
        when_to_use=_lines(data["when_to_use"]),
        how_to_use=_lines(data["how_to_use"]),
        sheet=_stream(data["sheet"]),
        evidence=_stream([{"evidence": {"url": "", **item}} for item in data.get("evidence", [])]),
        sources=_stream([{"source": item} for item in data.get("sources", [])]),
    )
    for name in ("sheet", "evidence", "sources"):
        stream = getattr(page, name)
        setattr(page, name, stream.stream_block.clean(stream))
    elements = _elements(data["elements"])
    parent.add_child(instance=page)
    page.elements.set(elements)
    page.save_revision().publish()
    return page


def _lines(lines: list[str]) -> Any:
    return ToolPage._meta.get_field("when_to_use").to_python(
        [{"type": "lines", "value": [str(line) for line in lines]}]
    )


def _stream(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return blocks written as {kind: content} in the form that a StreamField reads."""
    return [{"type": kind, "value": value} for block in blocks for kind, value in block.items()]


def _elements(codes: list[str]) -> list[Element]:
    found = {element.code: element for element in Element.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise ValueError(f"there is no element {', '.join(missing)}")
    return list(found.values())


def _in_words(error: ValidationError) -> str:
    """Return every message of an error in one line; a block's errors lie inside each other."""
    inner = getattr(error, "block_errors", None) or {}
    found = [f"{place}: {_in_words(one)}" for place, one in _pairs(inner) if isinstance(one, ValidationError)]
    if not found and hasattr(error, "message_dict"):
        found = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
    return "; ".join(found or error.messages)


def _pairs(errors: Any) -> Any:
    return errors.items() if isinstance(errors, dict) else enumerate(errors)
