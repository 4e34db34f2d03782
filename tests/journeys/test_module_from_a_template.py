"""Priya begins a module from a starting point, follows what is left to do until nothing is, and Asha takes it.

With SCREENSHOTS=1 it keeps the pictures of docs/first-module.md; bin/tour_pictures.py makes them small.
"""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Locator, Page, expect

from learning.authoring.models import StartedModule
from learning.demo.site import AUTHORS
from tests.journeys.first_module import LESSONS, QUESTIONS, SUMMARY, TITLE, Lesson, Written
from tests.journeys.newcomers import new_starter

BODY = "#panel-child-content-body-section"
TYPED_IN = "input[type=text]:visible, textarea:visible, [contenteditable=true]:visible"
EDITOR_WAITS_MS = 600  # the editor hands rich text to its form a moment after the last key
OWN_WORDS = "Everything on this page is in your own words."
OTHERS = [("Trainer pack", "4 of 4 parts"), ("Taught course", "2 of 2 parts")]


@pytest.fixture
def second_person(site):
    account = new_starter("Rhona Vale")
    account.groups.add(Group.objects.get(name=AUTHORS))
    return account


def begin(page: Page, template: str, title: str) -> None:
    page.get_by_role("radio", name=template).check()
    page.get_by_label("What is the module called?").fill(title)
    page.get_by_label("S2 Find and connect community resources").check()
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("Your module is begun.")).to_be_visible()


def go_on(page: Page) -> None:
    """Go back from wherever she is to what is left to do."""
    page.get_by_role("link", name="What is left to do").first.click()
    expect(page.get_by_role("heading", name="Say what the module is for")).to_be_visible()


def save_and_go_on(page: Page) -> None:
    page.wait_for_timeout(EDITOR_WAITS_MS)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been updated")).to_be_visible()
    expect(page.get_by_text(OWN_WORDS)).to_be_visible()
    go_on(page)


def fill(field: Locator, words: str) -> None:
    field.fill(words)
    expect(field).to_have_text(words) if field.get_attribute("contenteditable") else expect(field).to_have_value(words)


def write_lesson(page: Page, lesson: Lesson) -> None:
    fields = page.locator(BODY).locator(TYPED_IN)
    expect(fields).to_have_count(len(lesson.fields))
    if lesson.aim:
        fill(page.locator("#id_aim"), lesson.aim)
    for number, words in enumerate(lesson.fields):
        if words is not None:
            fill(fields.nth(number), words)


def write_question(page: Page, question: Written) -> None:
    page.get_by_label("Question", exact=True).fill(question.stem)
    for number, answer in enumerate(question.answers, 1):
        row = page.get_by_role("group", name=f"Option {number}")
        row.get_by_label("Text").fill(answer.text)
        row.get_by_label("Feedback").fill(answer.feedback)
        if answer.match:
            row.get_by_label("Belongs to").fill(answer.match)


def approve_all(device, account, name: str) -> None:
    """A second person finds what waits for her and approves it, question by question."""
    hers = device()
    hers.sign_in(account.email)
    page = hers.go("/cms/")
    page.get_by_role("link", name="Questions", exact=True).click()
    page.get_by_role("link", name=name, exact=True).click()
    for number in range(len(QUESTIONS)):
        page.get_by_role("link", name="Review it").first.click()
        if number == 0:
            hers.picture("a-question-to-approve")
        page.get_by_label("Approve").check()
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_text("is approved.")).to_be_visible()
    expect(page.get_by_role("link", name="Review it")).to_have_count(0)


def check_link(page: Page, title: str) -> Locator:
    return page.get_by_role("link", name=re.compile(f"^check and publish ?: {title}$"))


def publish(page: Page, title: str) -> None:
    check_link(page, title).click()
    expect(
        page.get_by_text(re.compile("Nothing stands in the way of publishing|There is nothing to mend"))
    ).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"‘{title}’ has been published.")).to_be_visible()


def test_from_a_starting_point_to_a_module_that_asha_can_take(site, device, second_person):
    priyas = device()
    page = priyas.sign_in("priya@example.org")
    page.get_by_role("link", name="Edit content").click()
    page.get_by_role("link", name="Begin a module").click()
    expect(page).to_have_title(re.compile("Begin a module"))
    priyas.look("begin")
    priyas.picture("begin")
    begin(page, "Induction module", TITLE)
    expect(page.get_by_text("16 of 16 parts still say what the starting point says.")).to_be_visible()
    page.reload()  # what is said once, in colours of Wagtail, has gone
    priyas.look("what-is-left")
    priyas.picture("what-is-left")

    page.get_by_role("link", name="Write it").click()
    fill(page.locator("#id_summary"), SUMMARY)
    save_and_go_on(page)
    for lesson in LESSONS:
        page.get_by_role("link", name=lesson.title, exact=True).click()
        write_lesson(page, lesson)
        if lesson is LESSONS[0]:
            priyas.picture("a-lesson-written")
        save_and_go_on(page)
    expect(page.get_by_text("6 of 16 parts still say")).to_be_visible()

    for question in QUESTIONS:
        page.get_by_role("link", name=re.compile(f"^{question.instead_of}")).click()
        write_question(page, question)
        if question is QUESTIONS[0]:
            priyas.picture("a-question")
        page.get_by_role("button", name="Save and send to review").click()
        expect(page.get_by_text("It waits for somebody else to review it.")).to_be_visible()
        go_on(page)
    expect(page.get_by_text("Every part is written. The questions are not all in use yet.")).to_be_visible()
    expect(page.get_by_text("6 wait for a second person.")).to_be_visible()
    expect(page.get_by_text(f"Ask Alex Admin or {second_person.person.name}")).to_be_visible()
    page.reload()
    priyas.look("questions-wait")
    priyas.picture("questions-wait")
    approve_all(device, second_person, TITLE)

    page.reload()
    expect(page.get_by_text("6 of 6 approved.")).to_be_visible()
    expect(page.get_by_text("Every part is written. It is ready to publish.")).to_be_visible()
    check_link(page, LESSONS[0].title).click()
    priyas.picture("the-check")
    go_on(page)
    for lesson in LESSONS:
        publish(page, lesson.title)
    publish(page, TITLE)
    expect(page.get_by_text("Nothing is left to do: it is published.")).to_be_visible()
    page.reload()
    priyas.look("published")
    priyas.picture("published")
    page.get_by_role("link", name="see it as learners find it").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()

    ashas = device()
    ashas.sign_in("asha@example.org")
    page = ashas.go("/learning/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    ashas.picture("as-learners-find-it")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Ada is 82.").first).to_be_visible()


@pytest.mark.parametrize(("template", "left"), OTHERS)
def test_the_other_starting_points_say_what_is_left_too(site, device, template, left):
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go("/cms/start/")
    begin(page, template, f"A {template.lower()}")
    expect(page.get_by_text(f"{left} still say what the starting point says.")).to_be_visible()
    expect(page.get_by_text("ready: open it and send it to review")).to_have_count(4)
    module = StartedModule.objects.latest("pk").module
    page.get_by_role("link", name="see it as a learner").first.click()
    expect(page.get_by_text("Nothing can be sent from it")).to_be_visible()
    assert not module.live
