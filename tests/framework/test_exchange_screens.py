"""Priya takes frameworks in and out in /cms/: a file, a dry run, a confirmation; nobody else does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from framework.actions.exchange import snapshot
from framework.exchange.files import read_file
from framework.models import Element, Framework, WaitingImport
from learning.demo.site import AUTHORS
from learning.people.models import Account, Person
from tests.framework.exchange_files import changed, make_framework, written

IMPORT, EXPORT = "/cms/framework-import/", "/cms/framework-export/"


@pytest.fixture
def editor(priya, signed_in):
    return signed_in(priya)


def upload(client, data: bytes, name: str = "framework.json"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def masoss_with(**values) -> bytes:
    return written(
        changed(snapshot(Framework.objects.get(code="masoss")), "element", "masoss-mindset", **values), "json"
    )


def text(response) -> str:
    return response.content.decode()


def test_a_dry_run_lists_the_change_and_writes_nothing_until_it_is_confirmed(editor):
    review = upload(editor, masoss_with(title="Mindset first")).url
    page = text(editor.get(review))
    assert "0 added, 1 changed, 0 removed" in page
    assert "<del>Mindset</del>" in page
    assert "<ins>Mindset first</ins>" in page
    assert Element.objects.get(code="masoss-mindset").title == "Mindset"
    done = editor.post(review, follow=True)
    assert "MASOSS practice framework has been taken in." in text(done)
    assert Element.objects.get(code="masoss-mindset").title == "Mindset first"
    assert not WaitingImport.objects.exists()


def test_confirming_twice_takes_in_once(editor):
    review = upload(editor, masoss_with(title="Mindset first")).url
    editor.post(review)
    assert "This file no longer waits here." in text(editor.post(review))
    assert "This file no longer waits here." in text(editor.get(review))


def test_a_file_is_refused_when_the_framework_has_changed_meanwhile(editor):
    review = upload(editor, masoss_with(title="Mindset first")).url
    Element.objects.filter(code="masoss-outcomes").update(summary="Changed by somebody else.")
    for answer in (editor.get(review), editor.post(review)):
        assert "The framework has changed since this dry run. Nothing was taken in." in text(answer)
    assert Element.objects.get(code="masoss-mindset").title == "Mindset"


def test_a_file_waits_for_an_hour(editor):
    review = upload(editor, masoss_with(title="Mindset first")).url
    WaitingImport.objects.update(uploaded_at=timezone.now() - timedelta(minutes=61))
    assert "it waited for more than an hour" in text(editor.post(review))
    assert Element.objects.get(code="masoss-mindset").title == "Mindset"
    upload(editor, masoss_with(title="Again"))
    assert WaitingImport.objects.count() == 1


def test_one_account_cannot_see_or_confirm_what_another_chose(editor, admin, signed_in):
    review = upload(editor, masoss_with(title="Mindset first")).url
    other = signed_in(admin)
    for answer in (other.get(review), other.post(review)):
        assert "This file no longer waits here." in text(answer)
        assert "Mindset first" not in text(answer)
    assert WaitingImport.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"{", "The file is not right as JSON at line 1, column 2"),
        ("a.csv", b"a,b\n", "the column ‘what’ is missing"),
        ("a.xlsx", b"PK", "The file is not a workbook"),
        ("a.exe", b"MZ", "Choose a file that ends in .json"),
        ("a.json", b"", "The file is empty."),
        ("a.json", b" " * 10_000_001, "A framework file has at most 10 MB."),
    ],
)
def test_a_bad_file_is_refused_on_the_same_screen(editor, name, data, words):
    answer = upload(editor, data, name)
    assert answer.status_code == 200
    assert words in text(answer)
    assert not WaitingImport.objects.exists()


def test_no_file_is_asked_for(editor):
    assert "Choose a file." in text(editor.post(IMPORT, {}))


def test_hostile_words_are_shown_as_words(editor):
    page = text(editor.get(upload(editor, masoss_with(title="<script>alert(1)</script>")).url))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_dry_run_comes_in_pages_and_counts_everything(editor, django_assert_max_num_queries):
    content = make_framework(elements=6, each=20, levels=3, anchors=3)
    review = upload(editor, written(content, "json")).url
    with django_assert_max_num_queries(60):
        page = text(editor.get(review))
    assert f"{len(content.records)} added" in page
    assert "Page 1 of" in page
    assert "Previous page" in text(editor.get(f"{review}?p=2"))
    assert editor.get(f"{review}?p=nonsense").status_code == 200


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_priya_takes_a_framework_out_as_a_file(editor, form):
    assert f"/cms/framework-export/masoss/{form}/" in text(editor.get(EXPORT))
    answer = editor.get(f"{EXPORT}masoss/{form}/")
    assert answer["Content-Disposition"] == f'attachment; filename="masoss.{form}"'
    assert read_file(f"x.{form}", answer.content) == snapshot(Framework.objects.get(code="masoss"))


def test_what_cannot_be_taken_out_is_said(editor):
    assert editor.get(f"{EXPORT}nothing/json/").status_code == 404
    assert editor.get(f"{EXPORT}masoss/pdf/").url == EXPORT
    Element.objects.filter(code="masoss-mindset").update(summary="x" * 40_000)
    assert "too long for a spreadsheet" in text(editor.get(f"{EXPORT}masoss/xlsx/", follow=True))


def test_an_export_holds_nothing_about_people_or_jobs(editor):
    found = json.dumps(json.loads(editor.get(f"{EXPORT}masoss/json/").content))
    names = Person.objects.values_list("name", flat=True)
    emails = Account.objects.values_list("email", flat=True)
    assert not [word for word in [*names, *emails, "support-worker", "due_within_days"] if word in found]


@pytest.mark.parametrize("path", [IMPORT, EXPORT, f"{EXPORT}masoss/json/"])
@pytest.mark.parametrize("who", ["asha", "omar", "lena", "sam"])
def test_nobody_else_finds_these_screens(db, signed_in, request, who, path):
    assert signed_in(request.getfixturevalue(who)).get(path).status_code == 404


@pytest.mark.parametrize("path", [IMPORT, EXPORT, f"{EXPORT}masoss/json/"])
def test_an_editor_who_may_not_change_frameworks_does_not(priya, signed_in, path):
    priya.groups.get(name=AUTHORS).permissions.remove(Permission.objects.get(codename="change_framework"))
    assert signed_in(priya).get(path).url == "/cms/"


def test_the_menu_leads_there(editor):
    menu = text(editor.get("/cms/"))
    assert "/cms/framework-import/" in menu
    assert "/cms/framework-export/" in menu
