from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from framework import rules
from framework.glossary import Explained, Glossary, Term, explain
from framework.models import (
    Competency,
    CompetencyLevel,
    Contribution,
    ContributionPlan,
    Element,
    ElementMatch,
    ElementPage,
    Framework,
    GlossaryTerm,
    Level,
    MatchKind,
    ReviewedPage,
    SitePage,
)

CONTRIBUTIONS_SHOWN, CHANGES_READ = 3, 30


def standard_for(competency: Competency, level: Level) -> CompetencyLevel | None:
    """Return what a competency asks for at a level; None when it is not defined there."""
    found: CompetencyLevel | None = (
        CompetencyLevel.objects.filter(competency=competency, level=level)
        .select_related("competency__element", "level")
        .prefetch_related("evidence_rules", "anchors")
        .first()
    )
    return found


def publish_problems(page: Page) -> list[str]:
    """Return what keeps a page of the framework from being published, each with what to do; nothing for other pages.

    What was said about one language version of a page counts for its sibling versions too.
    """
    if not issubclass(page.specific_class or type(page), ReviewedPage):
        return []
    siblings = {"page__translation_key": page.translation_key}
    groups = Contribution.objects.accepted().filter(**siblings).values_list("group", flat=True)
    plans = ContributionPlan.objects.filter(**siblings).values_list("planned_for", flat=True)
    return rules.co_production_problems(set(groups), list(plans), timezone.localdate())


@dataclass(frozen=True)
class Shaping:
    """Who had a part in a page: the newest contributions, how many there are, what is planned and what else changed."""

    contributions: list[Contribution]
    total: int
    plans: list[ContributionPlan]
    changes: list[Change]


def shaping_of(page: Page) -> Shaping:
    """Return who shaped a page, in any of its languages. Two queries, three when many did."""
    accepted = Contribution.objects.accepted().filter(page__translation_key=page.translation_key)
    plans = ContributionPlan.objects.filter(
        page__translation_key=page.translation_key, planned_for__gte=timezone.localdate()
    )
    newest = list(accepted[:CHANGES_READ])
    total = len(newest) if len(newest) < CHANGES_READ else accepted.count()
    return Shaping(
        newest[:CONTRIBUTIONS_SHOWN],
        total,
        list(plans[:CONTRIBUTIONS_SHOWN]),
        changes_of(page, newest[CONTRIBUTIONS_SHOWN:]),
    )


@dataclass(frozen=True)
class Change:
    """What became different on a page on a day, and who brought it about if people were asked."""

    on: date
    what: str
    who: str = ""


def changes_of(page: Page, contributions: Iterable[Contribution]) -> list[Change]:
    """Return what changed on a page, newest first: what its editors wrote down, and what contributions led to."""
    written = [Change(block.value["changed_on"], block.value["what"]) for block in getattr(page, "changes", ())]
    led_to = [Change(row.contributed_on, row.what_changed, row.who) for row in contributions if row.what_changed]
    return sorted([*written, *led_to], key=lambda change: change.on, reverse=True)


SHAPED, PLANNED, NEITHER = "SHAPED", "PLANNED", "NEITHER"


@dataclass(frozen=True)
class PageShare:
    """How many live pages there are, by whether people with lived experience had a part in them."""

    shaped: int
    planned: int
    neither: int

    @property
    def total(self) -> int:
        return self.shaped + self.planned + self.neither


def co_production_by_element(frameworks: QuerySet[Framework]) -> tuple[PageShare, list[tuple[Element, PageShare]]]:
    """Return the share of all pages that serve an element, each counted once, and of each element's pages.

    A fixed number of queries.
    """
    pages, states = _pages_by_element(frameworks), _states_of_pages()
    elements = Element.objects.filter(framework__in=frameworks).select_related("framework")
    by_element = [(element, _share(pages.get(element.pk, set()), states)) for element in elements]
    return _share(set().union(*pages.values()), states), by_element


def _share(pages: set[int], states: dict[int, str]) -> PageShare:
    found = [states.get(page, NEITHER) for page in pages]
    return PageShare(*(found.count(state) for state in (SHAPED, PLANNED, NEITHER)))


