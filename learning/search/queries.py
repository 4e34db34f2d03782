"""Searching: what a query means, what it finds for an account, and how the finds can be narrowed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelsearch.query import And, Or, PlainText, SearchQuery
from wagtail.search.backends import get_search_backend

from framework.models import Element, RoleProfile
from learning.people.models import Account
from learning.search.models import SearchEntry, SearchWord
from learning.search.rules import Meaning, meaning_of, score, sought_words

MOST_FINDS = 2000
LENGTHS = {"5": _("5 minutes or less"), "10": _("10 minutes or less"), "30": _("30 minutes or less")}
SETTINGS = {"home": ("at_home", _("At home")), "residential": ("in_residential_care", _("In residential care"))}


@dataclass(frozen=True)
class Narrowing:
    """What the reader has chosen to narrow the finds down by; empty means anything."""

    kind: str = ""
    element: str = ""
    role: str = ""
    setting: str = ""
    minutes: str = ""

    def filter(self, entries: QuerySet[SearchEntry], *, without: str = "") -> QuerySet[SearchEntry]:
        """Return the entries that fit, leaving one of the choices out of account."""
        chosen = {name: value for name, value in vars(self).items() if value and name != without}
        for name, value in chosen.items():
            entries = entries.filter(_condition(name, value))
        return entries


def _condition(name: str, value: str) -> Q:
    if name == "element":
        of_element = SearchEntry.elements.through.objects.filter(element__code=value)
        return Q(pk__in=of_element.values("searchentry"))
    if name == "role":
        for_role = SearchEntry.role_profiles.through.objects.filter(roleprofile__code=value)
        return Q(pk__in=for_role.values("searchentry"))
    if name == "setting" and value in SETTINGS:
        return Q(**{SETTINGS[value][0]: True})
    if name == "minutes" and value in LENGTHS:
        return Q(minutes__lte=int(value))
    return Q(kind=value) if name == "kind" else Q(pk=None)


@dataclass(frozen=True)
class Choice:
    """One way to narrow the finds down, and how many would be left."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One thing the finds differ in, the choices it offers, and the one in force."""

    name: str
    label: str
    choices: list[Choice]
    chosen: str = ""


def meanings_of(query: str) -> list[Meaning]:
    """Return what each word of a query is taken for."""
    vocabulary = _vocabulary(*_vocabulary_stamp())
    return [meaning_of(word, vocabulary) for word in sought_words(query)]


def _vocabulary_stamp() -> tuple[int, int]:
    newest = SearchWord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return newest, SearchWord.objects.count()


@lru_cache(maxsize=2)
def _vocabulary(newest: int, count: int) -> tuple[str, ...]:
    """Return every word, kept in memory until there are others."""
    return tuple(SearchWord.objects.order_by("word").values_list("word", flat=True))


def find(account: Account, meanings: list[Meaning]) -> QuerySet[SearchEntry]:
    """Return what an account may read that has every word in one of its meanings; at most 2,000."""
    entries = SearchEntry.objects.open_to(account)
    if not meanings:
        return entries.none()
    # The search engine's own ranking asks its index once more for each match: two seconds for two thousand on SQLite.
    anywhere = SearchEntry.objects.order_by("id")
    matching = get_search_backend().search(_expression(meanings), anywhere, order_by_relevance=False)
    found = entries.filter(pk__in=matching.get_queryset().order_by().values("pk"))
    return SearchEntry.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST_FINDS]))


def ranked(entries: QuerySet[SearchEntry], meanings: list[Meaning]) -> list[int]:
    """Return the keys of entries, best first: hits in the title, then in the summary, then by title."""
    rows = entries.order_by().values_list("pk", "title", "summary")
    scored = [(-score(title, summary, meanings), title, pk) for pk, title, summary in rows]
    return [pk for _, _, pk in sorted(scored)]


def _expression(meanings: list[Meaning]) -> SearchQuery:
    alternatives = [_any_of([PlainText(word) for word in meaning.words]) for meaning in meanings]
    return And(alternatives) if len(alternatives) > 1 else alternatives[0]


def _any_of(words: list[PlainText]) -> SearchQuery:
    return Or(words) if len(words) > 1 else words[0]


def facets(entries: QuerySet[SearchEntry], narrowing: Narrowing) -> list[Facet]:
    """Return the ways to narrow finds down that would leave something; each counts with the other choices kept."""
    made = [
        Facet(name, str(label), choices(narrowing.filter(entries, without=name)), getattr(narrowing, name))
        for name, label, choices in FACETS
    ]
    return [facet for facet in made if facet.choices]


def _by_kind(entries: QuerySet[SearchEntry]) -> list[Choice]:
    labels = dict(SearchEntry.Kind.choices)
    return [Choice(kind, str(labels[kind]), count) for kind, count in _counts(entries, "kind")]


def _counts(entries: QuerySet[SearchEntry], name: str) -> list[tuple[str, int]]:
    rows = entries.order_by().values(name).annotate(found=Count("pk")).order_by("-found", name)
    return [(row[name], row["found"]) for row in rows if row[name]]


def _by_element(entries: QuerySet[SearchEntry]) -> list[Choice]:
    found = dict(_counts(entries, "elements__code"))
    elements = Element.objects.filter(code__in=found).select_related("framework").order_by("framework__title", "order")
    several = len({element.framework_id for element in elements}) > 1
    return [
        Choice(one.code, f"{one.title} ({one.framework.title})" if several else one.title, found[one.code])
        for one in elements
    ]


def _by_role(entries: QuerySet[SearchEntry]) -> list[Choice]:
    found = dict(_counts(entries, "role_profiles__code"))
    return [Choice(role.code, role.title, found[role.code]) for role in RoleProfile.objects.filter(code__in=found)]


def _by_setting(entries: QuerySet[SearchEntry]) -> list[Choice]:
    counts = entries.aggregate(
        **{value: Count("pk", filter=Q(**{name: True})) for value, (name, _) in SETTINGS.items()}
    )
    return [Choice(value, str(label), counts[value]) for value, (_, label) in SETTINGS.items() if counts[value]]


def _by_minutes(entries: QuerySet[SearchEntry]) -> list[Choice]:
    counts = entries.aggregate(**{f"to_{most}": Count("pk", filter=Q(minutes__lte=int(most))) for most in LENGTHS})
    return [Choice(most, str(label), counts[f"to_{most}"]) for most, label in LENGTHS.items() if counts[f"to_{most}"]]


FACETS: list[tuple[str, Promise, Callable[[QuerySet[SearchEntry]], list[Choice]]]] = [
    ("kind", _("What it is"), _by_kind),
    ("element", _("Part of the framework"), _by_element),
    ("role", _("Job"), _by_role),
    ("setting", _("Where"), _by_setting),
    ("minutes", _("Time"), _by_minutes),
]
