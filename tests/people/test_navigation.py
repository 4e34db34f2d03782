"""The header offers each of the cast the doors that open for them, and no others."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from learning.people.context import navigation
from learning.people.permissions import Doors, doors_of
from tests.people.world import grant, member, organisation, post

OWN = ["Home", "Induction", "Learning", "Framework", "Assessment", "My record"]
DOORS = {
    "asha": Doors(readiness=False, cms=False),
    "ngozi": Doors(readiness=False, cms=False),
    "tess": Doors(readiness=False, cms=False, reviews=True),
    "sam": Doors(readiness=False, cms=False),
    "omar": Doors(readiness=True, cms=False),
    "lena": Doors(readiness=True, cms=False),
    "leila": Doors(readiness=False, cms=False),
    "priya": Doors(readiness=True, cms=True, reviews=True),
    "admin": Doors(readiness=False, cms=True, reviews=True),
}


@pytest.mark.parametrize("name", DOORS)
def test_each_of_the_cast_is_offered_their_own_doors(db, signed_in, request, name):
    account = request.getfixturevalue(name)
    wanted = DOORS[name]
    assert doors_of(account) == wanted
    extra = ["Readiness"] * wanted.readiness + ["Reviews"] * wanted.reviews + ["Edit content"] * wanted.cms
    assert [label for _, label in navigation(account)] == OWN + extra


@pytest.mark.parametrize("name", DOORS)
def test_every_door_that_is_offered_opens_and_no_other_does(db, signed_in, request, name):
    account = request.getfixturevalue(name)
    client = signed_in(account)
    assert {client.get(address).status_code for address, _ in navigation(account)} == {200}
    offered = {label for _, label in navigation(account)}
    assert (client.get("/readiness/").status_code == 200) is ("Readiness" in offered)
    assert (client.get("/cms/").status_code == 200) is ("Edit content" in offered)


def test_the_header_shows_them_in_this_order(omar, signed_in):
    header = re.search(r'<nav class="gt-nav".*?</nav>', signed_in(omar).get("/").content.decode(), re.DOTALL)[0]
    assert re.findall(r">([^<>]+)</a>", header) == [*OWN, "Readiness"]


def test_a_stranger_is_offered_nothing_but_to_sign_in(db):
    page = Client().get("/accounts/login/").content.decode()
    assert 'class="gt-nav"' not in page
    assert 'href="/accounts/login/"' in page
    assert navigation(None) == []


@pytest.mark.parametrize(
    ("began", "ended", "open_today"), [(-1, None, True), (-1, 0, True), (0, None, True), (-9, -1, False), (1, 9, False)]
)
def test_a_door_opens_and_closes_with_the_lead_and_with_the_line(db, began, ended, open_today):
    team = organisation("Eastvale")
    leader, manager, worker = member("leader"), member("manager"), member("worker")
    grant(leader, team, began=began, ended=ended)
    post(worker, team, manager=manager, began=began, ended=ended)
    assert [doors_of(account).readiness for account in (leader, manager, worker)] == [open_today, open_today, False]


def test_doors_are_remembered_for_a_minute_but_the_room_itself_asks_at_once(priya, signed_in):
    client = signed_in(priya)
    assert doors_of(priya).cms
    priya.groups.clear()
    assert doors_of(priya).cms
    assert client.get("/cms/").status_code == 404
    cache.clear()
    assert not doors_of(priya).cms


def test_the_doors_of_one_account_are_not_those_of_another(priya, asha):
    assert doors_of(priya).cms
    assert not doors_of(asha).cms


def test_finding_the_doors_costs_one_query_and_then_none(lena, django_assert_num_queries):
    with django_assert_num_queries(1):
        doors_of(lena)
    with django_assert_num_queries(0):
        doors_of(lena)
