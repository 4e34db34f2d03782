"""Other versions of the demo's pages: one in Easy Read, one in Welsh."""

from __future__ import annotations

from html import escape
from typing import Any

from wagtail.models import Page

from framework.files import read_yaml
from learning.content.actions import load_image
from learning.content.models import SiblingKind
from learning.content.siblings.actions import load_sibling
from learning.content.siblings.words import Words, part_id
from learning.demo.organisation import FIXTURES

FOLDER = FIXTURES / "versions"


def make_versions() -> None:
    for path in sorted(FOLDER.glob("*.yaml")):
        data: dict[str, Any] = read_yaml(path)
        page = Page.objects.get(url_path__endswith=data["page"]).specific
        body = [block for part in data["parts"] for block in _blocks(part)]
        words = Words(data["title"], data["lead"], body)
        load_sibling(page, SiblingKind(data["kind"]), words, to_be_checked=data["to_be_checked"])


def _blocks(part: dict[str, Any]) -> list[dict[str, Any]]:
    name = part["part"]
    heading = {"type": "heading", "id": part_id(f"{name}/heading"), "value": part["heading"]}
    if "pictures" in part:
        lines = [
            {"type": "item", "id": part_id(f"{name}/{number}"), "value": _line(line)}
            for number, line in enumerate(part["pictures"], 1)
        ]
        return [heading, {"type": "picture_lines", "id": part_id(name), "value": {"lines": lines}}]
    html = part.get("html") or "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part["lines"]) + "</ul>"
    return [heading, {"type": "text", "id": part_id(name), "value": html}]


def _line(line: dict[str, str]) -> dict[str, Any]:
    picture = load_image(FOLDER / "images" / f"{line['picture']}.svg", "")
    return {"words": line["words"], "picture": picture.pk, "alt": ""}
