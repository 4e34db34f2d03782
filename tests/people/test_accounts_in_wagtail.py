"""Accounts in Wagtail's settings: one name kept with the person, and what an editor may change of herself."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.people.models import Account, Person
from tests.people.test_signing_in import LOGIN, PASSWORD

NEW = {
    "email": "nia@example.org",
    "name": "Nia Starter",
    "password1": "a-long-enough-phrase",
    "password2": "a-long-enough-phrase",
}


def edit(account: Account) -> str:
    return f"/cms/users/edit/{account.pk}/"


def error_words(response) -> set[str]:
    return {str(error) for errors in response.context["form"].errors.values() for error in errors}


def test_a_new_account_brings_a_person_with_the_name_and_may_sign_in(admin, signed_in):
    assert signed_in(admin).post("/cms/users/new/", NEW).url == "/cms/users/"
    account = Account.objects.get(email="nia@example.org")
    assert (account.person.name, account.first_name, account.last_name) == ("Nia Starter", "Nia", "Starter")
    assert (account.is_active, account.is_staff, account.is_superuser) == (True, False, False)
    assert Client().post(LOGIN, {"login": NEW["email"], "password": NEW["password1"]}).url == "/"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "asha@example.org"}, "Somebody already signs in with this."),
        ({"name": ""}, "This field is required."),
        ({"email": "nia"}, "Enter a valid email address."),
        ({"password1": "short", "password2": "short"}, "This password is too short. It must contain at least 12"),
        ({"password2": "another-long-phrase"}, "The two password fields didn"),
    ],
)
def test_a_bad_account_is_refused_in_clear_words_keeps_the_form_and_leaves_no_person(admin, signed_in, wrong, words):
    people = Person.objects.count()
    response = signed_in(admin).post("/cms/users/new/", {**NEW, **wrong})
    assert response.status_code == 200
    assert any(words in error for error in error_words(response))
    kept = {**NEW, **wrong}
    page = response.content.decode()
    assert f'value="{kept["email"]}"' in page
    assert NEW["password1"] not in page
    assert Person.objects.count() == people
    assert not Account.objects.filter(email="nia@example.org").exists()


def test_the_same_email_in_capitals_is_the_same_sign_in(admin, signed_in):
    response = signed_in(admin).post("/cms/users/new/", {**NEW, "email": "ASHA@example.org"})
    assert response.status_code == 200
    assert error_words(response) == {"Somebody already signs in with this."}


def test_an_email_typed_in_capitals_signs_in_in_small_letters(admin, signed_in):
    signed_in(admin).post("/cms/users/new/", {**NEW, "email": "Nia@Example.org"})
    assert Account.objects.filter(email="nia@example.org").exists()
    assert Client().post(LOGIN, {"login": NEW["email"], "password": NEW["password1"]}).url == "/"


def test_a_new_name_is_the_persons_name_and_no_second_person_is_made(admin, asha, signed_in):
    people = Person.objects.count()
    client = signed_in(admin)
    assert 'value="Asha Bello"' in client.get(edit(asha)).content.decode()
    client.post(edit(asha), {"email": asha.email, "name": "Asha Bello-Reid", "is_active": "on"})
    asha.refresh_from_db()
    assert asha.person.name == "Asha Bello-Reid"
    assert Person.objects.count() == people


def test_an_account_is_suspended_here_and_its_session_ends(admin, asha, signed_in):
    hers = signed_in(asha)
    assert hers.get("/record/").status_code == 200
    signed_in(admin).post(edit(asha), {"email": asha.email, "name": "Asha Bello"})
    assert hers.get("/record/").status_code == 302
    assert hers.post(LOGIN, {"login": asha.email, "password": PASSWORD}).url == "/accounts/inactive/"


def test_deleting_an_account_leaves_the_person_and_what_they_learned(admin, asha, signed_in):
    signed_in(admin).post(f"/cms/users/delete/{asha.pk}/")
    assert not Account.objects.filter(pk=asha.pk).exists()
    assert Person.objects.get(name="Asha Bello").awards.exists()


def test_the_list_of_accounts_asks_no_other_site_for_pictures(admin, signed_in):
    page = signed_in(admin).get("/cms/users/").content.decode()
    assert "gravatar" not in page
    assert not re.findall(r'<img[^>]+src="(?:https?:)?//', page)


@pytest.fixture
def own_settings(priya, signed_in) -> tuple[Client, dict[str, object]]:
    """Return Priya's client and what her settings page would send unchanged."""
    client = signed_in(priya)
    forms = client.get("/cms/account/").context["panels_by_tab"]
    sent = {
        f"{panel.name}-{field.name}": field.value()
        for panels in forms.values()
        for panel in panels
        for field in panel.get_form()
        if field.value() not in (None, False, "")
    }
    return client, sent


def test_an_editor_does_not_change_her_own_sign_in(own_settings, priya):
    client, sent = own_settings
    client.post("/cms/account/", {**sent, "name_email-email": "eve@example.org"})
    priya.refresh_from_db()
    assert priya.email == "priya@example.org"
    assert 'name="name_email-' not in client.get("/cms/account/").content.decode()


def test_an_editor_has_no_password_form_beside_the_one_that_counts_tries(own_settings):
    client, _ = own_settings
    page = client.get("/cms/account/").content.decode()
    assert 'type="password"' not in page
    assert client.get("/cms/password_reset/").status_code == 404


def test_a_picture_of_an_editor_is_no_way_to_load_a_script(own_settings, priya):
    client, sent = own_settings
    script = SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml")
    client.post("/cms/account/", {**sent, "avatar-avatar": script})
    profile = getattr(priya, "wagtail_userprofile", None)
    assert not (profile and profile.avatar)
