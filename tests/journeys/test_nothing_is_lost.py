"""Signed out in the middle, somebody else at the keyboard, gone at once: what she wrote is kept, or she is told."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import Locator, Page, expect

from learning.assessment.actions import start_attempt
from learning.assessment.models import AttemptQuestion, QuestionVersion
from learning.enrolment.actions import start_study
from learning.enrolment.models import LessonAnswer
from learning.people.models import Account
from tests.journeys.conftest import Device
from tests.journeys.newcomers import FIRST, new_starter
from tests.journeys.test_2_learning import with_reflection
from tests.stories import module

SAVED = re.compile(r"^Saved \d\d:\d\d$")


def open_note(hers: Device, account: Account) -> Locator:
    """Open the first lesson of hers that has a reflection, and return its form."""
    start_study(account.person, module(FIRST), client_id=uuid.uuid4())
    hers.sign_in(account.email)
    page = hers.go(f"/learning/{FIRST}/{with_reflection(account.person).lesson.slug}/")
    return page.locator("form[data-autosave]").first


def sign_in_beside(hers: Device, email: str) -> None:
    """Sign in in a second tab of the same browser."""
    first, hers.page = hers.page, hers.context.new_page()
    hers.sign_in(email)
    hers.page.close()
    hers.page = first


def sign_out_of(hers: Device) -> None:
    hers.context.clear_cookies(name="sessionid")


def kept_by(account: Account) -> list[str]:
    mine = LessonAnswer.objects.filter(pinned_lesson__study__person=account.person)
    return list(mine.order_by("pk").values_list("text", flat=True))


def test_a_page_goes_on_saving_once_she_has_signed_in_again(site, device):
    gail = new_starter("Gail Ferris")
    hers = device()
    note = open_note(hers, gail)
    sign_out_of(hers)
    note.get_by_role("textbox").fill("Written when I was signed out.")
    expect(note.locator("[data-saved]")).to_contain_text("you are signed out", timeout=10_000)
    sign_in_beside(hers, gail.email)
    expect(note.locator("[data-saved]")).to_have_text(SAVED, timeout=20_000)
    assert kept_by(gail) == ["Written when I was signed out."]


def test_nobodys_words_are_saved_under_another_name(site, device):
    hana, ivor = new_starter("Hana Moss"), new_starter("Ivor Lunt")
    start_study(ivor.person, module(FIRST), client_id=uuid.uuid4())
    hers = device()
    note = open_note(hers, hana)
    sign_out_of(hers)
    sign_in_beside(hers, ivor.email)
    note.get_by_role("textbox").fill("These are Hana's words.")
    expect(note.locator("[data-saved]")).to_contain_text("somebody else has signed in", timeout=10_000)
    expect(note.get_by_role("textbox")).to_have_value("These are Hana's words.")
    assert kept_by(ivor) == kept_by(hana) == []


def test_what_she_typed_last_is_saved_when_she_leaves_at_once(site, device):
    jill = new_starter("Jill Rowe")
    hers = device()
    note = open_note(hers, jill)
    note.get_by_role("textbox").fill("Typed, and gone.")
    hers.go("/learning/")
    expect(hers.page.get_by_role("heading", level=1)).to_be_visible()
    hers.page.wait_for_timeout(500)
    assert kept_by(jill) == ["Typed, and gone."]


def test_moving_one_line_moves_that_line_alone(site, device):
    kate = new_starter("Kate Orme")
    hers = device()
    asked = an_ordering_question(kate)
    hers.sign_in(kate.email)
    page = hers.go(f"/assessment/attempts/{asked.attempt.uuid}/{asked.position}/")
    lines = page.locator("[data-order] > li")
    for place in range(lines.count()):
        lines.nth(place).locator("select").select_option(str(lines.count() - place))
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    before = texts_by_place(page)
    page.locator("[data-order] > li").filter(has_text=before[-1]).locator("[data-move='-1']").click()
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert texts_by_place(page) == [*before[:-2], before[-1], before[-2]]


def an_ordering_question(account: Account) -> AttemptQuestion:
    """Begin an attempt whose first question is one to put in order, whatever was drawn."""
    attempt = start_attempt(account.person, module(FIRST).assessment, client_id=uuid.uuid4())
    version = QuestionVersion.objects.filter(kind="ORDERING", is_current=True).first()
    asked = attempt.questions.select_related("attempt").get(position=1)
    asked.version, asked.option_order = version, [option.key for option in version.options.all()]
    asked.save()
    return asked


def texts_by_place(page: Page) -> list[str]:
    lines = page.locator("[data-order] > li").all()
    found = {line.locator("select").input_value(): line.locator("label").inner_text() for line in lines}
    return [found[place] for place in sorted(found)]
