"""What a handbook may hold beside the elements. A new kind of page joins with one line in PARTS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from framework.handbook.catalogue import term_section, terms_of
from framework.handbook.content import Section
from framework.handbook.pages import site_page_section
from framework.models import CaseStudyPage, Framework, PracticeModelPage, SitePage, ToolPage

COMPETENCIES = "competencies"


@dataclass(frozen=True)
class Part:
    """A chapter of a handbook: its heading, the things that serve some elements, and how each becomes a section."""

    code: str
    title: str
    things: Callable[[Collection[str]], Sequence[Any]]
    section: Callable[[Any, str], Section]


def pages_serving(model: type[SitePage]) -> Callable[[Collection[str]], list[SitePage]]:
    """Return a function that finds the live pages of a kind that serve any of some elements, by title."""

    def find(elements: Collection[str]) -> list[SitePage]:
        pages = model.objects.live().public().filter(elements__code__in=elements)
        return list(pages.distinct().order_by("title"))

    return find


PARTS = [
    Part("practice-models", gettext_noop("Practice models"), pages_serving(PracticeModelPage), site_page_section),
    Part("tools", gettext_noop("Tools"), pages_serving(ToolPage), site_page_section),
    Part("case-studies", gettext_noop("Case studies"), pages_serving(CaseStudyPage), site_page_section),
    Part("glossary", gettext_noop("Glossary"), terms_of, term_section),
]


def chosen_parts(codes: Collection[str]) -> list[Part]:
    """Return the parts of these codes in the order of the book."""
    return [part for part in PARTS if part.code in codes]


def parts_offered(framework: Framework) -> list[tuple[str, str]]:
    """Return codes and titles of what can be chosen for a framework: a part that would be empty is not offered."""
    elements = list(framework.elements.values_list("code", flat=True))
    found = [(part.code, part.title) for part in PARTS if part.things(elements)]
    return [(COMPETENCIES, gettext_noop("Competencies with their levels")), *found]
