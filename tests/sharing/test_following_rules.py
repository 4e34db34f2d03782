"""Which addresses may be followed, which machines may be called, and when a line is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.following import AddressProblem, clean_address, may_call, next_look
from learning.sharing.rules.offering import read_index
from learning.sharing.rules.signing import new_private_key, public_key_of

GOOD = {
    "https://packs.example.org/packs/abc/": "https://packs.example.org/packs/abc/",
    " https://packs.example.org/\n packs/abc ": "https://packs.example.org/packs/abc/",
    "https://packs.example.org:8443/packs/abc": "https://packs.example.org:8443/packs/abc/",
}
BAD = {
    "": "must begin with https://",
    "packs.example.org/packs/abc/": "must begin with https://",
    "http://packs.example.org/packs/abc/": "must begin with https://",
    "ftp://packs.example.org/": "must begin with https://",
    "file:///etc/passwd": "must begin with https://",
    "https:///packs/abc/": "no web address",
    "https://[::/": "no web address",
    "https://packs.example.org:99999/": "no web address",
    "https://packs.example.org:0/": "no web address",
    "https://packs.example.org\\@inside/": "no web address",
    "https://päcks.example.org/": "no web address",
    "https://somebody:secret@packs.example.org/": "more in it",
    "https://packs.example.org/?to=inside": "more in it",
    "https://packs.example.org/#x": "more in it",
    "https://packs.example.org/" + "x" * 500: "longer than 500",
}


@pytest.mark.parametrize(("text", "cleaned"), GOOD.items())
def test_an_address_is_cleaned_of_what_e_mail_adds(text, cleaned):
    assert clean_address(text, loopback=False) == cleaned


@pytest.mark.parametrize(("text", "words"), BAD.items())
def test_what_is_no_address_of_packs_is_refused(text, words):
    for loopback in (True, False):
        with pytest.raises(AddressProblem, match=words):
            clean_address(text, loopback=loopback)


def test_this_machine_is_followed_without_https_where_that_is_allowed_only():
    assert clean_address("http://127.0.0.1:8000/packs/a/", loopback=True)
    with pytest.raises(AddressProblem):
        clean_address("http://127.0.0.1:8000/packs/a/", loopback=False)


OUTSIDE = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
INSIDE = ["10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
NEVER = ["169.254.169.254", "fe80::1", "fe80::1%eth0", "0.0.0.0", "::", "224.0.0.1", "255.255.255.255"]  # noqa: S104
HERE = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "2002:7f00:1::"]


@pytest.mark.parametrize("ip", [*OUTSIDE, *INSIDE, *NEVER, *HERE])
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("loopback", [True, False])
def test_only_machines_that_may_be_called_are(ip, private, loopback):
    allowed = ip in OUTSIDE or (ip in INSIDE and private) or (ip in HERE and loopback)
    assert may_call(ip, private=private, loopback=loopback) == allowed


@given(st.ip_addresses())
def test_whatever_is_not_global_is_never_called_unasked(ip):
    if may_call(str(ip), private=False, loopback=False):
        assert ip.is_global
        assert not ip.is_multicast


def test_looks_come_every_six_hours_and_after_failures_less_and_less_often():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    hours = [(next_look(now, failures) - now) / timedelta(hours=1) for failures in (0, 1, 2, 3, 4, 5, 6, 10_000)]
    assert hours == [6, 1, 2, 4, 8, 16, 24, 24]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_are_an_index_by_accident(content):
    with pytest.raises(PackRefused):
        read_index(content, public_key_of(new_private_key()))
