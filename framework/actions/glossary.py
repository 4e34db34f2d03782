"""Loading a glossary from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from framework.files import FrameworkFileError, read_listed
from framework.models import Framework, GlossaryTerm


def read_glossary_file(path: Path) -> list[dict[str, Any]]:
    """Return the terms of a glossary file; raise FrameworkFileError when it is not one."""
    return read_listed(path, "terms")


@transaction.atomic
def load_glossary(terms: list[dict[str, Any]]) -> int:
    """Add the terms that are not there yet, and leave the others to their editors; return how many were added."""
    frameworks = {framework.code: framework for framework in Framework.objects.all()}
    added = 0
    for number, item in enumerate(terms, 1):
        try:
            added += _load_term(item, frameworks)
        except (KeyError, TypeError, AttributeError) as error:
            raise FrameworkFileError(f"Term {number}: {error} is missing or not as it should be.") from None
        except ValidationError as error:
            raise FrameworkFileError(f"Term {number}: {'; '.join(error.messages)}") from None
    return added


def _load_term(item: dict[str, Any], frameworks: dict[str, Framework]) -> bool:
    term = GlossaryTerm(
        term=item["term"],
        also=", ".join(item.get("also", [])),
        explanation=item["explanation"],
        source=item.get("source", ""),
        review_on=item.get("review_on"),
        mark_in_text=item.get("mark", True),
        framework=frameworks[item["framework"]] if "framework" in item else None,
    )
    if GlossaryTerm.objects.filter(term__iexact=term.term, framework=term.framework).exists():
        return False
    term.full_clean()
    term.save()
    return True
