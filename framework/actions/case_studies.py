"""Loading case studies from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from framework.actions.frameworks import review_fields
from framework.files import FrameworkFileError, read_listed
from framework.models import CaseStudyPage, Element, PracticeModelPage

RICH_TEXTS = ("situation", "way_of_working", "strategy", "results")
LINES = ("enablers", "not_known", "questions_for_transfer")


def read_case_studies_file(path: Path) -> list[dict[str, Any]]:
    """Return the case studies of a file; raise FrameworkFileError when it holds none."""
    return read_listed(path, "case_studies")


@transaction.atomic
def load_case_studies(items: list[dict[str, Any]], *, parent: Page) -> list[CaseStudyPage]:
    """Publish case studies below a shelf; those that exist are left to their editors. All or nothing."""
    pages = []
    for number, item in enumerate(items, 1):
        try:
            pages.append(_load_case_study(item, parent))
        except KeyError as error:
            raise FrameworkFileError(f"Case study {number}: {error} is missing, or used and not defined.") from None
        except (TypeError, AttributeError, ValidationError) as error:
            raise FrameworkFileError(f"Case study {number} is not put together as it should be: {error}") from None
    return pages


def _load_case_study(item: dict[str, Any], parent: Page) -> CaseStudyPage:
    existing: CaseStudyPage | None = CaseStudyPage.objects.child_of(parent).filter(slug=item["slug"]).first()
    if existing:
        return existing
    elements = {element.code: element for element in Element.objects.filter(code__in=item["elements"])}
    page = CaseStudyPage(
        **{name: item[name] for name in ("title", "slug", "summary", "named_as", *RICH_TEXTS)},
        **{name: [("lines", item[name])] for name in LINES},
        sources=[("source", {"url": "", **source}) for source in item["sources"]],
        practice_model=PracticeModelPage.objects.filter(slug=item.get("practice_model", "")).first(),
        **review_fields(item),
    )
    page.elements = [elements[code] for code in item["elements"]]
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
