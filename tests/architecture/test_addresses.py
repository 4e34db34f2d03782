"""Who may do what: every address and method stands in addresses.csv, reviewed by people, and behaves as it says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client
from django.urls import resolve

from tests.architecture.addresses import example, walk
from tests.architecture.examples import ashas_things
from tests.conftest import account_of

TABLE = Path(__file__).parent / "addresses.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))
CAST = ("asha", "ngozi", "omar", "lena", "tess", "priya", "sam", "admin")
COLLEAGUES = {"asha", "ngozi", "omar", "lena", "tess", "priya", "admin"}

# Every class of the table: who of the cast may use an address that leads to something of Asha's.
WHO = {
    "public": set(CAST),
    "signed-in": set(CAST),
    "organisation": COLLEAGUES,
    "own": {"asha"},
    "visible": {"asha", "omar", "lena"},
    "practice": {"asha", "omar"},
    "line-manager": {"omar"},
    "leader": {"lena"},
    "overseers": {"lena", "omar", "priya"},
    "authors": {"priya", "admin"},
    "page-authors": {"priya", "admin"},
    "reviewers": {"tess", "priya", "admin"},
    "administrators": {"admin"},
    "nobody": set(),
}
OURS = [row for row in ROWS if row["methods"] != "*"]
DOORS = {row["route"] for row in OURS if row["who"] == "public"}
STAFF = [row for row in ROWS if row["who"] in {"authors", "administrators"} and row["route"] not in DOORS]
NOTHING = {"slug": "nothing", "module_slug": "nothing", "code": "nothing", "position": "9", "standard_id": "0"}
ALL_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def test_every_address_is_declared_and_every_declared_address_exists():
    assert {(address.route, address.name) for address in walk()} == {(row["route"], row["name"]) for row in ROWS}


def test_our_views_declare_the_methods_of_the_table():
    declared = {address.route: address.methods for address in walk() if address.is_ours and address.methods}
    assert declared
    table = {row["route"]: tuple(row["methods"].split()) for row in OURS if row["route"] in declared}
    assert declared == table


def client_for(name: str) -> Client:
    client = Client()
    client.force_login(account_of(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def call(client: Client, method: str, path: str):
    return getattr(client, method.lower())(path)


def same_page(body: bytes, path: str) -> str:
    """Return a page without what differs between any two of them: tokens and the address asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body.decode())
    return text.replace(path, "")


@pytest.mark.parametrize("name", CAST)
def test_each_of_the_cast_may_do_what_the_table_says_and_nothing_else(db, name):
    things = ashas_things()
    client = client_for(name)
    wrong = []
    for row in OURS:
        for path in things.paths(row["route"], row["name"]):
            for method in row["methods"].split():
                response = call(client, method, path)
                may = name in WHO[row["who"]]
                if response.status_code >= 500 or may == (response.status_code == 404):
                    wrong.append((row["name"], method, path, response.status_code))
                if not may and method == "GET" and "<" in row["route"]:
                    nothing = example(row["route"], NOTHING)
                    if same_page(client.get(path).content, path) != same_page(client.get(nothing).content, nothing):
                        wrong.append((row["name"], path, "another page than for a thing that does not exist"))
    assert not wrong


def test_strangers_are_sent_to_sign_in_and_change_nothing(db):
    things, client = ashas_things(), Client()
    for row in OURS:
        if row["who"] == "public":
            continue
        for path in things.paths(row["route"], row["name"]):
            if "GET" in row["methods"]:
                assert client.get(path).url.startswith("/accounts/login/"), path
            if "POST" in row["methods"]:
                assert client.post(path).status_code == 403, path


def test_methods_outside_the_table_are_refused(db):
    things, asha, admin = ashas_things(), client_for("asha"), client_for("admin")
    for row in OURS:
        client = admin if row in STAFF else asha  # to others the staff areas do not exist, whatever the method
        for path in things.paths(row["route"], row["name"]):
            for method in set(ALL_METHODS) - set(row["methods"].split()):
                assert call(client, method, path).status_code == 405, (method, path)


@pytest.mark.parametrize("name", sorted(set(CAST) - {"admin"}))
def test_the_staff_areas_do_not_exist_for_others(db, name):
    client = client_for(name)
    for row in STAFF:
        if name in WHO[row["who"]]:
            continue
        path = example(row["route"])
        for method in ("GET", "POST") if name == "sam" else ("GET",):  # the same door stands before every method
            assert call(client, method, path).status_code == 404, (method, path)


def test_strangers_find_only_the_one_door_to_the_staff_areas(db):
    client = Client()
    for row in STAFF:
        path = example(row["route"])
        response = client.get(path)
        assert response.status_code in {302, 404}, (path, response.status_code)
        if response.status_code == 302:
            assert response.url.startswith(("/accounts/login/", "/cms/", "/django-admin/")), (path, response.url)


def test_every_example_leads_to_the_view_it_stands_for(db):
    things = ashas_things()
    for row in OURS:
        for path in things.paths(row["route"], row["name"]):
            try:
                assert resolve(path.split("?")[0]).view_name == row["name"], path
            except Http404:
                pytest.fail(f"{path} leads nowhere")
