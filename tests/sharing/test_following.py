"""Following a line by its address: what comes waits, and whatever the other side does, nothing else happens."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from learning.outbox.models import Event
from learning.sharing import client
from learning.sharing.actions import following as following_actions
from learning.sharing.actions.following import CannotFollow, follow_line, look_at_due, look_soon, stop_following
from learning.sharing.actions.publishers import add_publisher, withdraw_publisher
from learning.sharing.client import NotReached
from learning.sharing.models import Following, ReceivedPack
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import new_private_key, public_key_of
from tests.sharing.certificates import certified
from tests.sharing.councils import SOUTHMERE, foreign_pack, mina, organisation
from tests.sharing.publishing import KEY, TOKEN, eastmoor, followed, look_again, pack, publishing

pytestmark = pytest.mark.django_db
FILE = f"/packs/{TOKEN}/pack.zip"
INDEX = f"/packs/{TOKEN}/"
OTHER_KEY = new_private_key()


@pytest.fixture
def lead():
    return mina()


@pytest.fixture
def site():
    with publishing() as found:
        found.offers(pack())
        yield found


def tampered(text: str) -> str:
    return text.replace("Theirs", "Others")


def test_what_is_followed_comes_and_waits_and_nothing_is_taken(site, lead):
    following = followed(site, lead)
    received = ReceivedPack.objects.get()
    assert (received.state, received.version, received.came_by) == ("WAITING", 1, following)
    assert (received.received_by, received.decisions.count()) == (lead.person, 0)
    assert (following.problem, following.failures, following.title) == ("", 0, "Theirs")
    assert following.reached_at is not None
    assert following.next_look_at > timezone.now() + timedelta(hours=5)
    told = [event.name for event in Event.objects.filter(name__startswith="sharing.").order_by("pk")]
    assert told[-2:] == ["sharing.line_followed.v1", "sharing.pack_received.v1"]


def test_the_same_version_never_comes_twice_nor_is_fetched_twice(site, lead):
    following = followed(site, lead)
    look_again(following)
    assert site.paths().count(FILE) == 1
    assert "If-None-Match" in site.asked[-1][1]
    Following.objects.update(etag="")
    look_again(following)
    assert site.paths().count(FILE) == 1
    assert ReceivedPack.objects.count() == 1


def test_the_next_version_comes_and_stands_in_the_place_of_the_one_that_waits(site, lead):
    following = followed(site, lead)
    site.offers(pack(2), version=2)
    look_again(following)
    assert list(ReceivedPack.objects.order_by("version").values_list("state", flat=True)) == ["SUPERSEDED", "WAITING"]


def test_lines_are_looked_at_when_they_are_due_and_not_before(site, lead):
    following = followed(site, lead)
    asked = len(site.asked)
    look_at_due()
    assert len(site.asked) == asked
    look_soon(following)
    look_at_due()
    assert len(site.asked) == asked + 1


def test_a_version_that_was_brought_by_hand_is_not_fetched_again(site, lead):
    publisher = eastmoor(lead)
    following_actions.receive_pack(organisation(SOUTHMERE), pack(), by=lead.person)
    follow_line(publisher, site.address, by=lead.person)
    look_at_due()
    assert FILE not in site.paths()


INDEXES = {
    "tampered": (lambda site: site.offers(pack(), index=tampered(site.offers(pack()))), "not signed with the key"),
    "of somebody else": (lambda site: site.offers(pack(), key=OTHER_KEY), "not signed with the key"),
    "no JSON": (lambda site: site.says(INDEX, b"<html>Welcome</html>"), "not a line of packs"),
    "no object": (lambda site: site.says(INDEX, b"[]"), "not a line of packs"),
    "too deep": (lambda site: site.says(INDEX, b"[" * 9000), "not a line of packs"),
    "no number": (lambda site: site.offers(pack(), version="1"), "version is not a number"),
    "a number too large": (lambda site: site.offers(pack(), size=10**12), "size is not a number"),
    "no hash": (lambda site: site.offers(pack(), sha256="x" * 64), "sha256 is not written"),
    "another key named": (lambda site: site.offers(pack(), public_key="x" * 44), "names another key"),
    "no date": (lambda site: site.offers(pack(), made_at="soon"), "not a date and time"),
}


@pytest.mark.parametrize(("change", "words"), INDEXES.values(), ids=INDEXES)
def test_an_index_that_is_not_right_is_never_followed(site, lead, change, words):
    change(site)
    publisher = eastmoor(lead)
    with pytest.raises(PackRefused, match=words):
        follow_line(publisher, site.address, by=lead.person)
    assert not Following.objects.exists()
    assert FILE not in site.paths()


@pytest.mark.parametrize(("change", "words"), INDEXES.values(), ids=INDEXES)
def test_an_index_that_goes_wrong_later_is_told_and_tried_again(site, lead, change, words):
    following = followed(site, lead)
    change(site)
    look_again(following)
    assert words in following.problem
    assert following.failures == 1
    assert timedelta(minutes=50) < following.next_look_at - timezone.now() <= timedelta(hours=1)
    assert ReceivedPack.objects.count() == 1
    site.offers(pack(2), version=2)
    look_again(following)
    assert (following.problem, following.failures) == ("", 0)
    assert ReceivedPack.objects.count() == 2


def test_a_file_that_was_changed_on_its_way_is_refused(site, lead):
    following = followed(site, lead)
    site.offers(pack(2), version=2)
    site.says(FILE, pack(2)[:-1] + b"x")
    look_again(following)
    assert "not the one its publisher signed for" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_a_file_signed_by_somebody_else_we_trust_is_not_taken_for_this_publishers(site, lead):
    following = followed(site, lead)
    add_publisher(organisation(SOUTHMERE), name="Westmoor", public_key=public_key_of(OTHER_KEY), by=lead.person)
    site.offers(foreign_pack({}, key=OTHER_KEY, version=2), version=2)
    look_again(following)
    assert "You do not know who signed this pack" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_a_pack_that_is_signed_and_bad_inside_is_refused_like_a_brought_one(site, lead):
    following = followed(site, lead)
    bad = foreign_pack({"pages/x.json": {"is": 1}}, key=KEY, version=2)
    site.offers(bad, version=2)
    look_again(following)
    assert "does not say what it is" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_an_older_version_another_file_and_another_pack_are_told_and_change_nothing(site, lead):
    following = followed(site, lead)
    site.offers(pack(3), version=3)
    look_again(following)
    site.offers(pack(2), version=2)
    assert "You have version 3 already, which is newer" in look_again(following).problem
    site.offers(pack(3), version=3, size=len(pack(3)) + 1)
    assert "the one at this address is not the same" in look_again(following).problem
    site.offers(pack(4, name="another"), version=4, name="another")
    assert "Another pack stands at this address" in look_again(following).problem
    assert ReceivedPack.objects.count() == 2


def moved(site, to: str, status: int = 302) -> None:
    site.says(INDEX, status=status, Location=to)


BEHAVIOUR = {
    "gone": (lambda site: site.says(INDEX, status=404), "nothing at this address any more"),
    "an error": (lambda site: site.says(INDEX, status=503), r"answered with an error \(503\)"),
    "asks for a name": (lambda site: site.says(INDEX, status=401), r"answered with an error \(401\)"),
    "moved to another site": (lambda site: moved(site, "http://localhost:1/"), "another site"),
    "moved to a file": (lambda site: moved(site, "file:///etc/passwd"), "another site"),
    "moved to another port": (lambda site: moved(site, "http://127.0.0.1:1/"), "another site"),
    "moved to nowhere": (lambda site: moved(site, "http://[::"), "could not reach|broke off"),
    "round in circles": (lambda site: moved(site, INDEX, 308), "round in circles"),
    "too big": (lambda site: site.says(INDEX, b"x" * 20_000), "more than belongs there"),
    "says it is too big": (lambda site: site.says(INDEX, b"x", Content_Length="99999999"), "more than belongs there"),
    "too big, says nothing": (lambda site: site.says(INDEX, b"x" * 20_000, Content_Length=""), "more than|broke off"),
    "cut off": (lambda site: site.says(INDEX, b"x", Content_Length="500", Connection="close"), "broke off"),
    "squeezed": (lambda site: site.says(INDEX, b"x", Content_Encoding="gzip"), "a way that we do not read"),
    "bad headers": (lambda site: site.says(INDEX, b"x", Content_Length="-1, x"), "broke off|more than"),
}


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


def _leads_to(monkeypatch, *ips: str) -> None:
    real = client.socket.getaddrinfo

    def lookup(host, *rest, **more):
        if not ips and host != "127.0.0.1":  # the proxy is here
            raise OSError("nobody knows the name")
        if host == "127.0.0.1":
            return real(host, *rest, **more)
        return [row for ip in ips for row in real(ip, *rest, **more)]

    monkeypatch.setattr(client.socket, "getaddrinfo", lookup)


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


def by_name(site, host: str) -> str:
    return site.address.replace("http://127.0.0.1", f"https://{host}")


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
