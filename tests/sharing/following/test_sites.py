"""A site that behaves badly, is away or leads inside is told in plain words; lines begin, end and go on."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from learning.outbox.models import Event
from learning.sharing.actions import following as following_actions
from learning.sharing.actions.following import CannotFollow, follow_line, look_at_due, look_soon, stop_following
from learning.sharing.actions.publishers import add_publisher, withdraw_publisher
from learning.sharing.client import NotReached
from learning.sharing.models import Following, ReceivedPack
from learning.sharing.rules.signing import public_key_of
from tests.sharing.certificates import certified
from tests.sharing.councils import SOUTHMERE, foreign_pack, organisation
from tests.sharing.following.steps import BEHAVIOUR, FILE, INDEX, OTHER_KEY, _leads_to, by_name, moved
from tests.sharing.publishing import eastmoor, followed, look_again, pack, publishing


@pytest.mark.parametrize(("change", "words"), BEHAVIOUR.values(), ids=BEHAVIOUR)
def test_a_site_that_behaves_badly_is_told_in_plain_words(site, lead, change, words):
    change(site)
    publisher = eastmoor(lead)
    with pytest.raises(NotReached, match=words):
        follow_line(publisher, site.address, by=lead.person)
    assert not Following.objects.exists()


def test_a_move_on_the_same_site_is_followed(site, lead):
    answer = site.answers[INDEX]
    moved(site, "/new/")
    site.answers["/new/"] = answer
    assert followed(site, lead).reached_at is not None


def test_a_file_of_another_size_than_was_signed_is_not_read_on(site, lead):
    following = followed(site, lead)
    site.offers(pack(2), version=2)
    site.says(FILE, b"x" * 5_000_000, Content_Length="5000000")
    assert "more than belongs there" in look_again(following).problem


def test_an_answer_that_comes_in_drops_ends_in_time(site, lead, monkeypatch):
    monkeypatch.setattr(following_actions, "INDEX_SECONDS", 0.4)
    site.drips.add(INDEX)
    publisher = eastmoor(lead)
    with pytest.raises(NotReached, match="took too long"):
        follow_line(publisher, site.address, by=lead.person)


def test_a_site_that_is_away_is_told_with_when_it_was_last_reached(lead):
    with publishing() as site:
        site.offers(pack())
        following = followed(site, lead)
        reached = following.reached_at
    look_again(following)
    assert following.problem == "We could not reach 127.0.0.1."
    assert following.reached_at == reached
    assert following.looked_at > reached
    look_again(following)
    assert timedelta(hours=1) < following.next_look_at - timezone.now() <= timedelta(hours=2)


@pytest.mark.parametrize("ip", ["10.0.0.5", "192.168.1.1", "169.254.169.254", "127.0.0.1", "::1", "fd00::1", "fe80::1"])
def test_a_name_that_leads_inside_is_not_called(lead, monkeypatch, ip):
    publisher = eastmoor(lead)
    _leads_to(monkeypatch, ip)
    with override_settings(PACKS_FROM_LOOPBACK=False), pytest.raises(NotReached, match="inside a private network"):
        follow_line(publisher, "https://packs.example.org/packs/a/", by=lead.person)


def test_a_name_with_one_machine_outside_and_one_inside_is_not_called(lead, monkeypatch):
    publisher = eastmoor(lead)
    _leads_to(monkeypatch, "93.184.215.14", "10.0.0.5")
    with pytest.raises(NotReached, match="inside a private network"):
        follow_line(publisher, "https://packs.example.org/packs/a/", by=lead.person)


@pytest.mark.parametrize("ips", [["93.184.215.14"], []], ids=["known here", "known outside only"])
def test_a_proxy_is_asked_for_the_name(site, lead, monkeypatch, ips):
    publisher = eastmoor(lead)
    monkeypatch.setenv("https_proxy", site.address.partition("/packs")[0])
    _leads_to(monkeypatch, *ips)
    with pytest.raises(NotReached, match="could not reach"):
        follow_line(publisher, "https://packs.example.org/packs/a/", by=lead.person)
    assert site.paths() == ["packs.example.org:443"]


def test_a_proxy_is_not_asked_for_what_is_inside(site, lead, monkeypatch):
    publisher = eastmoor(lead)
    monkeypatch.setenv("https_proxy", site.address.partition("/packs")[0])
    with pytest.raises(NotReached, match="inside a private network"):
        follow_line(publisher, "https://10.0.0.5/packs/a/", by=lead.person)
    assert site.paths() == []


def test_the_machine_that_was_judged_is_called_and_must_prove_the_name(lead, monkeypatch, tmp_path):
    shows, trusted = certified(tmp_path, "packs.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    publisher = eastmoor(lead)
    _leads_to(monkeypatch, "127.0.0.1")
    with publishing(shows) as site:
        site.offers(pack())
        follow_line(publisher, by_name(site, "packs.example.org"), by=lead.person)
        assert site.asked[0][1]["Host"].startswith("packs.example.org:")
        with pytest.raises(NotReached, match="cannot prove who it is"):
            follow_line(publisher, by_name(site, "other.example.org"), by=lead.person)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(NotReached, match="cannot prove who it is"):
            follow_line(publisher, f"{by_name(site, 'packs.example.org')}x/", by=lead.person)


def test_an_answer_without_a_certificate_is_not_read(site, lead):
    address = site.address.replace("http://", "https://")
    publisher = eastmoor(lead)
    with pytest.raises(NotReached, match="We could not reach"):
        follow_line(publisher, address, by=lead.person)


def test_one_address_is_followed_once_and_again_after_it_was_left(site, lead):
    following = followed(site, lead)
    with pytest.raises(CannotFollow, match="already"):
        follow_line(following.publisher, site.address, by=lead.person)
    stop_following(following, by=lead.person)
    stop_following(following, by=lead.person)
    assert Event.objects.filter(name="sharing.line_left.v1").count() == 1
    asked = len(site.asked)
    look_again(following)
    assert len(site.asked) == asked
    assert ReceivedPack.objects.count() == 1
    assert follow_line(following.publisher, site.address, by=lead.person).pk != following.pk


def test_nothing_is_fetched_from_whom_one_trusts_no_more(site, lead):
    following = followed(site, lead)
    withdraw_publisher(following.publisher, by=lead.person)
    asked = len(site.asked)
    look_again(following)
    assert len(site.asked) == asked
    following.publisher.refresh_from_db()
    with pytest.raises(CannotFollow, match="no more"):
        follow_line(following.publisher, site.address, by=lead.person)


def test_a_line_goes_on_with_its_publishers_new_key(site, lead):
    following = followed(site, lead)
    new = public_key_of(OTHER_KEY)
    add_publisher(
        organisation(SOUTHMERE), name="Eastmoor", public_key=new, by=lead.person, in_place_of=following.publisher
    )
    site.offers(foreign_pack({}, key=OTHER_KEY, version=2), version=2, key=OTHER_KEY)
    look_again(following)
    assert following.problem == ""
    assert ReceivedPack.objects.filter(version=2, publisher__public_key=new).exists()


def test_one_line_that_goes_wrong_altogether_keeps_no_other_waiting(site, lead, monkeypatch):
    following = followed(site, lead)
    other = Following.objects.get(pk=following.pk)
    other.pk, other.uuid, other.address = None, "00000000-0000-4000-8000-000000000001", f"{site.address}x/"
    other.title = "A first"
    other.save()
    real = following_actions._look

    def look(one):
        if one.pk == other.pk:
            raise RuntimeError("a mistake of ours")
        return real(one)

    monkeypatch.setattr(following_actions, "_look", look)
    tally = look_at_due(everything=True)
    assert (tally.same, tally.failed) == (1, 1)


def test_a_line_that_another_worker_looks_at_is_left_to_it(site, lead):
    following = followed(site, lead)
    stale = Following.objects.select_related("publisher", "organisation", "followed_by").get(pk=following.pk)
    look_soon(following)
    assert not following_actions._claim(stale)


def test_the_command_looks_at_all_and_says_how_it_went(site, lead):
    following = followed(site, lead)
    said = StringIO()
    call_command("check_packs", "--no-input", stdout=said)
    assert "new 0, unchanged 1, not well 0" in said.getvalue()
    site.says(INDEX, status=404)
    call_command("check_packs", stdout=said)
    assert f"{following}: There is nothing at this address any more." in said.getvalue()
