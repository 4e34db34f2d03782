"""Lena's pages: what they count, that they move, what they cost, and that Sam sees none of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from learning.people.models import Unit
from learning.people.queries import local_today
from tests.stories import observe, pass_assessment

MOST_QUERIES = 12


@pytest.fixture
def service(db) -> Unit:
    return Unit.objects.get(name="Adult Social Care")


def test_lena_sees_her_service_with_its_teams_and_competencies(lena, signed_in):
    page = signed_in(lena).get(reverse("readiness:index")).content.decode()
    for words in (
        "Adult Social Care",
        "Community Support",
        "Moorview House",
        "M1 Put strengths first",
        "people are ready",
    ):
        assert words in page


def test_her_page_costs_at_most_twelve_queries(lena, signed_in, django_assert_max_num_queries):
    client = signed_in(lena)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("readiness:index"))


def test_the_figure_moves_when_the_award_is_made(lena, asha, omar, service, signed_in):
    client = signed_in(lena)
    address = reverse("readiness:competency", args=[service.uuid, "masoss-m2"])
    before = client.get(address).context["met"]
    pass_assessment(asha.person, "mindset")
    assert client.get(address).context["met"] == before
    observe(asha.person, "masoss-m2", assessor=omar.person)
    assert client.get(address).context["met"] == before + 1


def test_yesterdays_figure_stays_what_it_was(lena, asha, omar, service, signed_in):
    client = signed_in(lena)
    yesterday = local_today() - timedelta(days=1)
    address = reverse("readiness:unit", args=[service.uuid]) + f"?as_at={yesterday}"
    before = dict(client.get(address).context["shown"].figures.total.states)
    pass_assessment(asha.person, "mindset")
    observe(asha.person, "masoss-m2", assessor=omar.person)
    assert client.get(address).context["shown"].figures.total.states == before


@pytest.mark.parametrize("bad", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "1e9", "%00"])
def test_a_date_that_cannot_be_read_says_so_and_shows_today(lena, signed_in, bad):
    response = signed_in(lena).get(reverse("readiness:index"), {"as_at": bad})
    assert response.status_code == 200
    assert "could not read that date" in response.content.decode()
    assert response.context["as_at"] == local_today()


def test_why_is_this_red_names_what_is_missing_who_can_supply_it_and_by_when(lena, asha, signed_in):
    page = signed_in(lena).get(reverse("readiness:proof", args=[asha.person.uuid, "masoss-m2"])).content.decode()
    assert "Why it is not complete" in page
    assert "Omar Siddiqui can supply this" in page
    assert "Check what you know: Mindset" in page
    assert "Needed by" in page


@pytest.mark.parametrize("who", ["asha", "sam", "tess"])
def test_nobody_else_opens_her_pages(who, lena, service, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    asha = request.getfixturevalue("asha")
    addresses = [
        reverse("readiness:index"),
        reverse("readiness:unit", args=[service.uuid]),
        reverse("readiness:people", args=[service.uuid]),
        reverse("readiness:competency", args=[service.uuid, "masoss-m1"]),
        reverse("readiness:person", args=[lena.person.uuid]),
    ]
    if who != "asha":
        addresses.append(reverse("readiness:proof", args=[asha.person.uuid, "masoss-m1"]))
    assert {client.get(address).status_code for address in addresses} == {404}
