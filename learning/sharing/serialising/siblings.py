"""Other versions of pages (Welsh, Easy Read) in packs: they travel below their page, one of a kind below each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from learning.content.models import SiblingKind, SiblingPage
from learning.content.siblings.words import LEADS

IN_STEP = "in_step"  # in what the document says of itself: the version said what its page says when it was packed
WORDS = {SiblingKind.WELSH: "Welsh version", SiblingKind.EASY_READ: "Easy Read version"}


def is_sibling(label: str) -> bool:
    return label == SiblingPage._meta.label


def parents_of(model: type[Page]) -> set[type[Page]]:
    """Return the kinds of page below which one of a kind stands."""
    return set(LEADS) if model is SiblingPage else set(model.allowed_parent_page_models())


def word_of(model: type[Page], document: Mapping[str, Any]) -> str:
    """Return the screen's word for what a page is."""
    if model is SiblingPage:
        return WORDS[SiblingKind(document["kind"])]
    return str(model._meta.verbose_name).replace(" page", "").capitalize()


def says_what_its_page_says(page: Page) -> bool:
    return isinstance(page, SiblingPage) and page.in_step_with_id is not None and page.out_of_step_since is None
