"""Signing in: what works, what is refused in which words, and when a session ends."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from learning.demo.organisation import PASSWORD
from learning.people.models import Account

LOGIN = "/accounts/login/"
TRIES = 5
EVIL = [
    "https://evil.example/",
    "//evil.example/record/",
    "///evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "http://testserver@evil.example/",
    "https://testserver.evil.example/",
]


def sign_in(client: Client, password: str = PASSWORD, *, email: str = "asha@example.org", to: str = ""):
    return client.post(LOGIN, {"login": email, "password": password, **({"next": to} if to else {})})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("records:record")).status_code == 200


@pytest.mark.parametrize("email", ["asha@example.org", "Asha@Example.org", " asha@example.org "])
def test_asha_signs_in_with_her_email_and_finds_her_home_page(db, client, email):
    assert sign_in(client, email=email).url == "/"
    assert is_signed_in(client)


def test_a_wrong_password_says_so_keeps_the_email_and_forgets_the_password(db, client):
    response = sign_in(client, "a wrong password")
    page = response.content.decode()
    assert not is_signed_in(client)
    assert 'value="asha@example.org"' in page
    assert "a wrong password" not in page
    assert response.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]
    assert "The email address and/or password you specified are not correct." in page


def test_an_unknown_email_is_answered_like_a_wrong_password(db, client):
    known, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", email="nobody@example.org")
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.status_code == unknown.status_code == 200


def test_an_empty_form_names_both_fields(db, client):
    assert set(client.post(LOGIN, {}).context["form"].errors) == {"login", "password"}


def test_after_five_failures_even_the_right_password_waits(db, client):
    for _ in range(TRIES):
        sign_in(client, "wrong")
    response = sign_in(client)
    assert response.context["form"].non_field_errors() == ["Too many failed login attempts. Try again later."]
    assert 'value="asha@example.org"' in response.content.decode()
    assert not is_signed_in(client)


def test_one_failure_less_still_lets_her_in(db, client):
    for _ in range(TRIES - 1):
        sign_in(client, "wrong")
    sign_in(client)
    assert is_signed_in(client)


def test_failures_of_one_account_do_not_keep_another_out(db, client):
    for _ in range(TRIES + 1):
        sign_in(client, "wrong")
    assert sign_in(Client(), email="omar@example.org").url == "/"


def test_the_pause_ends_after_five_minutes(db, client, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+00:00", tick=False)
    for _ in range(TRIES):
        sign_in(client, "wrong")
    time_machine.move_to("2026-11-23T09:04:30+00:00", tick=False)
    sign_in(client)
    assert not is_signed_in(client)
    time_machine.move_to("2026-11-23T09:05:30+00:00", tick=False)
    sign_in(client)
    assert is_signed_in(client)


def test_a_machine_that_tries_many_accounts_is_paused_and_told_what_to_do(db, client):
    pages = [sign_in(client, "wrong", email=f"guess{number}@example.org") for number in range(31)]
    assert {page.status_code for page in pages[:30]} == {200}
    assert pages[30].status_code == 429
    assert "Wait five minutes and try again." in pages[30].content.decode()


@pytest.mark.parametrize("send", ["get", "post"])
def test_nobody_makes_an_account_for_themselves(db, client, send):
    accounts = Account.objects.count()
    details = {"email": "new@example.org", "password1": "a-long-enough-phrase"}
    page = getattr(client, send)("/accounts/signup/", details).content.decode()
    assert "Your organisation makes your account" in page
    assert Account.objects.count() == accounts


def test_a_suspended_account_is_out_with_its_next_click(asha, signed_in):
    client = signed_in(asha)
    assert is_signed_in(client)
    Account.objects.filter(pk=asha.pk).update(is_active=False)
    response = client.get(reverse("records:record"))
    assert response.url == "/accounts/login/?next=/record/"


def test_a_suspended_account_does_not_get_in_again(asha, client):
    Account.objects.filter(pk=asha.pk).update(is_active=False)
    sign_in(client)
    assert not is_signed_in(client)


def test_a_changed_password_ends_the_sessions_elsewhere(asha, signed_in):
    elsewhere = signed_in(asha)
    asha.set_password("another-long-phrase")
    asha.save()
    assert not is_signed_in(elsewhere)


def test_signing_in_gives_the_session_a_new_key(db, client):
    session = client.session
    session["before"] = True
    session.save()
    sign_in(client)
    assert client.session.session_key != session.session_key


def test_signing_out_ends_the_session(asha, signed_in):
    client = signed_in(asha)
    assert client.post("/accounts/logout/").url == LOGIN
    assert not is_signed_in(client)


def test_a_reader_is_brought_back_to_the_page_they_wanted(db, client):
    door = client.get("/record/?kind=all").url
    assert door == "/accounts/login/?next=/record/%3Fkind%3Dall"
    assert 'value="/record/?kind=all"' in client.get(door).content.decode()
    assert sign_in(client, to="/record/?kind=all").url == "/record/?kind=all"


@pytest.mark.parametrize("wanted", EVIL)
def test_signing_in_never_leads_to_another_site(db, client, wanted):
    assert sign_in(client, to=wanted).url == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize("wanted", EVIL)
@pytest.mark.parametrize("door", ["/cms/login/", "/django-admin/login/", "/_util/login/"])
def test_the_other_doors_lead_to_the_one_and_to_no_other_site(db, client, door, wanted):
    assert client.get(door, {"next": wanted}).url == "/accounts/login/?next=/"


@pytest.mark.parametrize("door", ["/cms/login/", "/django-admin/login/", "/_util/login/"])
def test_the_other_doors_remember_where_one_was_going_and_take_no_password(db, client, door):
    assert client.get(door, {"next": "/cms/pages/"}).url == "/accounts/login/?next=/cms/pages/"
    response = client.post(door, {"username": "admin@example.org", "password": PASSWORD})
    assert response.status_code == 405
    assert not is_signed_in(client)


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(db, client, mailoutbox):
    known = client.post("/accounts/password/reset/", {"email": "asha@example.org"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [["asha@example.org"], ["nobody@example.org"]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body
    assert "/accounts/password/reset/key/" not in mailoutbox[1].body
