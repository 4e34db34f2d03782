"""A page that stood open while somebody signed in again gets a new token, and is told whose it is."""

import pytest
from django.test import Client

from learning.demo.organisation import PASSWORD

ADDRESS = "/accounts/token/"


def test_a_page_learns_who_is_signed_in_and_a_token_that_is_taken(asha):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    form = {"login": asha.email, "password": PASSWORD}
    client.post("/accounts/login/", {**form, "csrfmiddlewaretoken": client.get(ADDRESS).json()["token"]})
    told = client.get(ADDRESS)
    assert told.json()["who"] == str(asha.person.uuid)
    assert "no-store" in told["Cache-Control"]
    out = client.post("/accounts/logout/", {"csrfmiddlewaretoken": told.json()["token"]})
    assert out.status_code == 302


def test_somebody_signed_out_is_nobody(db, client):
    assert client.get(ADDRESS).json()["who"] == ""


def test_the_page_itself_says_whose_it_is(asha, signed_in, client):
    page = signed_in(asha).get("/").content.decode()
    assert f'data-who="{asha.person.uuid}" data-token="{ADDRESS}"' in page
    assert "data-who" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("path", ["/learning/mindset/start/", "/assessment/of/mindset/start/"])
def test_an_address_that_only_takes_a_form_says_so_when_it_is_opened(asha, signed_in, path):
    response = signed_in(asha).get(path)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "This address only takes what a form sends" in response.content.decode()
