from __future__ import annotations

from dataclasses import dataclass, fields

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from learning.people.decorators import SignedInRequest, page
from learning.search.models import SearchEntry
from learning.search.queries import Facet, Narrowing, facets, find, meanings_of, ranked
from learning.search.rules import Meaning, Piece, snippet

FINDS_A_PAGE = 20
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Find:
    """An entry as the page shows it, with the stretch of its text that answers the query."""

    entry: SearchEntry
    pieces: list[Piece]


@page
def search(request: SignedInRequest) -> HttpResponse:
    """Everything I may read that answers my words, best first, and ways to narrow it down."""
    query = _plain(request, "q")[:LONGEST_QUERY]
    narrowing = Narrowing(**{one.name: _plain(request, one.name) for one in fields(Narrowing)})
    meanings = meanings_of(query)
    found = find(request.user, meanings)
    pages = Paginator(ranked(narrowing.filter(found), meanings), FINDS_A_PAGE).get_page(request.GET.get("page"))
    shown = facets(found, narrowing) if query else []
    context = {
        "query": query,
        "finds": _finds(list(pages.object_list), meanings),
        "page": pages,
        "facets": shown,
        "chosen": _chosen(shown, narrowing),
        "mended": [meaning for meaning in meanings if meaning.is_mended] if pages.paginator.count else [],
    }
    return render(request, "search/search.html", context)


def _plain(request: SignedInRequest, name: str) -> str:
    return str(request.GET.get(name, "")).replace("\x00", "").strip()


def _finds(keys: list[int], meanings: list[Meaning]) -> list[Find]:
    entries = SearchEntry.objects.in_bulk(keys)
    words = [word for meaning in meanings for word in meaning.words]
    return [Find(entries[key], snippet(_all_text(entries[key]), words)) for key in keys]


def _all_text(entry: SearchEntry) -> str:
    return entry.text if entry.summary in entry.text else f"{entry.summary} {entry.text}".strip()


def _chosen(shown: list[Facet], narrowing: Narrowing) -> list[tuple[str, str]]:
    """Return the choices in force with their labels; one that leaves nothing shows as it was sent."""
    labels = {(facet.name, choice.value): choice.label for facet in shown for choice in facet.choices}
    values = [(one.name, getattr(narrowing, one.name)) for one in fields(Narrowing)]
    return [(name, labels.get((name, value), value)) for name, value in values if value]
