"""A lesson with every kind of block, walked with the keys alone: with scripts and without, reloaded and offline."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from learning.content.blocks import LessonBlocks
from learning.content.models import LessonPage
from learning.enrolment.models import LessonAnswer
from learning.people.models import Account
from tests.content.every_block import begin_every_block, lesson_of_every_block
from tests.journeys.conftest import PHONE, Device
from tests.journeys.newcomers import new_starter

ADDRESS = "/learning/every-block/every-block/"
KINDS = sorted(LessonBlocks().child_blocks)


def open_lesson(hers: Device, account: Account) -> Page:
    begin_every_block(account.person)
    hers.sign_in(account.email)
    page = hers.go(ADDRESS)
    expect(page.get_by_role("heading", name="Every block there is")).to_be_visible()
    return page


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def press(page: Page, wanted: Locator, *keys: str) -> None:
    tab_to(page, wanted)
    for key in keys:
        page.keyboard.press(key)


def form_with(page: Page, text: str) -> Locator:
    return page.locator("form[data-activity]").filter(has_text=text)


def read_what_is_folded(page: Page, scripts: bool) -> None:
    if scripts:
        press(page, page.get_by_role("button", name="Care worker"), "Enter")
        press(page, page.get_by_role("tab", name="Rosa"), "ArrowRight")
    expect(page.get_by_text("Sees how the days really go.")).to_be_visible()
    expect(page.get_by_text("Her hip needs rest.")).to_be_visible()
    press(page, page.locator("summary").filter(has_text="Read what is said and shown"), "Enter")
    press(page, page.locator("figure.gt-audio summary"), "Enter")
    expect(page.get_by_text("I got to the market.", exact=True)).to_be_visible()


def sort_and_match(page: Page) -> None:
    sorting = form_with(page, "Sort each line")
    for line, group in (
        ("I go to the market", "A goal to share"),
        ("Review of", "One worker’s task"),
        ("my own key", "A"),
    ):
        rows = sorting.locator("fieldset").filter(has_text=line)
        press(page, rows.get_by_role("radio").first, "Space")
        if group.startswith("One"):
            page.keyboard.press("ArrowRight")
    press(page, sorting.get_by_role("button", name="Check my answer"), "Enter")
    expect(form_with(page, "Sort each line").get_by_text("Yes, that is it.")).to_be_visible()
    matching = form_with(page, "Match each line")
    for left, right in (("Care worker", "How the"), ("Physiotherapist", "Stren"), ("Rosa", "What all")):
        tab_to(page, matching.get_by_label(left))
        page.keyboard.type(right)
    press(page, matching.get_by_role("button", name="Check my answer"), "Enter")
    expect(form_with(page, "Match each line").get_by_text("Yes, that is it.")).to_be_visible()


def fill_the_gaps(page: Page) -> None:
    gaps = form_with(page, "Fill the gaps")
    for number, word in ((1, "noticed"), (2, "market")):
        tab_to(page, gaps.get_by_label(f"Gap {number} of 2"))
        page.keyboard.type(word)
    page.keyboard.press("Enter")
    gaps = form_with(page, "Fill the gaps")
    expect(gaps.get_by_text("1 of 2 fits.")).to_be_visible()
    expect(gaps.get_by_text("What fits: goal")).to_be_visible()


def say_what_she_thinks(page: Page) -> None:
    scale = form_with(page, "Where are you?")
    press(page, scale.get_by_role("radio", name="1"), "Space", "ArrowRight", "ArrowRight")
    press(page, scale.get_by_role("button", name="Keep it"), "Enter")
    expect(form_with(page, "Where are you?").get_by_text("You chose 3 of 5.")).to_be_visible()
    poll = form_with(page, "Nobody sees who chose what")
    press(page, poll.get_by_role("radio").first, "Space")
    press(page, poll.get_by_role("button", name="Answer"), "Enter")
    expect(form_with(page, "Nobody sees who").get_by_text("What others chose is shown once 7 people")).to_be_visible()


def play_the_story(page: Page) -> None:
    story = form_with(page, "You decide what happens")
    press(page, story.locator("summary").filter(has_text="Through the eyes of Rosa"), "Enter")
    expect(story.get_by_text("They talk as if I were not here.")).to_be_visible()
    press(page, story.get_by_role("radio").first, "Space")
    press(page, story.get_by_role("button", name="Go on"), "Enter")
    expect(story.get_by_role("heading", name="Rosa on the line")).to_be_visible()
    press(page, story.get_by_role("radio").first, "Space", "ArrowDown")
    press(page, story.get_by_role("button", name="Go on"), "Enter")
    expect(story.get_by_text("A hard ending")).to_be_visible()
    press(page, story.get_by_role("button", name="Go back one step"), "Enter")
    press(page, story.get_by_role("radio").first, "Space")
    press(page, story.get_by_role("button", name="Go on"), "Enter")
    expect(story.get_by_text("You have found 2 of 2 endings")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_block_can_be_worked_with_the_keys_alone(site, device, scripts):
    una = new_starter("Una Reed" if scripts else "Vera Pine")
    hers = device(java_script_enabled=scripts)
    page = open_lesson(hers, una)
    if scripts:
        hers.look("every-block")
    read_what_is_folded(page, scripts)
    sort_and_match(page)
    fill_the_gaps(page)
    page = hers.go(ADDRESS)
    expect(form_with(page, "Sort each line").get_by_text("Yes, that is it.")).to_be_visible()
    expect(form_with(page, "Fill the gaps").get_by_label("Gap 2 of 2")).to_have_value("market")
    say_what_she_thinks(page)
    play_the_story(page)
    if scripts:
        hers.look("every-block-answered")
    page = hers.go(ADDRESS)
    expect(form_with(page, "You decide what happens").get_by_text("A good ending")).to_be_visible()
    mine = LessonAnswer.objects.filter(pinned_lesson__study__person=una.person)
    assert list(mine.order_by("pk").values_list("correct", flat=True)) == [True, True, False, None, None, *[None] * 4]


def test_no_block_is_wider_than_a_small_phone_or_hides_from_paper(site, device):
    hers = device(viewport={"width": 320, "height": 640})
    page = open_lesson(hers, new_starter("Wilma Dace"))
    wide = page.eval_on_selector_all(
        "[data-block]",
        "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText.slice(0, 60))",
    )
    assert wide == []
    assert page.locator("[data-block]").count() >= len(KINDS)
    small = page.eval_on_selector_all(
        ".gt-pick label, .gt-gaps__gap, .gt-match select, .gt-download a, .govuk-tabs__tab",
        "all => all.filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))",
    )
    assert small == []
    page.set_viewport_size(PHONE)
    page.emulate_media(media="print")
    for folded in ("Sees how the days really go.", "Helps people do the daily things", "Her hip needs rest."):
        expect(page.get_by_text(folded)).to_be_visible()


def test_a_link_into_an_accordion_opens_it(site, device):
    hers = device()
    page = open_lesson(hers, new_starter("Xenia Holt"))
    part = page.get_by_text("Helps people do the daily things").locator("xpath=ancestor::*[starts-with(@id, 'part-')]")
    expect(part).not_to_be_visible()
    hers.go(f"{ADDRESS}#{part.get_attribute('id')}")
    page.reload()
    expect(page.get_by_text("Helps people do the daily things")).to_be_visible()
    expect(page.get_by_text("Sees how the days really go.")).not_to_be_visible()


def test_a_choice_that_cannot_be_sent_stays_chosen_and_is_sent_once(site, device):
    yara = new_starter("Yara Moss")
    hers = device()
    page = open_lesson(hers, yara)
    story = form_with(page, "You decide what happens")
    story.get_by_text("Ask to speak with Rosa").click()
    hers.context.set_offline(True)
    story.get_by_role("button", name="Go on").click()
    expect(story.locator("[data-saved]")).to_contain_text("there is no connection")
    expect(story.get_by_role("radio").first).to_be_checked()
    hers.context.set_offline(False)
    story.get_by_role("button", name="Go on").click()
    expect(story.get_by_role("heading", name="Rosa on the line")).to_be_visible()
    assert LessonAnswer.objects.filter(pinned_lesson__study__person=yara.person).count() == 1


def test_an_author_who_would_publish_a_broken_story_is_shown_its_map(site, device):
    lesson = lesson_of_every_block()
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go(f"/cms/pages/{lesson.pk}/edit/")
    way = page.locator('input[name$="-nodes-0-value-choices-0-value-to"]')
    way.fill("nobody-home")
    assert "market" in page.locator(f"datalist#{way.get_attribute('list')} option").evaluate_all(
        "all => all.map(one => one.value)"
    )
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    story = page.locator(".gt-map")
    expect(story.get_by_text("4 nodes, 2 of them endings. One thing is still to mend.")).to_be_visible()
    expect(story.get_by_role("img")).to_be_visible()
    expect(story.get_by_role("row", name="The phone rings")).to_contain_text("leads to the key nobody-home")
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id == lesson.live_revision_id
