"""Step 2: she reads lessons and answers, leaves in the middle, comes back on another device, and is where she was."""

import re

from playwright.sync_api import Page, expect

from learning.content.queries import Choice, snapshot
from learning.enrolment.models import PinnedLesson, Study
from learning.people.models import Person
from tests.journeys.conftest import PHONE, Device
from tests.journeys.newcomers import FIRST, new_starter

THOUGHT = "She hummed while we made the tea."
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def choices_of(person: Person) -> tuple[Choice, Choice, PinnedLesson]:
    """Return a wrong and a right answer to the first knowledge check she meets, and its lesson."""
    study = Study.objects.get(person=person)
    for pinned in study.lessons.all():
        for segment in snapshot(pinned.revision_id).segments:
            if segment.kind == "knowledge_check" and not segment.several:
                wrong = next(choice for choice in segment.choices if not choice.correct)
                right = next(choice for choice in segment.choices if choice.correct)
                return wrong, right, pinned
    raise LookupError("No knowledge check")


def test_she_learns_leaves_and_comes_back_on_her_phone(site, device):
    bea = new_starter("Bea Lawson")
    desk = device()
    page = desk.sign_in(bea.email)
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_role("heading", name="Why strengths-based practice")).to_be_visible()
    desk.look("module-before")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Lesson 1 of 5")).to_be_visible()
    desk.look("lesson")
    check_what_she_knows(desk, bea.person)
    left_at = write_a_thought(desk, bea.person)

    phone = device(viewport=PHONE)
    page = phone.sign_in(bea.email)
    page.goto(left_at)
    expect(page.get_by_text("You were here")).to_be_visible()
    expect(page.locator("form[data-autosave]").first.get_by_role("textbox")).to_have_value(THOUGHT)
    phone.look("lesson-on-return")

    finish_every_lesson(phone.go(f"/learning/{FIRST}/"))
    expect(page.get_by_text("Every lesson is done")).to_be_visible()
    phone.look("module-done")
    page = phone.go("/")
    expect(page.locator(".gt-next")).to_contain_text("Check what you know: Why strengths-based practice")


def check_what_she_knows(desk: Device, person: Person) -> None:
    """First nothing, then a wrong answer, then the right one: each time the page says what to make of it."""
    wrong, right, pinned = choices_of(person)
    page = desk.go(f"/learning/{FIRST}/{pinned.lesson.slug}/")
    check = page.locator("form[data-activity]").filter(has_text=right.text)
    check.get_by_role("button").click()
    expect(check.get_by_role("alert")).to_contain_text("Choose an answer first")
    check.get_by_text(wrong.text).click()
    check.get_by_role("button").click()
    expect(check.get_by_text(wrong.feedback)).to_be_visible()
    expect(check.locator("[data-saved]")).to_have_text(SAVED)
    check.get_by_text("What about the other answers?").click()
    expect(check.get_by_text(right.feedback)).to_be_visible()
    desk.look("check-answered")
    check.get_by_label(right.text).check(force=True)
    check.get_by_role("button").click()
    expect(check.get_by_text("Yes, that is it.")).to_be_visible()


def write_a_thought(desk: Device, person: Person) -> str:
    """Write a reflection that saves itself; return the address where she leaves."""
    page = desk.go(f"/learning/{FIRST}/{with_reflection(person).lesson.slug}/")
    reflection = page.locator("form[data-autosave]").first
    reflection.get_by_role("textbox").fill(THOUGHT)
    expect(reflection.locator("[data-saved]")).to_have_text(SAVED, timeout=10_000)
    return page.url


def with_reflection(person) -> PinnedLesson:
    for pinned in PinnedLesson.objects.filter(study__person=person).select_related("lesson"):
        if any(segment.kind == "reflection" for segment in snapshot(pinned.revision_id).segments):
            return pinned
    raise LookupError("No reflection")


def finish_every_lesson(page: Page) -> None:
    page.get_by_role("link", name="Go on").click()
    for _ in range(6):
        done = page.get_by_role("button", name=re.compile("^Done"))
        if not done.count():
            return
        done.click()


def test_an_answer_that_cannot_be_sent_stays_and_goes_out_later(site, device):
    cora = new_starter("Cora Finch")
    hers = device()
    page = hers.sign_in(cora.email)
    page.get_by_role("link", name="Start").click()
    page.get_by_role("button", name="Start").click()
    page = hers.go(f"/learning/{FIRST}/{with_reflection(cora.person).lesson.slug}/")
    hers.context.set_offline(True)
    note = page.locator("form[data-autosave]").first
    note.get_by_role("textbox").fill("Written in a lift.")
    expect(note.locator("[data-saved]")).to_contain_text("there is no connection", timeout=10_000)
    expect(note.get_by_role("textbox")).to_have_value("Written in a lift.")
    hers.context.set_offline(False)
    expect(note.locator("[data-saved]")).to_have_text(SAVED, timeout=20_000)


def test_it_all_works_without_scripts(site, device):
    dora = new_starter("Dora Quist")
    hers = device(java_script_enabled=False)
    page = hers.sign_in(dora.email)
    page.get_by_role("link", name="Start").click()
    page.get_by_role("button", name="Start").click()
    wrong, _, pinned = choices_of(dora.person)
    page = hers.go(f"/learning/{FIRST}/{pinned.lesson.slug}/")
    check = page.locator("form[data-activity]").filter(has_text=wrong.text)
    check.get_by_text(wrong.text).click()
    check.get_by_role("button").click()
    expect(page.locator("form[data-activity]").filter(has_text=wrong.text)).to_contain_text(wrong.feedback)
    expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d")).first).to_be_visible()
