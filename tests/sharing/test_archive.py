"""Packs that are taken, and packs that are refused with word of why."""

import io
import json
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.sharing.rules import archive
from learning.sharing.rules.archive import Manifest, PackRefused, document, read_pack, write_pack
from learning.sharing.rules.signing import KeyProblem, clean_public_key, fingerprint, new_private_key, public_key_of

KEY = new_private_key()
PUBLIC = public_key_of(KEY)
ABOUT = Manifest(
    name="mindset",
    title="Mindset",
    version=1,
    publisher="Northvale Council",
    public_key=PUBLIC,
    made_at="2026-11-22T10:00:00+00:00",
)
PARTS = {"pages/mindset.json": document({"title": "Mindset"}), "media/abc.png": b"\x89PNG"}


def made(parts=None, about=ABOUT, key=KEY) -> bytes:
    return write_pack(about, PARTS if parts is None else parts, key)


def rewritten(content: bytes, **changes: bytes | None) -> bytes:
    """Return an archive with some of its files replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    files.update({name.replace("__", "/"): value for name, value in changes.items()})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, value in files.items():
            if value is not None:
                new.writestr(name, value)
    return target.getvalue()


def with_entry(name: str, value: bytes = b"x", *, mode: int = 0) -> bytes:
    target = io.BytesIO(made())
    with zipfile.ZipFile(target, "a") as pack, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a second file of one name is what one of the stories is about
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        pack.writestr(info, value)
    return target.getvalue()


def test_what_was_packed_comes_out_and_the_same_content_is_the_same_bytes():
    pack = read_pack(made(), {PUBLIC})
    assert pack.manifest.title == "Mindset"
    assert pack.documents == {"pages/mindset.json": {"title": "Mindset"}}
    assert pack.media == {"media/abc.png": b"\x89PNG"}
    assert made() == made()


def test_a_publisher_nobody_added_is_named_with_the_key_to_compare():
    with pytest.raises(PackRefused, match="You do not know who signed this pack: Northvale Council") as refused:
        read_pack(made(), set())
    assert fingerprint(PUBLIC) in str(refused.value)


def test_another_hand_under_a_known_name_is_refused():
    other = new_private_key()
    with pytest.raises(PackRefused, match="You do not know who signed"):
        read_pack(made(key=other), {PUBLIC})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a content pack"),
        (b"PK\x03\x04 and then nothing", "not a content pack"),
        (made()[:-40], "not a content pack"),
        (rewritten(made(), **{"manifest.json": None}), "no manifest"),
        (rewritten(made(), signature=None), "no manifest or no signature"),
        (rewritten(made(), signature=b"AAAA"), "signature is not right"),
        (rewritten(made(), signature=b"\xff\xfe"), "signature is not right"),
        (rewritten(made(), pages__mindset=b"{}"), "did not sign"),
        (
            rewritten(made(), **{"pages/mindset.json": document({"title": "Other"})}),
            "changed since the pack was signed",
        ),
        (rewritten(made(), **{"media/abc.png": None}), "lacks files its maker signed: media/abc.png"),
        (rewritten(made(), **{"manifest.json": b"[]"}), "manifest.json is not put together"),
        (rewritten(made(), **{"manifest.json": b"{"}), "manifest.json cannot be read"),
        (rewritten(made(), **{"manifest.json": b"[" * 100_000}), "manifest.json cannot be read"),
        (rewritten(made(), **{"manifest.json": b'{"format": "other/9"}'}), "of a kind we do not read"),
        (with_entry("../../etc/cron.d/x"), "name that does not belong"),
        (with_entry("/etc/passwd"), "name that does not belong"),
        (with_entry("pages/../../x.json"), "name that does not belong"),
        (with_entry("pages\\x.json"), "name that does not belong"),
        (with_entry("media/a.png/b.png"), "name that does not belong"),
        (with_entry("pages/" + "x" * 300), "name that does not belong"),
        (with_entry("pages/link.json", b"/etc/passwd", mode=0o120777), "link to another place"),
        (with_entry("pages/mindset.json"), "stands in the pack twice"),
    ],
)
def test_a_pack_that_is_not_whole_is_refused_with_the_place(content, words):
    with pytest.raises(PackRefused, match=words):
        read_pack(content, {PUBLIC})


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": True},
        {"version": "1"},
        {"name": "../x"},
        {"title": None},
        {"made_at": "yesterday"},
        {"parts": []},
        {"parts": {"pages/a.json": 3}},
        {"publisher": "x" * 3000},
    ],
)
def test_a_signed_manifest_is_still_read_with_care(change):
    data = json.loads(ABOUT.as_bytes()) | {"parts": {}, "public_key": PUBLIC} | change
    signed = json.dumps(data).encode()
    content = rewritten(made({}), **{"manifest.json": signed, "signature": archive.sign(KEY, signed).encode()})
    with pytest.raises(PackRefused, match="The manifest's"):
        read_pack(content, {PUBLIC})


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch):
    monkeypatch.setattr(archive, "MOST_PART_BYTES", 1_000_000)
    with pytest.raises(PackRefused, match="larger than"):
        read_pack(made({"pages/bomb.json": b"0" * 5_000_000}), {PUBLIC})
    monkeypatch.setattr(archive, "MOST_BYTES", 4_000_000)
    with pytest.raises(PackRefused, match="unpacks to more than"):
        read_pack(made({"pages/bomb.json": b"0" * 5_000_000}), {PUBLIC})


def test_a_file_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(PackRefused, match="The file is larger"):
        read_pack(made(), {PUBLIC})


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_change_of_any_bytes_gets_through(noise, place):
    good = made()
    changed = good[:place] + noise + good[place + len(noise) :]
    try:
        pack = read_pack(changed, {PUBLIC})
    except PackRefused:
        return
    assert pack == read_pack(good, {PUBLIC})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values, max_size=5), st.binary(max_size=200))
def test_a_round_trip_loses_nothing(data, picture):
    pack = read_pack(made({"pages/a.json": document(data), "media/b.png": picture}), {PUBLIC})
    assert pack.documents["pages/a.json"] == data
    assert pack.media["media/b.png"] == picture


def test_a_key_survives_the_line_ends_of_an_email_and_anything_else_is_no_key():
    assert clean_public_key(f"  {PUBLIC[:20]}\n{PUBLIC[20:]} ") == PUBLIC
    for text in ("", "hello", PUBLIC[:-4], "é" * 44):
        with pytest.raises(KeyProblem, match="Paste the whole line"):
            clean_public_key(text)
