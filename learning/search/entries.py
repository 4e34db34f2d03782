"""What each thing says of itself in a search: one builder a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page
from wagtail.search import index

from framework.models import (
    CaseStudyPage,
    Competency,
    Element,
    ElementPage,
    FrameworkPage,
    GlossaryTerm,
    PracticeModelPage,
    Requirement,
    RoleProfile,
    SitePage,
    ToolPage,
)
from learning.content.models import LessonPage, ModulePage, SiblingPage
from learning.content.rules import plain_text
from learning.search.models import SearchEntry

Kind = SearchEntry.Kind


@dataclass(frozen=True)
class Found:
    """Everything an entry holds, before it is written."""

    kind: str
    title: str
    url: str
    summary: str = ""
    text: str = ""
    organisation_id: int | None = None
    frameworks: frozenset[int] = frozenset()
    elements: frozenset[int] = frozenset()
    role_profiles: frozenset[int] = frozenset()
    at_home: bool = False
    in_residential_care: bool = False
    minutes: int | None = None
    for_everybody: bool = field(default=False)


def entry_of_page(page: Page) -> Found | None:
    """Return what a live page says in a search; nothing for pages that only list others."""
    builder: Callable[[Any], Found | None] | None = next(
        (build for kind, build in BUILDERS.items() if isinstance(page, kind)), None
    )
    return builder(page) if builder and page.live else None


def entries_of_competencies(page: ElementPage) -> dict[str, Found | None]:
    """Return what the competencies of an element's page say, by key; nothing while the page is not live."""
    competencies = list(page.element.competencies.select_related("element"))
    jobs: dict[int, set[int]] = {competency.pk: set() for competency in competencies}
    needed = Requirement.objects.filter(competency__in=competencies, in_force_to=None)
    for competency, job in needed.values_list("competency_id", "role_profile_id"):
        jobs[competency].add(job)
    return {
        f"competency:{one.pk}": _entry_of_competency(one, page, frozenset(jobs[one.pk])) if page.live else None
        for one in competencies
    }


def entry_of_competency(competency: Competency, page: ElementPage) -> Found:
    return _entry_of_competency(competency, page, _jobs_that_need([competency.pk]))


def _entry_of_competency(competency: Competency, page: ElementPage, jobs: frozenset[int]) -> Found:
    return Found(
        kind=Kind.COMPETENCY,
        title=str(competency),
        url=page.competency_url(competency),
        summary=competency.statement,
        text=competency.why,
        frameworks=frozenset({competency.element.framework_id}),
        elements=frozenset({competency.element_id}),
        role_profiles=jobs,
    )


def entry_of_term(term: GlossaryTerm) -> Found:
    return Found(
        kind=Kind.TERM,
        title=term.term,
        url=f"{reverse('content:glossary')}#{term.anchor}",
        summary=term.explanation,
        text=term.also,
        frameworks=frozenset({term.framework_id} if term.framework_id else ()),
        for_everybody=term.framework_id is None,
    )


def _entry_of_framework(page: FrameworkPage) -> Found:
    elements = page.framework.elements.values_list("pk", flat=True)
    return _site_entry(page, Kind.FRAMEWORK, page.framework.summary, elements, {page.framework_id})


def _entry_of_element(page: ElementPage) -> Found:
    return _site_entry(page, Kind.FRAMEWORK, page.element.summary, [page.element_id], {page.element.framework_id})


def _entry_of_site_page(page: SitePage) -> Found:
    elements: list[Element] = list(page.elements.all())
    frameworks = {element.framework_id for element in elements}
    return _site_entry(page, SITE_KINDS[type(page)], page.summary, [element.pk for element in elements], frameworks)


def _site_entry(page: Page, kind: str, summary: str, elements: Iterable[int], frameworks: set[int]) -> Found:
    return Found(
        kind=kind,
        title=page.title,
        url=page.url,
        summary=summary,
        text=_words_on(page),
        elements=frozenset(elements),
        frameworks=frozenset(frameworks),
        for_everybody=not frameworks,
    )


def _entry_of_module(page: ModulePage) -> Found:
    return _learning_entry(page, page, Kind.MODULE, page.summary, page.live_lessons())


def _entry_of_lesson(page: LessonPage) -> Found:
    return _learning_entry(page, page.get_parent().specific, Kind.LESSON, page.aim, [page])


def _learning_entry(page: Page, module: ModulePage, kind: str, summary: str, lessons: list[LessonPage]) -> Found:
    competencies = list(module.competencies.all())
    settings = {
        block.value["setting"] for lesson in lessons for block in lesson.body if block.block_type == "worked_example"
    }
    return Found(
        kind=kind,
        title=page.title,
        url=page.url,
        summary=summary,
        text=_words_on(page),
        organisation_id=module.organisation_id,
        elements=frozenset(competency.element_id for competency in competencies),
        role_profiles=_jobs_that_need([competency.pk for competency in competencies]),
        at_home="home" in settings,
        in_residential_care="residential" in settings,
        minutes=sum(lesson.minutes for lesson in lessons),
    )


def _entry_of_sibling(page: SiblingPage) -> Found | None:
    """Return a version of a page as a find of its own, which says what it is in and is found by whoever may read it."""
    original = entry_of_page(page.original)
    if original is None:
        return None
    title = f"{page.title[:230]} ({page.version.label})"
    return replace(original, title=title, url=page.url, summary=page.lead, text=_words_on(page))


def _jobs_that_need(competencies: list[int]) -> frozenset[int]:
    needed = Q(requirements__competency__in=competencies, requirements__in_force_to=None)
    return frozenset(RoleProfile.objects.filter(needed).values_list("pk", flat=True))


def _words_on(page: Page) -> str:
    """Return all that a page says, from the fields it gives to searches; the title stands by itself."""
    fields = [field for field in page.get_search_fields() if isinstance(field, index.SearchField)]
    texts: list[str] = []
    for one in fields:
        value = one.get_value(page) if one.field_name != "title" else ""
        texts += [value] if isinstance(value, str) else [str(item) for item in value or []]
    return " ".join(unescape(plain_text(" ".join(texts))).split())


SITE_KINDS = {ToolPage: Kind.TOOL, CaseStudyPage: Kind.CASE_STUDY, PracticeModelPage: Kind.PRACTICE_MODEL}
BUILDERS: dict[type[Page], Callable[[Any], Found | None]] = {
    FrameworkPage: _entry_of_framework,
    ElementPage: _entry_of_element,
    SitePage: _entry_of_site_page,
    ModulePage: _entry_of_module,
    LessonPage: _entry_of_lesson,
    SiblingPage: _entry_of_sibling,
}
