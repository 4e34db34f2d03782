"""Step 3: one question a page, a review, an outcome with feedback; not yet means another go with other questions."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from learning.assessment.answers import form_values
from learning.assessment.models import Attempt, AttemptQuestion
from tests.journeys.conftest import PHONE
from tests.journeys.newcomers import FIRST, new_starter
from tests.stories import study_all

SAVED = re.compile(r"^Saved \d\d:\d\d$")


def question_on(page: Page) -> AttemptQuestion:
    """Return the question that a page shows."""
    attempt, position = re.search(r"attempts/([0-9a-f-]+)/(\d+)/", page.url).groups()
    asked = AttemptQuestion.objects.select_related("version", "attempt").prefetch_related("version__options")
    return asked.get(attempt__uuid=attempt, position=position)


def answer(page: Page, chosen: list[str]) -> None:
    """Give an answer through the form as a person does."""
    asked = question_on(page)
    for place, value in form_values(asked, chosen).items():
        field = page.locator(f"#option-{place}")
        if value == "on":
            page.locator(f"label[for=option-{place}]").click()
        else:
            field.select_option(value)


def go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Save and (go on|review)$")).click()


def stems_of(page: Page) -> set[str]:
    attempt = Attempt.objects.get(uuid=re.search(r"attempts/([0-9a-f-]+)/", page.url).group(1))
    return set(attempt.questions.values_list("version__stem", flat=True))


def test_not_yet_then_again_with_other_questions_then_passed(site, device):
    ella = new_starter("Ella Stone")
    study_all(ella.person, FIRST)
    hers = device(viewport=PHONE)
    page = hers.sign_in(ella.email)
    page.get_by_role("link", name="Start").click()
    hers.look("assessment-before")
    page.get_by_role("button", name="Start").click()

    kinds_seen = set()
    for number in range(1, 9):
        asked = question_on(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {number} of 8")
        if asked.version.kind not in kinds_seen:
            kinds_seen.add(asked.version.kind)
            hers.look(f"question-{asked.version.kind.lower()}")
        if number == 1:
            answer(page, [asked.option_order[0]] if asked.version.kind == "SINGLE" else list(asked.version.key.right))
            expect(page.locator("[data-saved]")).to_have_text(SAVED)
        go_on(page)
    expect(page.get_by_text("7 questions are not answered yet")).to_be_visible()
    hers.look("review")
    first_time = stems_of(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Not yet, and you are on the way")).to_be_visible()
    expect(page.get_by_role("heading", name="Read again")).to_be_visible()
    hers.look("outcome-not-yet")

    page.get_by_role("button", name="Try again with other questions").click()
    expect(page.get_by_text("Question 1 of 8")).to_be_visible()
    assert not first_time & stems_of(page)
    for _ in range(8):
        answer(page, list(question_on(page).version.key.right))
        go_on(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="You passed")).to_be_visible()
    expect(page.get_by_text("8 of 8 fully right, 100 per cent")).to_be_visible()
    expect(page.get_by_role("region", name="What this means")).to_contain_text("Complete until")
    hers.look("outcome-passed")


def test_lines_are_put_in_order_with_buttons_or_numbers_and_a_half_done_order_is_explained(site, device):
    fred = new_starter("Freda Holm")
    study_all(fred.person, FIRST)
    hers = device()
    page = hers.sign_in(fred.email)
    hers.go(f"/assessment/of/{FIRST}/").get_by_role("button", name="Start").click()
    expect(page.get_by_text("Question 1 of 8")).to_be_visible()
    attempt = Attempt.objects.get(person=fred.person)
    found = attempt.questions.filter(version__kind="ORDERING").first()
    if found is None:  # the draw decides; then the matching form stands in
        found = attempt.questions.exclude(version__kind__in=["SINGLE", "MULTIPLE"]).first() or attempt.questions.first()
    page = hers.go(f"/assessment/attempts/{attempt.uuid}/{found.position}/")
    if found.version.kind == "ORDERING":
        page.locator("#option-0").select_option("1")
        page.locator("#option-1").select_option("1")
        go_on(page)
        expect(page.get_by_role("alert")).to_contain_text("Give every line a different number")
        expect(page.locator("#option-0")).to_have_value("1")
        hers.look("ordering-refused")
        page.get_by_role("button", name=re.compile("^Move down")).first.click()
        expect(page.locator("[data-saved]")).to_have_text(SAVED)
    answer(page, list(question_on(page).version.key.right))
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def test_in_two_windows_what_is_handed_in_stays_handed_in(site, device):
    gita = new_starter("Gita Rao")
    study_all(gita.person, FIRST)
    hers = device()
    page = hers.sign_in(gita.email)
    hers.go(f"/assessment/of/{FIRST}/").get_by_role("button", name="Start").click()
    expect(page.get_by_text("Question 1 of 8")).to_be_visible()
    other = hers.context.new_page()
    other.goto(page.url)
    page.goto(re.sub(r"\d+/$", "review/", page.url))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Not yet, and you are on the way")).to_be_visible()
    go_on(other)
    expect(other.get_by_text("You have handed this attempt in, so its answers no longer change")).to_be_visible()
