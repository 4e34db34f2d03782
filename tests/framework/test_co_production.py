"""Who shapes the framework: words come in without an account, wait for Priya, and are shown with what changed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from framework.actions import (
    AlreadyDecided,
    InvitationClosed,
    SentForAnother,
    WordsGiven,
    accept_contribution,
    decline_contribution,
    offer_contribution,
)
from framework.models import (
    Contribution,
    ElementPage,
    Framework,
    Invitation,
)
from learning.people.models import Unit
from learning.people.queries import local_today
from tests.people.world import day

WORDS = "Ask me what a good day is."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def page(db) -> ElementPage:
    return ElementPage.objects.get(slug="services")


@pytest.fixture
def invitation(page) -> Invitation:
    return Invitation.objects.create(page=page, with_whom="the Tuesday group", question="What helps?")


def form(**fields) -> dict[str, object]:
    sent = {"client_id": str(uuid.uuid4()), "words": WORDS, "group": "DRAW_ON_SUPPORT", "how_many": 1, "may_show": "on"}
    return {**sent, **fields}


def given(**fields) -> WordsGiven:
    return WordsGiven(**{"client_id": uuid.uuid4(), "words": WORDS, "group": "CARERS", **fields})


def test_words_come_in_without_an_account_and_wait(client, invitation, asha, signed_in):
    address = invitation.get_absolute_url()
    shown = client.get(address)
    assert "What helps?" in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]
    thanks = client.post(address, form(), follow=True)
    assert "Your words about “Services” have arrived." in thanks.content.decode()
    kept = Contribution.objects.get(invitation=invitation)
    assert (kept.state, kept.words, kept.consent, kept.consent_on) == ("WAITING", WORDS, "ONLINE", local_today())
    for path in (invitation.page.specific.url, "/framework/co-production/"):
        assert WORDS not in signed_in(asha).get(path).content.decode()


def test_sending_twice_counts_once(client, invitation):
    sent = form()
    for _ in range(2):
        assert client.post(invitation.get_absolute_url(), sent).status_code == 302
    assert Contribution.objects.filter(invitation=invitation).count() == 1


def test_a_repeat_for_another_page_is_refused(invitation):
    other = Invitation.objects.create(page=invitation.page, with_whom="x", question="y")
    words = given()
    offer_contribution(invitation, words)
    with pytest.raises(SentForAnother):
        offer_contribution(other, words)
    assert other.contributions.count() == 0


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"words": " "}, "Write what you want to say."),
        ({"words": "x" * 4001}, "Write no more than 4000 characters. You have 4001."),
        ({"words": "Ring me on 07700 900123"}, "looks like a phone number"),
        ({"words": "I am jo@example.org"}, "looks like an e-mail address"),
        ({"words": "She lives at PO1 2AB"}, "looks like a postcode"),
        ({"group": ""}, "Choose which describes you best."),
        ({"group": "BOSS"}, "Select a valid choice"),
        ({"how_many": "0"}, "Write a whole number, such as 1."),
        ({"how_many": "lots"}, "Write a whole number, such as 1."),
        ({"how_many": "99999999999"}, "Write a number no higher than 5000."),
        ({"may_show": ""}, "Tick that we may show your words."),
        ({"client_id": "x"}, "Enter a valid UUID."),
        ({"words": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_clear_words_and_stays_in_the_form(client, invitation, fields, problem):
    response = client.post(invitation.get_absolute_url(), form(name="Jo", **fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert problem in page
    assert 'value="Jo"' in page
    assert not Contribution.objects.filter(invitation=invitation).exists()


@pytest.mark.parametrize(("may_name", "kept"), [("on", "Jo’s group"), ("", "")])
def test_a_name_is_kept_only_with_consent(client, invitation, may_name, kept):
    client.post(invitation.get_absolute_url(), form(name="Jo’s group", may_name=may_name))
    assert Contribution.objects.get(invitation=invitation).name == kept


@pytest.mark.parametrize("change", [{"closed": True}, {"expires_on": date(2026, 1, 1)}])
def test_a_closed_invitation_takes_nothing_and_gives_the_words_back(client, invitation, change):
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    invitation.refresh_from_db()
    assert client.get(invitation.get_absolute_url()).status_code == 410
    sent = client.post(invitation.get_absolute_url(), form())
    assert sent.status_code == 410
    assert WORDS in sent.content.decode()
    assert not Contribution.objects.filter(invitation=invitation).exists()
    with pytest.raises(InvitationClosed):
        offer_contribution(invitation, given())


def test_the_last_day_counts(invitation, time_machine):
    time_machine.move_to(f"{invitation.expires_on}T12:00:00+00:00")
    assert invitation.is_open
    time_machine.move_to(f"{invitation.expires_on + timedelta(days=1)}T12:00:00+00:00")
    assert not invitation.is_open


@pytest.mark.parametrize("token", ["x", "A" * 64])
def test_an_address_that_was_never_given_out_leads_nowhere(db, client, token):
    assert client.get(f"/framework/co-production/{token}/").status_code == 404


def test_too_much_at_once_is_held_back_and_nothing_is_lost(client, invitation, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "contribute": "2/h/ip"}
    answers = [client.post(invitation.get_absolute_url(), form()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert WORDS in answers[2].content.decode()
    assert invitation.contributions.count() == 2


def test_a_form_of_another_site_is_refused(invitation):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(invitation.get_absolute_url(), form()).status_code == 403
    assert invitation.contributions.count() == 0


def decide(client, contribution, **fields):
    address = reverse("contribution:edit", args=[contribution.pk])
    return client.post(address, {"seen": contribution.state, "what_changed": "", "reason": "", **fields})


def test_priya_accepts_and_readers_see_it_escaped(client, invitation, priya, asha, signed_in):
    client.post(invitation.get_absolute_url(), form(words=HOSTILE + WORDS, name=HOSTILE[:80], may_name="on"))
    waiting = Contribution.objects.get(invitation=invitation)
    hers = signed_in(priya)
    assert HOSTILE not in hers.get(reverse("contribution:edit", args=[waiting.pk])).content.decode()
    assert decide(hers, waiting, decision="ACCEPT", what_changed=HOSTILE).url == "/cms/contribution/"
    for path in (invitation.page.specific.url, "/framework/co-production/"):
        shown = signed_in(asha).get(path).content.decode()
        assert WORDS in shown
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    entry = ModelLogEntry.objects.get(action="framework.accept_contribution")
    assert (entry.user, entry.object_id) == (priya, str(waiting.pk))


def test_priya_declines_with_a_reason_and_not_without(invitation, priya, signed_in):
    waiting, hers = offer_contribution(invitation, given()), signed_in(priya)
    refused = decide(hers, waiting, decision="DECLINE")
    assert "Say why, for whoever reads this later." in refused.content.decode()
    assert decide(hers, waiting, decision="DECLINE", reason="It names a neighbour.").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("DECLINED", "It names a neighbour.")


def test_what_is_shown_can_be_taken_down_and_what_changed_is_added_later(invitation, priya, asha, signed_in):
    hers, contribution = signed_in(priya), offer_contribution(invitation, given())
    contribution = accept_contribution(contribution, by=priya)
    decide(hers, contribution, decision="KEEP", what_changed="A line was added.")
    assert "A line was added." in signed_in(asha).get("/framework/co-production/").content.decode()
    decide(hers, contribution, decision="DECLINE", reason="She asked us to.")
    assert "A line was added." not in signed_in(asha).get("/framework/co-production/").content.decode()


def test_two_editors_at_once_decide_once(invitation, priya, signed_in):
    waiting, hers = offer_contribution(invitation, given()), signed_in(priya)
    as_it_was = Contribution.objects.get(pk=waiting.pk)
    decline_contribution(waiting, by=priya, reason="No.")
    late = decide(hers, as_it_was, decision="ACCEPT")
    assert late.status_code == 200
    assert Contribution.objects.get(pk=waiting.pk).state == "DECLINED"
    with pytest.raises(AlreadyDecided):
        accept_contribution(as_it_was, by=priya)


def test_nobody_s_words_are_rewritten_in_cms(invitation, priya, signed_in):
    waiting = offer_contribution(invitation, given())
    decide(signed_in(priya), waiting, decision="ACCEPT", words="Something else", group="STAFF")
    waiting.refresh_from_db()
    assert (waiting.words, waiting.group) == (WORDS, "CARERS")


def test_priya_records_what_people_said_aloud(page, priya, signed_in):
    sent = {
        "page": page.pk,
        "group": "CARERS",
        "how_many": 4,
        "contributed_on": "2026-11-02",
        "words": "Ask us too.",
        "what_changed": "",
        "consent": "SPOKEN",
        "consent_on": "2026-11-02",
        "name": "Jo",
    }
    hers = signed_in(priya)
    refused = hers.post("/cms/contribution/new/", sent).content.decode()
    assert "Tick this if they agreed to be named, or take the name out." in refused
    private = hers.post("/cms/contribution/new/", {**sent, "name": "", "words": "Ring 07700 900123"}).content.decode()
    assert "looks like a phone number" in private
    assert hers.post("/cms/contribution/new/", {**sent, "may_name": "on"}).status_code == 302
    assert Contribution.objects.get(words="Ask us too.").state == "ACCEPTED"


def test_priya_makes_an_invitation_and_is_shown_its_address(page, priya, signed_in):
    hers = signed_in(priya)
    sent = {"page": page.pk, "with_whom": "Group", "question": "What helps?", "expires_on": day(3).isoformat()}
    made = hers.post("/cms/invitation/new/", sent)
    invitation = Invitation.objects.get(with_whom="Group")
    assert made.url == f"/cms/invitation/edit/{invitation.pk}/"
    assert invitation.get_absolute_url() in hers.get(made.url).content.decode()
    assert invitation.get_absolute_url() in hers.get("/cms/invitation/").content.decode()


@pytest.mark.parametrize("asked", ["", "x", "99999999999999999999", "²"])
def test_an_address_with_a_strange_page_is_answered(priya, signed_in, asked):
    assert signed_in(priya).get(f"/cms/contributionplan/new/?page={asked}").status_code == 200


@pytest.mark.parametrize("who", ["asha", "lena", "sam"])
def test_nobody_else_finds_the_screens(db, signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    for name in ("contribution", "invitation", "contributionplan", "glossaryterm"):
        assert client.get(f"/cms/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["contribution", "invitation", "contributionplan", "glossaryterm"])
def test_each_list_costs_few_queries(priya, signed_in, django_assert_max_num_queries, name):
    client = signed_in(priya)
    with django_assert_max_num_queries(40):
        assert client.get(f"/cms/{name}/").status_code == 200


def test_sam_reads_nothing_of_our_ledger_until_he_works_by_the_framework(sam, signed_in, page):
    client = signed_in(sam)
    for path in ("/framework/co-production/", f"/framework/co-production/?page_id={page.pk}"):
        shown = client.get(path).content.decode()
        assert "Nothing stands here yet." in shown
        assert "Services" not in shown
    Unit.objects.get(name="Southmere Care").frameworks.add(Framework.objects.get(code="masoss"))
    assert "not only which hours to cover" in client.get("/framework/co-production/").content.decode()


@pytest.mark.parametrize("page_id", ["", "x", "0", "-1", "²", "9" * 40])
def test_a_strange_page_number_is_answered(asha, signed_in, page_id):
    assert signed_in(asha).get(f"/framework/co-production/?page_id={page_id}").status_code == 200


def test_the_ledger_and_its_page_stay_cheap_however_many_took_part(
    page, asha, signed_in, django_assert_max_num_queries
):
    common = {"page": page, "group": "CARERS", "words": WORDS, "consent": "SIGNED", "state": "ACCEPTED"}
    Contribution.objects.bulk_create(Contribution(what_changed="x", **common) for _ in range(500))
    client = signed_in(asha)
    for path, most in (("/framework/co-production/", 10), (page.url, 30)):
        client.get(path)
        with django_assert_max_num_queries(most):
            shown = client.get(path).content.decode()
        assert shown.count('class="gt-said"') <= 20
    assert "See all 501 contributions to this page" in shown