def _pages_by_element(frameworks: QuerySet[Framework]) -> dict[int, set[int]]:
    """Return the ids of the live pages that serve each element."""
    served = list(ElementPage.objects.live().filter(element__framework__in=frameworks).values_list("element", "pk"))
    for kind in SitePage.__subclasses__():
        rows = kind.objects.live().filter(elements__framework__in=frameworks)
        served += rows.order_by().values_list("elements", "pk").distinct()
    pages: dict[int, set[int]] = {}
    for element, page in served:
        pages.setdefault(element, set()).add(page)
    return pages


def _states_of_pages() -> dict[int, str]:
    to_come = ContributionPlan.objects.filter(planned_for__gte=timezone.localdate())
    shaped = Contribution.objects.accepted().from_lived_experience()
    return {
        **dict.fromkeys(to_come.values_list("page", flat=True), PLANNED),
        **dict.fromkeys(shaped.order_by().values_list("page", flat=True).distinct(), SHAPED),
    }


Fingerprint = tuple[tuple[int | None, int, datetime, int], ...]


def glossary_fingerprint(frameworks: QuerySet[Framework]) -> Fingerprint:
    """Return what changes with every term that readers of these frameworks may read. One query."""
    counted = GlossaryTerm.objects.readable(frameworks).order_by().values_list("framework")
    rows = counted.annotate(Count("pk"), Max("changed_at"), Sum("pk"))
    return tuple(sorted(rows, key=lambda row: row[0] or 0))


@lru_cache(maxsize=16)
def _glossary(fingerprint: Fingerprint) -> Glossary:
    ids = [row[0] for row in fingerprint]
    rows = GlossaryTerm.objects.filter(mark_in_text=True).filter(
        Q(framework=None) | Q(framework__in=[pk for pk in ids if pk])
    )
    # An organisation's own meaning of a word stands before the common one.
    own_first = sorted(rows.select_related("framework"), key=lambda row: row.framework_id is None)
    return Glossary(Term(row.anchor, row.term, row.forms, row.explanation) for row in own_first)


@lru_cache(maxsize=128)
def explain_terms(fragments: tuple[str, ...], fingerprint: Fingerprint, leave_out: tuple[str, ...] = ()) -> Explained:
    """Return a page's fragments with the first of each term explained. Kept, so that a page is searched once."""
    return explain(fragments, _glossary(fingerprint), address=reverse("content:glossary"), leave_out=leave_out)


@dataclass(frozen=True)
class CrosswalkLine:
    """A match as seen from one of its elements."""

    element: Element
    other: Element
    kind: MatchKind
    note: str


def _seen_from(match: ElementMatch, *, is_first: bool) -> CrosswalkLine:
    kind = MatchKind(match.kind)
    if is_first:
        return CrosswalkLine(match.element, match.other, kind, match.note)
    return CrosswalkLine(match.other, match.element, kind.seen_from_the_other_side, match.note)


def crosswalk_between(first: Framework, other: Framework) -> list[CrosswalkLine]:
    """Return how the elements of two frameworks relate, as seen from the first, in its order."""
    matches = ElementMatch.objects.between(first, other).with_pages()
    lines = [_seen_from(match, is_first=match.element.framework_id == first.pk) for match in matches]
    return sorted(lines, key=lambda line: (line.element.order, line.other.order))


def matches_of_element(element: Element, frameworks: Collection[int]) -> list[CrosswalkLine]:
    """Return what an element relates to in other frameworks, out of those with the ids given."""
    matches = ElementMatch.objects.of(element).with_pages()
    lines = [_seen_from(match, is_first=match.element_id == element.pk) for match in matches]
    found = [line for line in lines if line.other.framework_id in frameworks]
    return sorted(found, key=lambda line: (line.other.framework.title, line.other.order))


def crosswalks_of(framework: Framework, frameworks: Collection[Framework]) -> list[Framework]:
    """Return the frameworks, out of those given, that have matches with this one."""
    matches = ElementMatch.objects.filter(Q(element__framework=framework) | Q(other__framework=framework))
    linked = {pk for pair in matches.values_list("element__framework", "other__framework") for pk in pair}
    return [other for other in frameworks if other.pk in linked and other.pk != framework.pk]
