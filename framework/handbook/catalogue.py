"""Case studies, practice models and words of the glossary as sections of a handbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from wagtail.rich_text import expand_db_html

from framework.handbook.content import Block, Section, bullets, labelled, paragraph
from framework.handbook.rich import blocks_of


def case_study_sections(page: Any, site: str) -> list[Section]:
    """Return what a case study tells, in the order of its page; what was left empty is left out."""
    sources = tuple(labelled(one.value["title"], one.value["detail"]) for one in page.sources)
    told = [
        Section("What this is", (paragraph(page.named_as),) if page.named_as else ()),
        Section("Context", _rich(page.situation, site)),
        Section("Model", _rich(page.way_of_working, site)),
        Section("Strategy", _rich(page.strategy, site)),
        Section("What made it possible", _lines(page.enablers)),
        Section("Results", _rich(page.results, site)),
        Section("What we do not know", _lines(page.not_known)),
        Section("Questions for transfer", _lines(page.questions_for_transfer)),
        Section("Where it comes from", sources),
    ]
    return [section for section in told if section.blocks]


def practice_model_sections(page: Any, site: str) -> list[Section]:
    """Return what a practice model is and how it goes; what was left empty is left out."""
    steps = tuple(labelled(step.value["title"], step.value["what_happens"]) for step in page.steps)
    serves = page.serves.select_related("element__framework")
    told = [
        Section("What it is", _rich(page.what_it_is, site)),
        Section("When it fits", _lines(page.when_it_fits)),
        Section("Who is involved", _lines(page.who_is_involved)),
        Section("Where to take care", _lines(page.when_to_take_care)),
        Section("How it goes", steps),
        Section("What it serves", tuple(labelled(str(one.element), one.note) for one in serves)),
        Section("Questions to ask", _lines(page.questions_to_ask)),
        Section("Where it comes from", _lines(page.sources)),
    ]
    return [section for section in told if section.blocks]


def terms_of(elements: Collection[str]) -> list[Any]:
    """Return the words of the frameworks that some elements belong to, and those for everybody, A to Z."""
    from framework.models import Framework, GlossaryTerm

    frameworks = Framework.objects.filter(elements__code__in=elements)
    terms = GlossaryTerm.objects.readable(frameworks).distinct()
    return sorted(terms, key=lambda term: term.term.casefold())


def term_section(term: Any, site: str) -> Section:
    source = (labelled("Source", term.source),) if term.source else ()
    return Section(term.term, (paragraph(term.explanation), *source))


def _rich(html: str, site: str) -> tuple[Block, ...]:
    return tuple(blocks_of(expand_db_html(html), site=site)) if html else ()


def _lines(stream: Iterable[Any]) -> tuple[Block, ...]:
    lines = [line for block in stream for line in block.value]
    return (bullets(lines),) if lines else ()
