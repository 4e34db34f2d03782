"""Keeping what can be found true to what is published. An entry is derived: it can be thrown away and built again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backends

from framework.models import Competency, ElementPage, GlossaryTerm
from learning.content.models import LessonPage, ModulePage, SiblingPage
from learning.search.entries import (
    Found,
    entries_of_competencies,
    entry_of_competency,
    entry_of_page,
    entry_of_term,
)
from learning.search.models import SearchEntry, SearchWord
from learning.search.rules import words_of

BATCH = 200
MANY = ("frameworks", "elements", "role_profiles")


def refresh_page(page: Page) -> None:
    """Write a page's entry anew, and those that say something of it: a module's minutes, an element's competencies."""
    specific = page.specific
    siblings = SiblingPage.objects.child_of(specific)
    entries = {f"page:{one.pk}": entry_of_page(one) for one in (specific, *siblings)}
    if isinstance(specific, ElementPage):
        entries |= entries_of_competencies(specific)
    write_entries(entries)
    if isinstance(specific, LessonPage):
        refresh_page(specific.get_parent())


def refresh_below(page: Page) -> None:
    """Write the entries of a page and of all below it anew, as after a move or a new address."""
    for one in Page.objects.descendant_of(page, inclusive=True).specific():
        refresh_page(one)


def refresh_competency(competency: Competency) -> None:
    """Write a competency's entry anew, and the jobs of the modules that serve it."""
    page = ElementPage.objects.live().filter(element=competency.element_id).first()
    _write(f"competency:{competency.pk}", entry_of_competency(competency, page) if page else None)
    for module in ModulePage.objects.filter(competencies=competency):
        refresh_page(module)


def refresh_term(term: GlossaryTerm) -> None:
    _write(f"term:{term.pk}", entry_of_term(term))


def forget(key: str) -> None:
    SearchEntry.objects.filter(key=key).delete()


def _write(key: str, found: Found | None) -> None:
    write_entries({key: found})


@transaction.atomic
def write_entries(entries: dict[str, Found | None]) -> None:
    """Write entries anew in few statements however many they are; those of nothing are forgotten."""
    SearchEntry.objects.filter(key__in=[key for key, found in entries.items() if found is None]).delete()
    wanted = {key: found for key, found in entries.items() if found is not None}
    if wanted:
        written = _write_rows(wanted)
        _write_links(written, wanted)
        _write_words(wanted.values())
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(SearchEntry, list(written.values()))


def _write_rows(wanted: dict[str, Found]) -> dict[str, SearchEntry]:
    rows = [SearchEntry(key=key, **_columns(found)) for key, found in wanted.items()]
    names = [name for name in vars(next(iter(wanted.values()))) if name not in MANY]
    SearchEntry.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["key"], update_fields=[*names])
    return {row.key: row for row in SearchEntry.objects.filter(key__in=wanted)}


def _columns(found: Found) -> dict[str, Any]:
    columns = {name: value for name, value in vars(found).items() if name not in MANY}
    return {**columns, "title": found.title[:255]}


def _write_links(written: dict[str, SearchEntry], wanted: dict[str, Found]) -> None:
    for name in MANY:
        links = getattr(SearchEntry, name)
        through, column = links.through, links.field.m2m_reverse_name()
        through.objects.filter(searchentry__in=written.values()).delete()
        through.objects.bulk_create(
            [
                through(**{"searchentry_id": written[key].pk, column: pk})
                for key, found in wanted.items()
                for pk in getattr(found, name)
            ],
            BATCH,
        )


def _write_words(wanted: Iterable[Found]) -> None:
    words = {word for found in wanted for word in words_of(f"{found.title} {found.summary} {found.text}")}
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in words], BATCH, ignore_conflicts=True)


@transaction.atomic
def rebuild_search(say: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Throw all entries away and build them from what is published; return how many there are."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    pages = Page.objects.live().order_by("path")
    total = pages.count()
    for done, page in enumerate(pages.iterator(), 1):
        _rebuild(page.specific)
        say(done, total)
    for term in GlossaryTerm.objects.all():
        refresh_term(term)
    return SearchEntry.objects.count()


def _rebuild(page: Page) -> None:
    _write(f"page:{page.pk}", entry_of_page(page))
    if isinstance(page, ElementPage):
        refresh_page(page)


def stale_keys() -> list[str]:
    """Return the keys of published pages without an entry, and of entries without their page."""
    return sorted(
        _published_keys() ^ set(SearchEntry.objects.filter(key__startswith="page:").values_list("key", flat=True))
    )


def _published_keys() -> set[str]:
    pages: Iterable[Page] = Page.objects.live().specific().iterator()
    return {f"page:{page.pk}" for page in _with_entries(pages)}


def _with_entries(pages: Iterable[Page]) -> Iterator[Page]:
    from learning.search.entries import BUILDERS

    found = (page for page in pages if isinstance(page, tuple(BUILDERS)))
    return (page for page in found if not isinstance(page, SiblingPage) or page.original.live)
