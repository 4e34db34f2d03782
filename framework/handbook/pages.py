"""One page of the framework's site as a section. A page adds what is its own with `handbook_sections(site)`."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.rich_text import expand_db_html

from framework.handbook.content import Block, Listing, Paragraph, Run, Section, Table, bullets, labelled, paragraph
from framework.handbook.rich import blocks_of
from framework.models import Competency, CompetencyLevel, ElementPage, ReviewedPage, SitePage
from framework.models.pages import lines_of
from framework.models.site import STRENGTHS


def site_page_section(page: SitePage, site: str) -> Section:
    """Return a tool, case study or practice model: its summary, what the page itself gives, and what it rests on."""
    blocks = (paragraph(page.summary, is_lead=True), _who_answers(page))
    return Section(page.title, blocks, (*own_sections(page, site), *_evidence_section(page)))


def own_sections(page: ReviewedPage, site: str) -> tuple[Section, ...]:
    """Return what a page gives for itself; nothing when it does not say."""
    give = getattr(page, "handbook_sections", None)
    return tuple(give(site)) if give else ()


def element_section(page: ElementPage, *, with_competencies: bool, site: str) -> Section:
    """Return an element: what it means, what good looks like, what to ask, and its competencies if wanted."""
    element = page.element
    meaning = blocks_of(expand_db_html(page.meaning), site=site)
    blocks = (paragraph(element.summary, is_lead=True), *meaning, _who_answers(page))
    sections = [*_good_practice(page), *_questions(page), *own_sections(page, site)]
    if with_competencies:
        sections += _competencies(page)
    return Section(
        page.title, blocks, (*sections, *_evidence_section(page)), letter=element.letter, order=element.order
    )


def _good_practice(page: ElementPage) -> Iterator[Section]:
    views = [(who, lines) for who, lines in page.good_looks_like() if lines]
    if views:
        yield Section("What good looks like", sections=tuple(Section(who, (bullets(lines),)) for who, lines in views))


def _questions(page: ElementPage) -> Iterator[Section]:
    questions = lines_of(page.questions_to_ask)
    if questions:
        yield Section("Questions to ask", (bullets(questions),))


def _competencies(page: ElementPage) -> Iterator[Section]:
    found = page.element.competencies.prefetch_related("levels__level", "levels__anchors", "levels__evidence_rules")
    below = tuple(_competency(competency) for competency in found)
    if below:
        yield Section("Competencies", sections=below)


def _competency(competency: Competency) -> Section:
    blocks: list[Block] = [paragraph(competency.statement)]
    if competency.why:
        blocks.append(labelled("Why it matters", competency.why))
    levels = tuple(_level(standard) for standard in competency.levels.all())
    return Section(str(competency), tuple(blocks), levels)


def _level(standard: CompetencyLevel) -> Section:
    months = standard.validity_months
    holds = f"It holds for {months} months." if months else "It does not lapse."
    blocks: list[Block] = [
        paragraph(standard.statement),
        labelled("What proves it", f"{standard.proof_in_words}. {holds}"),
    ]
    anchors = tuple((anchor.shows, anchor.not_yet) for anchor in standard.anchors.all())
    if anchors:
        blocks.append(Table(("When it is there", "When it is not there yet"), anchors))
    return Section(standard.level.title, tuple(blocks))


def _evidence_section(page: ReviewedPage) -> Iterator[Section]:
    if page.evidence:
        yield Section("What it rests on", (Listing(tuple((_evidence(block.value),) for block in page.evidence)),))


def _who_answers(page: ReviewedPage) -> Paragraph:
    dates = [("last reviewed", page.reviewed_on), ("next review", page.review_on)]
    told = [f"{words} {day:%-d %B %Y}" for words, day in dates if day]
    return labelled("Who answers for it", f"{'; '.join([page.owner_job, *told])}.")


def _evidence(value: dict[str, str]) -> Paragraph:
    strength = dict(STRENGTHS).get(value["strength"], "")
    source = Run(value["source"], link=value["url"] or "")
    return Paragraph((Run(f"{value['claim']} "), source, Run(f". {strength}" if strength else "")))
