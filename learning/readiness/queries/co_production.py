"""Which parts of the framework people with lived experience have shaped, for leaders."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from framework.models import Contribution, Element, Group
from framework.queries import PageShare, co_production_by_element
from learning.content.permissions import framework_pages_open_to
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to


@dataclass(frozen=True)
class GroupCount:
    """How often a group contributed, and how many people that were."""

    group: str
    contributions: int
    people: int


@dataclass(frozen=True)
class CoProduction:
    """The share of all pages, the share by element, and who contributed."""

    whole: PageShare
    shares: list[tuple[Element, PageShare]]
    groups: list[GroupCount]


def co_production_of(account: Account) -> CoProduction:
    """Return how far the frameworks an account works by were shaped with people, page by page."""
    accepted = Contribution.objects.accepted().filter(page__in=framework_pages_open_to(account)).order_by()
    counted = accepted.values_list("group").annotate(Count("pk"), Sum("how_many"))
    rows = {group: (contributions, people) for group, contributions, people in counted}
    groups = [GroupCount(str(label), *rows.get(value, (0, 0))) for value, label in Group.choices]
    return CoProduction(*co_production_by_element(frameworks_open_to(account)), groups)
