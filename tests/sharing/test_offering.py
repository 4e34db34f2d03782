"""A pack at an address: off until somebody switches it on, for whoever holds the address, and never more than that."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from learning.outbox.models import Event
from learning.sharing.actions.keys import signing_key
from learning.sharing.actions.offering import offer_line, withdraw_offer
from learning.sharing.models import Following, MadePack, Offer, ReceivedPack, SigningKey
from learning.sharing.rules.archive import read_pack
from learning.sharing.rules.offering import read_index
from learning.sharing.rules.sealing import seal
from learning.sharing.rules.signing import new_private_key
from tests.sharing.councils import NORTHVALE, content_of, mina, module_choice, organisation, pack_of
from tests.sharing.publishing import eastmoor, followed, pack, publishing

pytestmark = pytest.mark.django_db
PACKS = "/cms/packs/"


@pytest.fixture
def made(priya) -> MadePack:
    return pack_of(priya, module_choice("mindset"))


@pytest.fixture
def client(priya, signed_in):
    return signed_in(priya)


@pytest.fixture
def minas(signed_in):
    return signed_in(mina())


def said(response) -> str:
    return response.content.decode()


def offered(made, priya) -> str:
    return f"/packs/{offer_line(made, by=priya.person).token}/"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def told(name: str) -> int:
    return Event.objects.filter(name=f"sharing.{name}.v1").count()


def test_no_pack_is_offered_until_somebody_says_so(client, made):
    assert not Offer.objects.exists()
    assert "Offer it at an address" in said(client.get(f"{PACKS}made/{made.uuid}/"))


def test_the_address_is_made_once_and_shown(client, made):
    for _ in range(2):
        page = said(client.post(f"{PACKS}made/{made.uuid}/offer/", follow=True))
    offer = Offer.objects.get()
    assert offer.address in page
    assert len(offer.token) >= 32
    assert told("line_offered") == 1


def test_the_index_says_which_version_is_the_newest_and_is_signed(priya, made):
    response = Client().get(offered(made, priya))
    newest = read_index(response.content, signing_key(organisation(NORTHVALE)).public_key)
    assert (newest.name, newest.version, newest.publisher) == ("mindset", 1, NORTHVALE)
    assert (newest.size, newest.sha256) == (made.size, made.sha256)
    assert set(json.loads(json.loads(response.content)["signed"])) == {"format", *vars(newest)}


def test_the_newest_version_stands_there_and_no_other(priya, made):
    address = offered(made, priya)
    second = pack_of(priya, module_choice("mindset"))
    pack_of(priya, module_choice("aspirations"), name="another")
    key = signing_key(organisation(NORTHVALE)).public_key
    assert read_index(Client().get(address).content, key).version == 2
    got = body(Client().get(f"{address}pack.zip"))
    assert got == content_of(second)
    assert read_pack(got, {key}).manifest.version == 2


def test_who_has_it_already_is_told_so_and_nobody_on_the_way_keeps_it(priya, made):
    address = offered(made, priya)
    for path in (address, f"{address}pack.zip"):
        first = Client().get(path)
        assert first["Cache-Control"] == "private, no-cache"
        assert first["X-Robots-Tag"] == "noindex"
        again = Client().get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    pack_of(priya, module_choice("mindset"))
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_new_address_ends_the_old_one_and_switching_off_ends_both(client, priya, made):
    old = offered(made, priya)
    client.post(f"{PACKS}made/{made.uuid}/offer/", {"anew": "1"})
    new = f"/packs/{Offer.objects.open().get().token}/"
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    page = said(client.post(f"{PACKS}made/{made.uuid}/offer/end/", follow=True))
    assert "leads nowhere any more" in page
    for path in (old, new, f"{new}pack.zip", "/packs/x/", "/packs/"):
        assert Client().get(path).status_code == 404
    client.post(f"{PACKS}made/{made.uuid}/offer/end/")
    assert (told("line_offered"), told("line_withdrawn")) == (2, 2)


def test_an_address_says_nothing_to_who_wants_to_write(priya, made):
    assert Client().post(offered(made, priya)).status_code == 405


def test_a_file_that_is_gone_is_not_there(priya, made):
    address = offered(made, priya)
    made.file.storage.delete(made.file.name)
    assert Client().get(f"{address}pack.zip").status_code == 404


def test_a_pack_from_before_there_were_addresses_is_signed_when_it_is_offered(priya, made):
    MadePack.objects.update(index="", sha256="")
    address = offered(made, priya)
    assert read_index(Client().get(address).content, made.public_key).size == made.size
    assert MadePack.objects.get().sha256


def test_one_that_can_be_signed_no_more_says_what_to_do(client, made):
    MadePack.objects.update(index="")
    SigningKey.objects.update(sealed=seal("a secret that is gone", new_private_key()))
    page = said(client.post(f"{PACKS}made/{made.uuid}/offer/", follow=True))
    assert "Make the next version, then offer it" in page
    assert not Offer.objects.exists()


def test_sam_and_other_councils_find_none_of_it(signed_in, sam, minas, priya, made):
    for client in (signed_in(sam), minas):
        for path in ("offer/", "offer/end/"):
            assert client.post(f"{PACKS}made/{made.uuid}/{path}").status_code == 404
    with publishing() as site:
        site.offers(pack())
        following = followed(site, mina())
    for client in (signed_in(sam), signed_in(priya)):
        paths = [f"publishers/{following.publisher.uuid}/follow/", f"following/{following.uuid}/look/"]
        for path in [*paths, f"following/{following.uuid}/stop/"]:
            assert client.post(PACKS + path, {"address": site.address}).status_code == 404
    assert Following.objects.active().count() == 1
    assert not Offer.objects.exists()


def test_who_is_not_signed_in_switches_nothing(made, priya):
    following = eastmoor(mina())
    for path in (f"made/{made.uuid}/offer/", f"publishers/{following.uuid}/follow/"):
        assert Client().post(PACKS + path).status_code == 403
    offer = offer_line(made, by=priya.person)
    assert Client().post(f"{PACKS}made/{made.uuid}/offer/end/").status_code == 403
    withdraw_offer(offer, by=priya.person)


def test_a_line_is_followed_looked_at_and_left_on_screen(minas, django_capture_on_commit_callbacks):
    publisher = eastmoor(mina())
    page = f"{PACKS}publishers/{publisher.uuid}/"
    with publishing() as site:
        site.offers(pack())
        with django_capture_on_commit_callbacks(execute=True):
            shown = minas.post(f"{page}follow/", {"address": f" {site.address} "}, follow=True)
        assert "You follow ‘Theirs’ now" in said(shown)
        assert "You have its newest version" in said(minas.get(page))
        received = said(minas.get(f"{PACKS}received/{ReceivedPack.objects.get().uuid}/"))
        assert "which Mina Sole follows" in received
        following = Following.objects.get()
        site.offers(pack(2), version=2)
        with django_capture_on_commit_callbacks(execute=True):
            minas.post(f"{PACKS}following/{following.uuid}/look/")
        assert ReceivedPack.objects.filter(version=2, state="WAITING").exists()
    with django_capture_on_commit_callbacks(execute=True):
        minas.post(f"{PACKS}following/{following.uuid}/look/")
    shown = said(minas.get(page))
    assert "We could not reach 127.0.0.1." in shown
    assert "We last reached it on" in shown
    assert "1 address you follow did not work" in said(minas.get(PACKS))
    shown = said(minas.post(f"{PACKS}following/{following.uuid}/stop/", follow=True))
    assert "You follow ‘Theirs’ no more" in shown
    assert "did not work" not in said(minas.get(PACKS))
    assert told("line_followed") == told("line_left") == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Paste the address"),
        ("http://packs.example.org/packs/a/", "must begin with https://"),
        ("https://packs.example.org/?a=b", "more in it"),
        ("x" * 2000, "at most 1000"),
        ("http://127.0.0.1:1/packs/a/", "We could not reach 127.0.0.1"),
        ("https://192.168.7.7/packs/a/", "inside a private network"),
    ],
)
def test_an_address_that_cannot_be_followed_says_why_and_keeps_what_was_pasted(minas, address, words):
    publisher = eastmoor(mina())
    response = minas.post(f"{PACKS}publishers/{publisher.uuid}/follow/", {"address": address})
    assert response.status_code == 422
    assert words in said(response)
    assert address in said(response)
    assert not Following.objects.exists()


def test_the_address_is_not_asked_for_where_trust_was_withdrawn(minas):
    publisher = eastmoor(mina())
    minas.post(f"{PACKS}publishers/{publisher.uuid}/withdraw/")
    assert "Follow by address" not in said(minas.get(f"{PACKS}publishers/{publisher.uuid}/"))
    response = minas.post(f"{PACKS}publishers/{publisher.uuid}/follow/", {"address": "https://packs.example.org/a/"})
    assert response.status_code == 422
