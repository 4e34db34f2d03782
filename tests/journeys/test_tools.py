"""A reader finds a tool on a phone and prints it, and nothing leaves the device."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from framework.tools.smart import SMART, check, rule_as_data
from tests.framework.smart_cases import CASES
from tests.journeys.conftest import PHONE, Device

TOOLS = [
    "preparation-checklist",
    "strengths-map",
    "smart-outcome-builder",
    "golden-thread-check",
    "joint-review-record",
    "outcome-review-agenda",
]
LOOKED_AT = {"preparation-checklist", "smart-outcome-builder"}  # filled in, in the stories above
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('gt-tool:')).length"


def watch(device: Device) -> list[tuple[str, str, str]]:
    """Return a list that grows with every request this device makes from now on."""
    asked: list[tuple[str, str, str]] = []
    device.page.on(
        "request", lambda one: asked.append((one.method, one.url.removeprefix(device.site), one.post_data or ""))
    )
    return asked


def open_tool(device: Device, slug: str) -> Page:
    page = device.go(f"/framework/tools/{slug}/")
    page.wait_for_load_state("networkidle")
    return page


def printed(page: Page) -> bytes:
    return page.pdf(format="A4")


def cut_off(page: Page) -> list[str]:
    """Return what would be hidden or stick out on paper: A4 between its margins is about 690 px wide."""
    page.emulate_media(media="print")
    size = page.viewport_size
    page.set_viewport_size({"width": 690, "height": 1000})
    found = page.evaluate(
        """() => [...document.querySelectorAll('.gt-sheet .gt-written, .gt-sheet .gt-write')]
        .filter((e) => e.offsetParent)
        .filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2
          || e.getBoundingClientRect().right > innerWidth)
        .map((e) => e.textContent.slice(0, 30))"""
    )
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    return found


def test_a_reader_finds_a_tool_on_a_phone_fills_it_in_and_prints_it(site, device):
    ashas = device(viewport=PHONE)
    ashas.sign_in("asha@example.org")
    page = ashas.go("/search/")
    page.get_by_label("What are you looking for?").fill("preperation checklist")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("in place of “preperation”")).to_be_visible()
    ashas.look("search-for-a-tool")
    page.get_by_role("link", name="Preparation checklist").first.click()
    expect(page.get_by_text("Nothing you write here is sent anywhere.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked = watch(ashas)
    page.evaluate("window.print = () => { window.printed = true; }")

    first = page.get_by_role("group", name="Do you know why the person")
    first.get_by_label("Ready").check()
    expect(page.get_by_text("1 of 6 ready.")).to_be_visible()
    secret = "A sentence that stays on this phone. " * 40
    page.get_by_label("Note on question 1").fill(secret)
    ashas.look("preparation-checklist-filled-in")
    page.get_by_role("button", name="Print or save as PDF").click()
    assert page.evaluate("window.printed") is True
    assert cut_off(page) == []
    assert printed(page).startswith(b"%PDF-")

    ashas.context.set_offline(True)
    page.get_by_role("button", name="Add another thing to do").click()
    page.get_by_role("group", name="Thing to do 3").get_by_label("What").fill("Ring the library")
    page.get_by_role("button", name="Clear the sheet").click()
    expect(page.get_by_label("Note on question 1")).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Note on question 1")).to_have_value(secret)
    ashas.context.set_offline(False)
    assert page.evaluate(STORED) == 0, "nothing is kept unless somebody asks"

    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    open_tool(ashas, "strengths-map")
    assert questions == ["beforeunload"], "leaving with something typed is asked about"
    sent = [request for request in asked if request[0] != "GET" or "A sentence" in "".join(request)]
    assert not sent
    strange = {url.split("?")[0] for _, url, _ in asked} - {"/framework/tools/strengths-map/"}
    assert all(url.startswith(("/static/", "data:", "blob:")) for url in strange), strange


def test_it_is_kept_on_the_device_only_when_asked_for_a_day_and_for_one_person(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = open_tool(ashas, "strengths-map")
    asked = watch(ashas)
    page.get_by_label("What matters to the person").fill("Her garden")
    page.get_by_role("group", name="Strength 2").get_by_label("Strength", exact=True).fill("Knows every plant")
    page.get_by_label("Keep on this device").check()
    expect(page.get_by_text("Kept on this device until")).to_be_visible()
    assert page.evaluate(STORED) == 1
    assert all(method == "GET" and "garden" not in url for method, url, _ in asked)
    page = open_tool(ashas, "strengths-map")
    expect(page.get_by_label("What matters to the person")).to_have_value("Her garden")
    expect(page.get_by_role("group", name="Strength 2").get_by_label("Strength", exact=True)).to_have_value(
        "Knows every plant"
    )
    key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('gt-tool:'))")
    page.evaluate("(key) => localStorage.setItem(key.replace(/:.*:/, ':somebody-else:'), localStorage[key])", key)
    page.evaluate("(key) => localStorage.removeItem(key)", key)
    page = open_tool(ashas, "strengths-map")
    expect(page.get_by_label("What matters to the person")).to_have_value("")
    page.evaluate("Object.keys(localStorage).forEach((key) => { localStorage[key] = JSON.stringify({until: 1}); })")
    ashas.go("/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(STORED) == 0, "any page forgets what is over"
    page = open_tool(ashas, "strengths-map")
    page.get_by_label("Keep on this device").check()
    page.get_by_role("button", name="Clear the sheet").click()
    assert page.evaluate(STORED) == 0
    expect(page.get_by_label("Keep on this device")).not_to_be_checked()


def test_a_sheet_is_built_by_keyboard_alone(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = open_tool(ashas, "smart-outcome-builder")
    status = page.locator("[data-says]")
    page.get_by_label("S: What will the person do?").focus()
    page.keyboard.type("Have a care package")
    line = page.locator('[data-field="specific"] [data-field-says]')
    expect(line).to_contain_text("not yet. This names a service.")
    expect(status).to_contain_text("This names a service.")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Walk to the corner shop and back")
    expect(line).to_contain_text("✓ Specific")
    expect(status).to_contain_text("Specific: Clear.")
    for text in ("twice a week", "A neighbour likes to go along", "I miss choosing my own bread", "by the end of May"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    expect(page.get_by_text("All five letters are there.")).to_be_visible()
    ashas.look("smart-outcome-builder-filled-in")

    step = page.get_by_role("group", name="Step 1").get_by_label("Step")
    step.fill("Ask the neighbour")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move down step 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move down step 2")).to_be_focused()
    expect(status).to_have_text("Moved from place 1 to place 2 of 2.")
    page.keyboard.press("Enter")
    expect(status).to_have_text("It is the last already.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status).to_have_text("Removed step 2. You can undo this.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Step 2").get_by_label("Step")).to_have_value("Ask the neighbour")
    expect(page.get_by_role("group", name="Step 2").get_by_label("Step")).to_be_focused()


def test_the_browser_and_the_server_judge_alike(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = open_tool(ashas, "smart-outcome-builder")
    assert json.loads(page.locator("[data-rule]").get_attribute("data-rule")) == json.loads(json.dumps(rule_as_data()))
    strange = [
        "Łódź’s 2 …",
        "ÉTÉ\u00a0prochain",
        "a'b 'c' ''",
        "İstanbul by May",
        "ΣΟΦΟΣ again",
        "\u2028 x \ufeff y",
        "😀 😀 😀 😀",
    ]
    texts = [text for _, text, _ in CASES] + strange
    found = page.evaluate(
        """async (texts) => {
          const {check} = await import('/static/js/tools/smart.js');
          const rule = JSON.parse(document.querySelector('[data-rule]').dataset.rule);
          return texts.map((text) => rule.letters.map((letter) => check(rule, letter, text)));
        }""",
        texts,
    )
    for text, verdicts in zip(texts, found, strict=True):
        assert [(one["met"], one["says"]) for one in verdicts] == [
            (ours.met, ours.says) for ours in (check(letter, text) for letter in SMART)
        ], text


THREADS = [
    (["a", "b", "c", "d"], "Whole: it runs from the assessment to the review."),
    (["a", "b", "c", ""], "Whole so far. “Review: what has changed” is still to come."),
    (["a", "b", "", "d"], "It breaks between “Outcome: what is agreed” and “Plan: what is done”."),
    (["a", "", "", ""], "It breaks between “Assessment: what matters” and “Outcome: what is agreed”."),
    (["", "", "c", ""], "It begins at “Plan: what is done”. What in the assessment does it come from?"),
    ([" ", "", "", ""], ""),
]


def test_the_golden_thread_check_finds_the_break_and_the_agenda_keeps_the_time(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = open_tool(ashas, "golden-thread-check")
    page.on("dialog", lambda dialog: dialog.accept())
    thread = page.get_by_role("group", name="Thread 1")
    line = thread.locator("[data-row-says]")
    for texts, words in THREADS:
        for field, text in zip(thread.get_by_role("textbox").all(), texts, strict=True):
            field.fill(text)
        expect(line).to_contain_text(words) if words else expect(line).to_be_hidden()

    page = open_tool(ashas, "outcome-review-agenda")
    page.get_by_label("We start at").fill("23:30")
    expect(page.get_by_text("6 items, 60 minutes, from 23:30 to 00:30")).to_be_visible()
    page.get_by_role("button", name="Remove item 3").click()
    expect(page.get_by_text("5 items, 40 minutes, from 23:30 to 00:10")).to_be_visible()
    expect(page.get_by_role("group", name="Item 2").get_by_text("23:35 to 23:45")).to_be_visible()


def test_every_tool_looks_right_and_hides_nothing_on_paper(site, device):
    ashas = device()
    ashas.sign_in("asha@example.org")
    page = ashas.page
    page.on("dialog", lambda dialog: dialog.accept())
    for slug in TOOLS:
        open_tool(ashas, slug)
        if slug not in LOOKED_AT:
            ashas.look(slug)
        for field in page.locator("textarea.gt-write").all()[:12]:
            field.fill("Words that need more than the one line which was meant for them. " * 6)
        assert cut_off(page) == [], slug
    assert re.search(rb"/Type\s*/Page\b", printed(page))


def test_without_javascript_it_is_a_form_for_pen_and_paper(site, device):
    ashas = device(java_script_enabled=False, viewport=PHONE)
    ashas.sign_in("asha@example.org")
    page = ashas.go("/framework/tools/joint-review-record/")
    asked = watch(ashas)
    expect(page.get_by_text("Nothing you write here is sent anywhere.")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    field = page.get_by_label("What has to be decided?")
    field.fill("Whether to go on with the transfers")
    page.get_by_label("With a worry").first.check()
    page.get_by_label("From", exact=True).fill("2026-12-01")
    page.keyboard.press("Enter")
    assert printed(page).startswith(b"%PDF-")
    assert page.url.endswith("/framework/tools/joint-review-record/"), "Enter sends nothing"
    assert all(method == "GET" and url.startswith(("/static/", "data:")) for method, url, _ in asked), asked
