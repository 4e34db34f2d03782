"""Putting a handbook together from the live pages of a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from wagtail.rich_text import expand_db_html

from framework.handbook.content import Block, Handbook, Section, labelled, paragraph
from framework.handbook.pages import element_section
from framework.handbook.parts import COMPETENCIES, chosen_parts
from framework.handbook.rich import blocks_of
from framework.models import ElementPage, Framework, FrameworkPage

Say = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Choice:
    """What a handbook is to hold: a framework, some of its elements, and which parts beside them."""

    framework: Framework
    elements: tuple[str, ...]
    parts: tuple[str, ...]


def build_handbook(choice: Choice, *, made_on: date, site: str, say: Say) -> Handbook:
    """Return the handbook of a choice as the live pages are now. `say` hears each step: done, of how many, and what."""
    page = FrameworkPage.objects.live().public().get(framework=choice.framework)
    return Handbook(
        title=choice.framework.title,
        version=choice.framework.version,
        made_on=made_on,
        address=f"{site}{page.url}",
        holds=what_it_holds(choice),
        sections=(_introduction(page, site), *_chapters(choice, site, say)),
    )


def _chapters(choice: Choice, site: str, say: Say) -> Iterator[Section]:
    """Yield a chapter for each element and for each chosen part that is not empty."""
    pages = element_pages(choice)
    parts = [(part, part.things(choice.elements)) for part in chosen_parts(choice.parts)]
    of, done = len(pages) + sum(len(things) for _, things in parts), count(1)
    for page in pages:
        say(next(done), of, page.title)
        yield element_section(page, with_competencies=COMPETENCIES in choice.parts, site=site)
    for part, things in parts:
        below = []
        for thing in things:
            say(next(done), of, str(thing))
            below.append(part.section(thing, site))
        if below:
            yield Section(part.title, sections=tuple(below))


def element_pages(choice: Choice) -> list[ElementPage]:
    """Return the live pages of the chosen elements in the framework's order."""
    pages = ElementPage.objects.live().public().filter(element__framework=choice.framework)
    chosen = pages.filter(element__code__in=choice.elements).select_related("element")
    return sorted(chosen, key=lambda page: page.element.order)


def what_it_holds(choice: Choice) -> str:
    """Return in one sentence what was chosen."""
    every = choice.framework.elements.all()
    titles = [element.title for element in every if element.code in choice.elements]
    elements = "every element" if len(titles) == len(every) else _joined(titles)
    parts = [part.title.lower() for part in chosen_parts(choice.parts)]
    if COMPETENCIES in choice.parts:
        parts.insert(0, "competencies")
    return f"It holds {elements}{f', with {_joined(parts)}' if parts else ''}."


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _introduction(page: FrameworkPage, site: str) -> Section:
    blocks: list[Block] = [paragraph(page.framework.summary, is_lead=True)]
    blocks += blocks_of(expand_db_html(page.introduction), site=site)
    return Section("Introduction", tuple(blocks), tuple(_sources(page.framework)))


def _sources(framework: Framework) -> Iterator[Section]:
    if framework.sources:
        sources = tuple(labelled(one.get("title", ""), one.get("detail", "")) for one in framework.sources)
        yield Section("Where it comes from", sources)
