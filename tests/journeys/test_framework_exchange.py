"""Priya takes MASOSS out, changes it and takes it in again, and finds the framework of another council beside hers."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.framework.exchange_files import changed, make_framework, written


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="See what would change").click()


def test_priya_changes_masoss_in_a_workbook(site, device, tmp_path):
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go("/cms/")
    page.get_by_role("button", name="Practice framework").click()
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="MASOSS practice framework as a workbook").click()
    path = tmp_path / "masoss.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book["Elements"]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(2, titles.index("questions") + 1).value = "What made you smile this week?"
    book.save(path)

    page = priyas.go("/cms/framework-import/")
    choose(page, path)
    expect(page.get_by_text("0 added, 1 changed, 0 removed")).to_be_visible()
    expect(page.locator("ins", has_text="What made you smile this week?")).to_be_visible()
    assert "smile this week" not in priyas.context.request.get(f"{site}/framework/masoss/mindset/").text()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("MASOSS practice framework has been taken in.")).to_be_visible()
    page = priyas.go("/framework/masoss/mindset/")
    expect(page.get_by_text("What made you smile this week?")).to_be_visible()
    priyas.look("element-after-import")


def test_priya_loads_the_framework_of_another_council(site, device, tmp_path):
    content = changed(make_framework("ashdale", elements=4), "framework", "ashdale", title="Ashdale way of working")
    good, bad = tmp_path / "ashdale.json", tmp_path / "broken.json"
    good.write_bytes(written(content, "json"))
    bad.write_text(json.dumps({"CFDocument": {"identifier": "a", "title": "A"}, "CFItems": [3]}))
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go("/cms/framework-import/")
    choose(page, bad)
    expect(page.get_by_text("CFItems[0]: there must be an object in braces.")).to_be_visible()
    choose(page, good)
    expect(page.get_by_text("There is no framework ashdale here yet.")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    page.get_by_role("link", name="See it").click()
    expect(page.get_by_role("heading", name="Ashdale way of working")).to_be_visible()

    ashas = device()
    ashas.sign_in("asha@example.org")
    ashas.go("/framework/").get_by_role("link", name="Ashdale way of working").click()
    expect(ashas.page.get_by_role("heading", name="Every competency")).to_be_visible()
    ashas.look("framework-of-another-council")
    sams = device()
    sams.sign_in("sam@example.org")
    expect(sams.go("/framework/").get_by_text("has not published a practice framework yet")).to_be_visible()


def test_asha_reads_two_frameworks_side_by_side_and_a_practice_model(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = ashas.go("/framework/crosswalk/masoss/six-principles/")
    expect(page.get_by_role("table")).to_be_visible()
    ashas.look("crosswalk")
    page.get_by_role("table").get_by_role("link", name="Choices that matter").first.click()
    expect(page.get_by_role("heading", name="In other frameworks")).to_be_visible()
    ashas.look("principle")
    ashas.go("/framework/six-principles/")
    ashas.look("six-principles")
    ashas.go("/framework/practice-models/").get_by_role("link", name="Family group conferencing").click()
    expect(page.get_by_role("heading", name="How it goes")).to_be_visible()
    ashas.look("practice-model")
