"""Packs on screen: who may, what is said, and that each page says what to do next."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from learning.demo.site import AUTHORS
from learning.jobs.actions import run_due_jobs
from learning.jobs.models import Job
from learning.sharing.actions.keys import private_key, signing_key
from learning.sharing.models import MadePack, Publisher, ReceivedPack, SigningKey
from learning.sharing.rules.archive import read_pack
from learning.sharing.rules.sealing import seal
from learning.sharing.rules.signing import fingerprint, new_private_key, public_key_of
from tests.sharing.councils import (
    NORTHVALE,
    SOUTHMERE,
    brought,
    content_of,
    foreign_pack,
    mina,
    module_choice,
    organisation,
    pack_of,
)

pytestmark = pytest.mark.django_db
PACKS = "/cms/packs/"


@pytest.fixture
def client(priya, signed_in):
    return signed_in(priya)


@pytest.fixture
def minas(signed_in):
    return signed_in(mina())


def said(response) -> str:
    return response.content.decode()


def file_of(content: bytes):
    return SimpleUploadedFile("pack.zip", content, "application/zip")


def choices(**more) -> dict:
    pages = [str(pk) for pk in module_choice("mindset").pages]
    return {"title": "Mindset", "name": "mindset", "notes": "", "pages": pages, "asked_as": str(uuid4()), **more}


def test_the_first_page_says_what_to_do_when_there_is_nothing(client):
    page = said(client.get(PACKS))
    assert "First add a publisher" in page
    assert "Nobody yet" in page


def test_an_author_without_the_right_finds_nothing(client, priya):
    priya.groups.get(name=AUTHORS).permissions.filter(codename="share_packs").first()
    priya.groups.get(name=AUTHORS).permissions.remove(
        *priya.groups.get(name=AUTHORS).permissions.filter(codename="share_packs")
    )
    assert client.get(PACKS).status_code == 404
    assert PACKS not in said(client.get("/cms/"))


def test_the_key_is_made_once_sealed_and_shown_with_its_fingerprint(client):
    page = said(client.get(f"{PACKS}key/"))
    key = SigningKey.objects.get()
    assert key.public_key in page
    assert fingerprint(key.public_key) in page
    client.get(f"{PACKS}key/")
    assert SigningKey.objects.count() == 1
    private = private_key(key)
    assert public_key_of(private) == key.public_key
    assert private not in key.sealed.encode()


def test_a_changed_secret_is_told_and_a_new_key_can_be_made(priya, signed_in):
    signing_key(organisation(NORTHVALE))
    with override_settings(SECRET_KEY="another one altogether"):
        client = signed_in(priya)
        assert "cannot be opened any more" in said(client.get(f"{PACKS}key/"))
        client.post(f"{PACKS}key/")
        assert "cannot be opened" not in said(client.get(f"{PACKS}key/"))
    assert SigningKey.objects.exclude(retired_at=None).count() == 1
    with override_settings(SECRET_KEY="a third", SECRET_KEY_FALLBACKS=["another one altogether"]):
        assert "cannot be opened" not in said(signed_in(priya).get(f"{PACKS}key/"))


def test_a_key_that_works_is_only_replaced_by_somebody_who_says_so(client):
    signing_key(organisation(NORTHVALE))
    client.post(f"{PACKS}key/")
    assert SigningKey.objects.count() == 1
    client.post(f"{PACKS}key/", {"sure": "1"})
    assert SigningKey.objects.filter(retired_at=None).count() == 1
    assert SigningKey.objects.count() == 2


def test_what_comes_along_is_shown_before_the_pack_is_made(client):
    page = said(client.post(f"{PACKS}make/", choices()))
    assert "version 1 of Mindset" in page
    assert "MASOSS practice framework" in page
    assert "20 questions" in page
    assert not MadePack.objects.exists()


def test_a_pack_is_made_as_a_job_and_each_making_is_the_next_version(client, priya):
    for version in (1, 2):
        answer = client.post(f"{PACKS}make/", choices(make="1"))
        assert answer.url.startswith("/jobs/")
        run_due_jobs()
        assert MadePack.objects.latest("pk").version == version
    job = Job.objects.latest("pk")
    assert job.state == "DONE"
    made = MadePack.objects.latest("pk")
    page = said(client.get(f"{PACKS}made/{made.uuid}/"))
    assert "What mindset means here" in page
    content = b"".join(client.get(f"{PACKS}made/{made.uuid}/file/").streaming_content)
    pack = read_pack(content, {signing_key(organisation(NORTHVALE)).public_key})
    assert pack.manifest.version == 2
    assert "2" in said(client.get(f"{PACKS}make/?like=mindset"))


def test_a_request_that_is_worked_on_twice_makes_one_version(client, priya):
    given = choices(make="1")
    client.post(f"{PACKS}make/", given)
    client.post(f"{PACKS}make/", given)
    run_due_jobs()
    Job.objects.update(state="WAITING")
    run_due_jobs()
    assert MadePack.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Give the pack a title"),
        ({"name": "no spaces please"}, "small letters, digits and hyphens only"),
        ({"pages": []}, "Choose at least one thing"),
        ({"pages": ["999999"]}, "is not here any more"),
    ],
)
def test_a_form_that_is_not_filled_in_says_so_and_keeps_the_rest(client, given, words):
    response = client.post(f"{PACKS}make/", choices(notes="Ours", **given))
    assert response.status_code == 422
    assert words in said(response) or words in str(response.context["form"].errors)
    assert "Ours" in said(response)


def test_a_publisher_is_trusted_only_after_the_fingerprint_was_compared(minas):
    key = public_key_of(new_private_key())
    given = {"name": "Eastmoor", "public_key": f" {key[:20]}\n{key[20:]} ", "in_place_of": ""}
    page = said(minas.post(f"{PACKS}publishers/add/", given))
    assert fingerprint(key) in page
    assert not Publisher.objects.exists()
    minas.post(f"{PACKS}publishers/add/", {**given, "compared": "1"})
    assert Publisher.objects.get().public_key == key


def test_a_new_key_of_the_same_publisher_takes_the_old_ones_place(minas):
    old, new = (public_key_of(new_private_key()) for _ in range(2))
    minas.post(f"{PACKS}publishers/add/", {"name": "Eastmoor", "public_key": old, "compared": "1"})
    first = Publisher.objects.get()
    given = {"name": "Eastmoor", "public_key": new, "in_place_of": str(first.pk), "compared": "1"}
    minas.post(f"{PACKS}publishers/add/", given)
    first.refresh_from_db()
    second = Publisher.objects.get(public_key=new)
    assert (first.is_trusted, second.is_trusted, second.line) == (False, True, first.line)


def test_a_key_that_is_none_is_refused_with_what_to_do(minas):
    response = minas.post(f"{PACKS}publishers/add/", {"name": "Eastmoor", "public_key": "hello"})
    assert response.status_code == 422
    assert "Paste the whole line" in said(response)


def test_a_pack_of_somebody_unknown_is_refused_and_so_is_one_that_was_changed(minas, priya):
    made = pack_of(priya, module_choice("mindset"))
    minas.post(
        f"{PACKS}publishers/add/",
        {"name": "Eastmoor", "public_key": public_key_of(new_private_key()), "compared": "1"},
    )
    response = minas.post(f"{PACKS}bring/", {"file": file_of(content_of(made))})
    assert response.status_code == 422
    assert "You do not know who signed this pack: Northvale Council" in said(response)
    key = made.public_key
    minas.post(f"{PACKS}publishers/add/", {"name": NORTHVALE, "public_key": key, "compared": "1"})
    content = content_of(made)
    tampered = content.replace(b"manifest.json", b"manifest.jsom")
    assert "Nothing was changed" in said(minas.post(f"{PACKS}bring/", {"file": file_of(tampered)}))
    assert not ReceivedPack.objects.exists()


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04" + b"\0" * 100, b"\0" * 5000, b"[]"])
def test_a_file_that_is_no_pack_is_refused(minas, priya, content):
    brought(pack_of(priya, module_choice("mindset")), mina())
    response = minas.post(f"{PACKS}bring/", {"file": file_of(content)})
    assert response.status_code == 422
    assert "Nothing was changed" in said(response)


def test_the_difference_is_shown_taken_and_undone_on_screen(minas, priya):
    received = brought(pack_of(priya, module_choice("mindset")), mina())
    address = f"{PACKS}received/{received.uuid}/"
    page = said(minas.get(address))
    assert "7 new, 0 changed by them" in page
    minas.post(f"{address}decline/", {"reason": ""})
    assert "Say why" in said(minas.post(f"{address}decline/", {"reason": ""}))
    assert "Declined" in said(minas.post(f"{address}decline/", {"reason": "Not now"}, follow=True))
    keys = [line.item.key for line in minas.get(address).context["lines"]]
    page = said(minas.post(f"{address}take/", {"item": keys}, follow=True))
    assert "6 pages wait as drafts" in page
    assert "New page" in page
    page = said(minas.post(f"{address}undo/", follow=True))
    assert "Discarded: " in page
    assert "Not now" in page


def test_a_pack_that_can_no_longer_be_opened_says_why(minas, priya):
    received = brought(pack_of(priya, module_choice("mindset")), mina())
    received.file.storage.delete(received.file.name)
    page = said(minas.get(f"{PACKS}received/{received.uuid}/"))
    assert "Bring the pack again" in page
    minas.post(f"{PACKS}publishers/{received.publisher.uuid}/withdraw/")
    assert "no longer trust" in said(minas.get(f"{PACKS}received/{received.uuid}/"))
    assert "Trusted no more" in said(minas.get(f"{PACKS}publishers/{received.publisher.uuid}/"))


def test_a_name_with_a_script_is_only_a_name(minas):
    key = new_private_key()
    name = "<script>alert(1)</script>"
    minas.post(f"{PACKS}publishers/add/", {"name": name, "public_key": public_key_of(key), "compared": "1"})
    assert name not in said(minas.get(PACKS))
    content = foreign_pack({}, key=key)
    assert io.BytesIO(content).read(2) == b"PK"
    minas.post(f"{PACKS}bring/", {"file": file_of(content)})
    assert name not in said(minas.get(PACKS))
    assert organisation(SOUTHMERE) == ReceivedPack.objects.get().organisation


def test_a_pack_that_cannot_be_signed_says_what_to_do(client, priya):
    signing_key(organisation(NORTHVALE))
    SigningKey.objects.update(sealed=seal("a secret that is gone", new_private_key()))
    client.post(f"{PACKS}make/", choices(make="1"))
    run_due_jobs()
    job = Job.objects.latest("pk")
    assert job.state == "FAILED"
    assert "make a new one" in job.message
    assert not MadePack.objects.exists()
