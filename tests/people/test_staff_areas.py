"""/cms/ and /django-admin/: strangers find the one door, people without business there find nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from learning.people.models import Account
from tests.people.test_signing_in import PASSWORD

OUTSIDE = ["asha", "ngozi", "omar", "tess", "leila", "lena", "sam"]
AREAS = ["/cms/", "/django-admin/", "/cms/pages/", "/cms/users/", "/django-admin/people/post/", "/cms/no-such-page/"]


@pytest.mark.parametrize("area", AREAS)
def test_strangers_are_led_to_the_one_door_and_back(db, client, area):
    response = client.get(area)
    if response.status_code == 404:
        assert area == "/cms/no-such-page/"
        return
    assert response.url == f"/accounts/login/?next={area}"
    sent = {"login": "admin@example.org", "password": PASSWORD, "next": area}
    assert client.post("/accounts/login/", sent).url == area


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("area", AREAS)
def test_whoever_has_no_business_there_finds_nothing(db, signed_in, request, name, area):
    client = signed_in(request.getfixturevalue(name))
    nothing = client.get("/no-such-page/").content.replace(b"/no-such-page/", b"")
    found = client.get(area)
    assert found.status_code == 404
    assert b"Page not found" in found.content
    assert len(found.content.replace(area.encode(), b"")) == len(nothing)


def test_priya_edits_content_but_has_no_business_in_the_django_admin(priya, signed_in):
    client = signed_in(priya)
    assert client.get("/cms/").status_code == 200
    assert client.get("/django-admin/").status_code == 404
    assert client.get("/django-admin/people/post/").status_code == 404


@pytest.mark.parametrize("area", ["/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/sites/"])
def test_priya_is_not_given_accounts_groups_and_sites(priya, signed_in, area):
    client = signed_in(priya)
    assert client.get(area).url == "/cms/"


def test_the_administrator_opens_both(admin, signed_in):
    client = signed_in(admin)
    assert client.get("/cms/").status_code == 200
    assert client.get("/django-admin/").status_code == 200


def test_rights_taken_away_are_gone_with_the_next_click(priya, signed_in):
    client = signed_in(priya)
    assert client.get("/cms/").status_code == 200
    priya.groups.clear()
    assert client.get("/cms/").status_code == 404


def test_staff_of_the_django_admin_without_pages_to_write_find_no_cms(asha, signed_in):
    Account.objects.filter(pk=asha.pk).update(is_staff=True)
    client = signed_in(asha)
    assert client.get("/django-admin/").status_code == 200
    assert client.get("/cms/").status_code == 404


@pytest.mark.parametrize("area", ["/cms/", "/django-admin/"])
def test_a_suspended_administrator_is_a_stranger_again(admin, signed_in, area):
    client = signed_in(admin)
    Account.objects.filter(pk=admin.pk).update(is_active=False)
    assert client.get(area).url == f"/accounts/login/?next={area}"


def test_a_stranger_changes_nothing_in_the_staff_areas(db):
    response = Client().post("/django-admin/people/person/add/", {"name": "Nobody"})
    assert response.url == "/accounts/login/?next=/django-admin/people/person/add/"
