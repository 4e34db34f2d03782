"""The handbook as a PDF: read aloud as well as seen, complete, the same for the same content, and deaf to markup."""

from __future__ import annotations

import re
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from framework.handbook.content import Handbook, Paragraph, Run, Section, Table, bullets, paragraph
from framework.handbook.pdf import MOST_CHARACTERS, HandbookTooLong, handbook_pdf

FONTS = Path(settings.BASE_DIR) / "var" / "fonts"
HOSTILE = [
    "#let x = 1",
    "$x^2$",
    "<script>alert(1)</script>",
    "\\",
    '"); panic("out")',
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "*bold* _em_ `raw` = Heading",
    "{{ book }} {% now %}",
    "\x00\x07\x1f\x7f",
    "\ud800",
    "\ufeff\u202e\u2028",
    "漢字 😀 \U0010ffff \ue000",
    "مرحبا ŵ ŷ Łódź",
    "x" * 3000,
]


def handbook(*sections: Section, **fields) -> Handbook:
    common = {"title": "MASOSS", "version": "2026.1", "made_on": date(2026, 11, 22), "holds": "It holds every element."}
    return Handbook(**{**common, "address": "https://learn.example.org/framework/masoss/", **fields}, sections=sections)


def pdf_of(*sections: Section, **fields) -> bytes:
    return handbook_pdf(handbook(*sections, **fields), fonts=FONTS)


def structure(pdf: bytes) -> str:
    """Return a PDF's objects as text, the packed ones unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join([pdf, *map(_unpacked, packed)]).decode("latin-1")


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def utf16(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).decode("latin-1")


def says(found: str, text: str) -> bool:
    """Answer whether a text string of the PDF holds a text, written plainly or in hexadecimal UTF-16."""
    return f"({text})" in found or utf16(text) in found or ("FEFF" + text.encode("utf-16-be").hex().upper()) in found


def test_a_screen_reader_finds_tags_language_title_and_bookmarks():
    found = structure(pdf_of(Section("Mindset", (paragraph("Words"),), letter="M", order=1)))
    for mark in ("/StructTreeRoot", "/Marked true", "/Lang", "en-GB", "/Outlines", "/DisplayDocTitle true", "pdfuaid"):
        assert mark in found, mark
    assert says(found, "MASOSS: handbook")
    assert "/Font" in found
    assert "AtkinsonHyperlegible" in found


@pytest.mark.parametrize("tag", ["/Title", "/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/TOC", "/Link"])
def test_its_parts_are_told_apart(tag):
    blocks = (
        Paragraph((Run("A link", link="https://example.org/"),)),
        bullets(["one"]),
        Table(("a", "b"), (("1", "2"),)),
    )
    found = structure(pdf_of(Section("First", blocks, (Section("Under it", blocks),))))
    assert re.search(rf"/S\s*{tag}\b", found), tag


def test_the_same_handbook_gives_the_same_bytes_and_another_day_does_not():
    section = Section("Mindset", (paragraph("Words"),))
    assert pdf_of(section) == pdf_of(section)
    assert pdf_of(section) != pdf_of(section, made_on=date(2026, 11, 23))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_text_is_only_text(text):
    blocks = (Paragraph((Run(text), Run(text, strong=True, em=True))), bullets([text]), Table((text,), ((text,),)))
    pdf = pdf_of(Section(text, blocks, (Section(text),), letter="M", order=9), title=text, version=text, holds=text)
    assert pdf.startswith(b"%PDF-")


def test_markup_is_printed_as_it_was_typed():
    title = "#let x = 1; $y$"
    assert says(structure(pdf_of(Section(title))), title), "the bookmark carries the very words"


def test_a_link_is_kept_and_leads_where_it_says():
    linked = Paragraph((Run("there", link="https://example.org/there"),))
    assert "(https://example.org/there)" in structure(pdf_of(Section("A", (linked,))))


def test_two_hundred_pages_take_seconds():
    words = "The person decides what matters, and we begin with what is strong. " * 12
    sections = [Section(f"Element {number}", tuple(paragraph(words) for _ in range(5))) for number in range(120)]
    begun = time.monotonic()
    found = structure(pdf_of(*sections))
    assert time.monotonic() - begun < 30
    assert len(re.findall(r"/Type\s*/Page\b", found)) >= 200


def test_a_book_without_end_is_refused_before_it_is_set():
    with pytest.raises(HandbookTooLong):
        pdf_of(Section("Long", (paragraph("x" * (MOST_CHARACTERS + 1)),)))


def test_deep_sections_are_still_set():
    section = Section("Deepest")
    for number in range(12):
        section = Section(f"Level {number}", sections=(section,))
    assert pdf_of(section).startswith(b"%PDF-")
