"""Lena sees how far the framework was shaped with people; others do not find the page."""

from __future__ import annotations

import pytest

from framework.models import (
    CaseStudyPage,
    Contribution,
    ContributionPlan,
    Element,
    ElementPage,
    PracticeModelPage,
    ToolPage,
)
from framework.queries import co_production_by_element
from learning.people.permissions import frameworks_open_to

PAGE = "/readiness/co-production/"


def test_lena_sees_the_share_in_words_picture_and_table(lena, signed_in):
    client = signed_in(lena)
    assert PAGE in client.get("/readiness/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "People with lived experience had a part in 4 of" in page
    assert page.count('class="gt-share"') == Element.objects.count()
    assert "The same as a table" in page


def test_a_page_counts_once_in_the_whole_and_with_each_element_it_serves(lena):
    whole, by_element = co_production_by_element(frameworks_open_to(lena))
    pages = (ElementPage, ToolPage, CaseStudyPage, PracticeModelPage)
    assert whole.total == sum(kind.objects.live().count() for kind in pages) > 20
    assert sum(share.total for _, share in by_element) > whole.total


def test_the_share_moves_when_words_are_accepted_and_when_a_plan_has_gone_by(lena):
    services = ElementPage.objects.get(element__code="masoss-services")

    def share():
        _, by_element = co_production_by_element(frameworks_open_to(lena))
        return next(found for element, found in by_element if element == services.element)

    before = share()
    ContributionPlan.objects.filter(page=services).update(planned_for="2026-01-01")
    assert (share().planned, share().neither) == (before.planned - 1, before.neither + 1)
    Contribution.objects.create(page=services, group="CARERS", words="x", consent="SPOKEN", state="ACCEPTED")
    assert (share().shaped, share().neither) == (before.shaped + 1, before.neither)


@pytest.mark.parametrize("who", ["asha", "omar", "tess", "priya", "sam"])
def test_it_is_for_leaders(db, signed_in, request, who):
    assert signed_in(request.getfixturevalue(who)).get(PAGE).status_code == 404


def test_it_costs_few_queries(lena, signed_in, django_assert_max_num_queries):
    client = signed_in(lena)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)
