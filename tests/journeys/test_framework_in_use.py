"""The framework in use: Asha reads it on her phone, somebody with lived experience shapes it, and Lena sees that."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from framework.models import ElementPage, Invitation
from tests.journeys.conftest import PHONE

SERVICES = "/framework/masoss/services/"
SAID = "Ask me who I want to open the door to."
CHANGED = "A question about who comes to the door was added."


def note_of(page: Page, term: str):
    return page.locator(f"#term-{term}")


def test_asha_reads_an_element_on_her_phone_with_words_that_explain_themselves(site, device):
    hers = device(viewport=PHONE, has_touch=True)
    hers.sign_in("asha@example.org")
    page = hers.go(SERVICES)
    expect(page.get_by_text("This page is past its review date.")).to_be_visible()

    consent = page.get_by_role("button", name="consent", exact=True)
    consent.tap()
    note = note_of(page, "consent")
    expect(note).to_be_visible()
    expect(consent).to_have_attribute("aria-expanded", "true")
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert page.url.endswith(SERVICES)
    page.get_by_role("heading", name="What it means").tap()
    expect(note).to_be_hidden()
    hers.look("element")

    page.get_by_role("navigation", name="On this page").get_by_role("link", name="See it done").tap()
    page.get_by_role("link", name="Therapy and care that pull the same way").tap()
    expect(page.get_by_text("A published operational example.")).to_be_visible()
    hers.look("case-study")
    page.get_by_role("link", name="Services").tap()
    expect(page.get_by_role("heading", name="Services", level=1)).to_be_visible()

    page = hers.go("/framework/glossary/")
    page.get_by_label("Find a word").fill("trial")
    page.get_by_role("button", name="Find").tap()
    expect(page.get_by_text("Agreed trial", exact=True)).to_be_visible()
    expect(page.get_by_text("Telecare", exact=True)).to_have_count(0)
    hers.look("glossary")


def test_a_word_explains_itself_by_keyboard_and_by_pointing(site, device):
    hers = device()
    hers.sign_in("asha@example.org")
    page = hers.go(SERVICES)
    term, note = page.get_by_role("button", name="consent", exact=True), note_of(page, "consent")
    term.focus()
    expect(note).to_be_visible()
    hers.look("term-explained")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Space")
    expect(note).to_be_hidden()
    page.keyboard.press("Tab")
    expect(note).to_be_hidden()

    page.evaluate("document.activeElement.blur()")
    term.hover()
    expect(note).to_be_visible()
    note.hover()
    page.wait_for_timeout(500)  # longer than a note waits before it closes
    expect(note).to_be_visible()
    page.mouse.move(2, 2)
    expect(note).to_be_hidden()


def test_without_javascript_a_word_leads_to_the_glossary(site, device):
    hers = device(java_script_enabled=False, viewport=PHONE)
    hers.sign_in("asha@example.org")
    page = hers.go(SERVICES)
    page.get_by_role("link", name="consent", exact=True).click()
    expect(page).to_have_url(re.compile(r"/framework/glossary/#consent$"))
    expect(page.locator("#consent")).to_be_visible()


def test_somebody_shapes_a_page_without_an_account_and_lena_sees_it(site, device):
    priyas = device()
    priyas.sign_in("priya@example.org")
    services = ElementPage.objects.get(slug="services")
    page = priyas.go(f"/cms/invitation/new/?page={services.pk}")
    page.locator("#id_with_whom").fill("Carers’ breakfast")
    page.locator("#id_question").fill("What should a worker ask you first?")
    page.locator("#w-editor-form button[type=submit]").click()
    expect(page.get_by_text("The address to hand out.")).to_be_visible()
    address = Invitation.objects.get(with_whom="Carers’ breakfast").get_absolute_url()
    expect(page.get_by_text(address)).to_be_visible()

    theirs = device(viewport=PHONE, java_script_enabled=False)
    page = theirs.go(address)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="Write what you want to say.")).to_be_visible()
    page.get_by_label("Your words").fill(SAID)
    page.get_by_label("I am an unpaid carer, a relative or a friend").check()
    page.get_by_label("How many people are speaking here?").fill("3")
    page.get_by_label("I agree that my words are kept").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    stranger = device(viewport=PHONE)
    stranger.go(address)
    stranger.look("have-your-say")

    page = priyas.go("/cms/contribution/?state=WAITING")
    page.get_by_role("link", name=re.compile("Unpaid carers and families on Services")).first.click()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_label("Accept: readers see it").check()
    page.locator("#id_what_changed").fill(CHANGED)
    page.locator("#w-editor-form button[type=submit]").click()
    expect(page.get_by_role("heading", name="Contributions")).to_be_visible()

    hers = device(viewport=PHONE)
    hers.sign_in("asha@example.org")
    page = hers.go(SERVICES)
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(page.get_by_text(CHANGED)).to_be_visible()
    page.get_by_role("link", name="See this page in the co-production ledger").click()
    expect(page.get_by_text("Unpaid carers and families: 3 people")).to_be_visible()
    hers.look("ledger")

    lenas = device()
    lenas.sign_in("lena@example.org")
    page = lenas.go("/readiness/")
    page.get_by_role("link", name="See who shaped the practice framework").click()
    expect(page.get_by_text(re.compile("People with lived experience had a part in 5 of"))).to_be_visible()
    lenas.look("who-shaped-it")
