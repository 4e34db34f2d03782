"""What a handbook is made of. Plain data: the PDF and the page to print are both drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look."""

    text: str
    strong: bool = False
    em: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    is_lead: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Listing:
    """A list; each of its items holds blocks again."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    kind: str = "list"


@dataclass(frozen=True)
class Table:
    """A table with a row of headings; cells are plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


Block = Paragraph | Listing | Table


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it. `letter` and `order` mark an element of the framework."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    letter: str = ""
    order: int = 0


@dataclass(frozen=True)
class Handbook:
    """A framework, or a chosen part of it, as it stood on one day."""

    title: str
    version: str
    made_on: date
    address: str
    holds: str
    sections: tuple[Section, ...]

    def characters(self) -> int:
        """Return how much text it holds."""
        return sum(len(text) for section in self.sections for text in texts_of(section))


def paragraph(text: str, *, is_lead: bool = False) -> Paragraph:
    """Return plain text as a paragraph."""
    return Paragraph((Run(text),), is_lead)


def bullets(lines: Iterable[str], *, ordered: bool = False) -> Listing:
    """Return plain lines as a list."""
    return Listing(tuple((paragraph(line),) for line in lines), ordered)


def labelled(label: str, text: str) -> Paragraph:
    """Return a paragraph that begins with a strong word."""
    return Paragraph((Run(f"{label}: ", strong=True), Run(text)))


def texts_of(section: Section) -> Iterator[str]:
    """Yield every text of a section and of those under it."""
    yield section.title
    for block in section.blocks:
        yield from _texts_of_block(block)
    for below in section.sections:
        yield from texts_of(below)


def _texts_of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from (run.text for run in block.runs)
    elif isinstance(block, Listing):
        for item in block.items:
            for inner in item:
                yield from _texts_of_block(inner)
    else:
        yield from block.head
        for row in block.rows:
            yield from row
