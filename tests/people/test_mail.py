"""What we send by e-mail: a plain text, and the same words in our layout."""

import re

import pytest
from django.core import mail

from learning.demo.organisation import PASSWORD
from learning.people.mail import Paragraph, as_html, paragraphs

RESET = "/accounts/password/reset/"


def test_a_label_with_an_address_below_it_becomes_a_button():
    text = "Hello.\n\nChoose a new password:\nhttps://example.org/a?b=1\n\nTwo\nlines"
    assert paragraphs(text) == [
        Paragraph("Hello."),
        Paragraph("Choose a new password", "https://example.org/a?b=1"),
        Paragraph("Two\nlines"),
    ]


@pytest.mark.parametrize("part", ["https://example.org/", "Go:\njavascript:alert(1)", "Go:\nhttps://example.org/ now"])
def test_nothing_else_becomes_a_button(part):
    assert paragraphs(part) == [Paragraph(part)]


def test_words_from_outside_are_escaped_in_html():
    html = as_html("<b>Hi</b>", "<script>alert(1)</script>")
    assert "<script>" not in html and "&lt;script&gt;" in html and "<b>Hi" not in html


@pytest.fixture
def link(asha, client):
    """Asha asks for a new password and gets the link by e-mail."""
    client.post(RESET, {"email": asha.email})
    return re.search(r"https?://\S+/reset/key/\S+", mail.outbox[0].body).group()


def test_who_forgot_her_password_gets_a_link_as_text_and_as_html(asha, link, settings):
    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert (message.subject, message.to) == ("Choose a new password", [asha.email])
    assert link.startswith(settings.SITE_URL) and f'href="{link}"' in html
    assert message.body.startswith("Somebody, most likely you") and "example.com" not in message.body


def test_the_link_works_once_and_she_is_told_of_the_change(asha, client, link):
    key_page = client.get(link, follow=True)
    chosen = {"password1": "three calm words", "password2": "three calm words"}
    done = client.post(key_page.request["PATH_INFO"], chosen, follow=True)
    asha.refresh_from_db()
    assert asha.check_password("three calm words") and b"You have a new password" in done.content
    assert b"This link no longer works" in client.get(link, follow=True).content


def test_a_forged_host_does_not_reach_the_link(asha, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": asha.email}, headers={"host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].alternatives[0].content


def test_an_unknown_address_gets_the_same_page_and_an_e_mail_that_helps(db, client):
    known = client.post(RESET, {"email": "asha@example.org"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)
    bare = [re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content) for answer in (known, unknown)]
    assert bare[0] == bare[1]
    assert "ask your line manager" in mail.outbox[1].body


def test_a_changed_password_is_told_to_its_owner(asha, client):
    client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
    form = {"oldpassword": PASSWORD, "password1": "three calm words", "password2": "three calm words"}
    answer = client.post("/accounts/password/change/", form, follow=True)
    assert "Your password is changed." in answer.content.decode()
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]
    assert "If it was not you" in mail.outbox[0].body
