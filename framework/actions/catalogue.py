"""Loading what stands beside a framework: its crosswalk with others, and the catalogue of practice models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from framework.files import FrameworkFileError, read_yaml
from framework.models import Element, ElementMatch, ElementServed, MatchKind, PracticeModelPage

LINES = ("when_it_fits", "when_to_take_care", "who_is_involved", "questions_to_ask", "sources")


def read_list_file(path: Path) -> list[dict[str, Any]]:
    """Return the list a YAML file holds; raise FrameworkFileError when it holds none."""
    data = read_yaml(path)
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise FrameworkFileError(f"{path.name} must hold a list.")
    return data


@transaction.atomic
def load_crosswalk(data: list[dict[str, Any]]) -> int:
    """Create or update matches between elements; return how many. Either side may be named first."""
    try:
        elements = _elements({item[side] for item in data for side in ("element", "other")})
        for item in data:
            _load_match(elements[item["element"]], elements[item["other"]], item)
    except KeyError as error:
        raise FrameworkFileError(f"{error} is missing, or used and not defined.") from None
    return len(data)


def _elements(codes: set[str]) -> dict[str, Element]:
    return {element.code: element for element in Element.objects.filter(code__in=codes)}


def _load_match(element: Element, other: Element, data: dict[str, Any]) -> None:
    try:
        kind = MatchKind(str(data["kind"]).upper())
    except ValueError:
        raise FrameworkFileError(
            f"{data['kind']} is no kind of match. Use exact, broader, narrower or related."
        ) from None
    if ElementMatch.objects.filter(element=other, other=element).exists():
        element, other, kind = other, element, kind.seen_from_the_other_side
    ElementMatch.objects.update_or_create(
        element=element, other=other, defaults={"kind": kind, "note": data.get("note", "")}
    )


@transaction.atomic
def load_practice_models(data: list[dict[str, Any]], *, parent: Page) -> list[PracticeModelPage]:
    """Publish a page for each practice model below a shelf; pages that exist are left to their editors."""
    try:
        elements = _elements({served["element"] for item in data for served in item["serves"]})
        return [_load_model(item, elements, parent) for item in data]
    except KeyError as error:
        raise FrameworkFileError(f"{error} is missing, or used and not defined.") from None
    except TypeError as error:
        raise FrameworkFileError(f"The file is not put together as it should be: {error}") from None


def _load_model(data: dict[str, Any], elements: dict[str, Element], parent: Page) -> PracticeModelPage:
    existing: PracticeModelPage | None = PracticeModelPage.objects.child_of(parent).filter(slug=data["slug"]).first()
    if existing:
        return existing
    page = PracticeModelPage(
        title=data["title"],
        slug=data["slug"],
        summary=data["summary"],
        what_it_is=data["what_it_is"],
        steps=[("step", step) for step in data["steps"]],
        evidence=[("evidence", {"url": "", **claim}) for claim in data["evidence"]],
        **{name: [("lines", data[name])] for name in LINES},
    )
    page.serves = [
        ElementServed(element=elements[served["element"]], note=served["note"], sort_order=order)
        for order, served in enumerate(data["serves"])
    ]
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
