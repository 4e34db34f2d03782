"""Keeping what can be found true to what is published. An entry is derived: it can be thrown away and built again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import transaction
from wagtail.models import Page

from framework.models import Competency, ElementPage, GlossaryTerm
from learning.content.models import LessonPage, ModulePage, SiblingPage
from learning.search.entries import Found, entry_of_competency, entry_of_page, entry_of_term
from learning.search.models import SearchEntry, SearchWord
from learning.search.rules import words_of

MANY = ("frameworks", "elements", "role_profiles")


def refresh_page(page: Page) -> None:
    """Write a page's entry anew, and those that say something of it: a module's minutes, an element's competencies."""
    specific = page.specific
    _write(f"page:{page.pk}", entry_of_page(specific))
    for sibling in SiblingPage.objects.child_of(specific):
        _write(f"page:{sibling.pk}", entry_of_page(sibling))
    if isinstance(specific, LessonPage):
        refresh_page(specific.get_parent())
    if isinstance(specific, ElementPage):
        for competency in specific.element.competencies.select_related("element"):
            _write(f"competency:{competency.pk}", entry_of_competency(competency, specific) if specific.live else None)


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


@transaction.atomic
def _write(key: str, found: Found | None) -> None:
    if found is None:
        forget(key)
        return
    fields = {name: value for name, value in vars(found).items() if name not in MANY}
    entry, _ = SearchEntry.objects.update_or_create(key=key, defaults={**fields, "title": found.title[:255]})
    for name in MANY:
        getattr(entry, name).set(getattr(found, name))
    words = {*words_of(f"{found.title} {found.summary} {found.text}")}
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in words], ignore_conflicts=True)


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
