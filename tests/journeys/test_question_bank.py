"""The question bank: written, previewed, reviewed, drawn; changed after use; imported; and what is still missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from framework.models import Competency, ToolPage
from learning.assessment.exchange.spreadsheet import write_xlsx
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.demo.site import AUTHORS
from tests.assessment.drafts import draft
from tests.journeys.newcomers import new_starter
from tests.stories import module

OLD, NEW = (
    "Ada says she misses her choir. What do you ask first?",
    "Ada misses her choir. What could you ask her first?",
)
TITLE = "Listening well"
FEEDBACK = "That is what this answer does."


@pytest.fixture
def listening(site) -> ModulePage:
    """A published module with one lesson and no question yet."""
    like = module("mindset")
    made = ModulePage(
        title=TITLE,
        slug="listening-well",
        summary="You will be able to listen.",
        organisation=like.organisation,
        content_owner=like.content_owner,
        review_on=like.review_on,
    )
    LearningIndexPage.objects.get().add_child(instance=made)
    made.competencies.set(Competency.objects.filter(code="masoss-m1"))
    made.save_revision().publish()
    lesson = LessonPage(title="Ask, then wait", slug="ask-then-wait", aim="By the end you can wait.", body="[]")
    made.add_child(instance=lesson)
    lesson.save_revision().publish()
    return made


def second_author():
    account = new_starter("Nina Costa")
    account.groups.add(Group.objects.get(name=AUTHORS))
    return account


def write_question(page: Page) -> None:
    page.get_by_label("Code").fill("listening-01")
    page.get_by_label("Question", exact=True).fill(OLD)
    for number, text in enumerate(["“What did you sing?”", "“There is a day centre.”", "“Never mind.”"], 1):
        row = page.get_by_role("group", name=f"Option {number}")
        row.get_by_label("Text").fill(text)
        row.get_by_label("Feedback").fill(FEEDBACK)
    page.get_by_role("group", name="Option 2").get_by_role("button", name="Move option 2 up").press("Enter")
    expect(page.get_by_role("group", name="Option 1").get_by_label("Text")).to_have_value("“There is a day centre.”")
    page.get_by_role("group", name="Option 2").get_by_label("This is right").check()
    page.get_by_role("button", name="Remove option 4").click()


def approve(page: Page) -> None:
    page.get_by_role("link", name="Review it").click()
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("listening-01 is approved.")).to_be_visible()


def test_from_the_first_word_to_a_learner_and_to_a_better_wording(site, device, listening, tmp_path):
    nina, learner = second_author(), new_starter("Orla Byrne")
    bank = f"/cms/questions/{listening.pk}/"

    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go(f"/cms/pages/{listening.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).click()
    page.locator("main").get_by_role("link", name="Questions", exact=True).click()
    expect(page.get_by_text("No question yet.")).to_be_visible()
    page.get_by_role("link", name="Add a question").click()
    write_question(page)
    priyas.look("question-form")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview as a learner").click()
    expect(opened.value.get_by_role("heading", name=OLD)).to_be_visible()
    expect(opened.value.get_by_text("Nothing can be sent from it")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Save and send to review").click()
    expect(page.get_by_text("It waits for somebody else to review it.")).to_be_visible()
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("Somebody else must look at it.")).to_be_visible()

    ninas = device()
    ninas.sign_in(nina.email)
    theirs = ninas.go(bank)
    approve(theirs)
    ninas.go(bank)
    ninas.look("question-list")

    page = priyas.go(f"{bank}assessment/")
    page.get_by_label("Questions", exact=True).first.fill("1")
    page.get_by_label("Competency").first.select_option("masoss-m1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("M1 Put strengths first: 1 question, 2 needed.")).to_be_visible()
    priyas.look("assessment-settings")
    page.get_by_role("button", name="Save all the same").click()
    expect(page.get_by_text("The assessment is kept.")).to_be_visible()

    hers = device()
    hers.sign_in(learner.email)
    asked = hers.go(f"/assessment/of/{listening.slug}/")
    asked.get_by_role("button", name=re.compile("Start|Begin")).click()
    expect(asked.get_by_role("heading", name=OLD)).to_be_visible()

    page = priyas.go(bank)
    page.get_by_role("link", name="listening-01").click()
    page.get_by_label("Question", exact=True).fill(NEW)
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.get_by_text("Version 2 is kept.")).to_be_visible()
    page.get_by_role("button", name="Save and send to review").click()
    theirs = ninas.go(bank)
    theirs.get_by_role("link", name="Review it").click()
    expect(theirs.get_by_role("heading", name="Review listening-01")).to_be_visible()
    ninas.look("review")
    theirs.go_back()
    approve(theirs)
    asked.reload()
    expect(asked.get_by_role("heading", name=OLD)).to_be_visible()
    other = device()
    other.sign_in(new_starter("Pia Lund").email)
    other.go(f"/assessment/of/{listening.slug}/").get_by_role("button", name=re.compile("Start|Begin")).click()
    expect(other.page.get_by_role("heading", name=NEW)).to_be_visible()


def needs_a_tool() -> None:
    """Take Services away from every tool: the demo leaves no cell of its own map empty."""
    for tool in ToolPage.objects.all():
        tool.elements.set(tool.elements.exclude(code="masoss-services"))
        tool.save()


def test_a_file_with_two_bad_rows_is_mended_and_taken_and_a_red_cell_leads_on(site, device, tmp_path):
    bank = f"/cms/questions/{module('aspirations').pk}/"
    served = module("aspirations").competencies.first().code
    good = [draft(f"file-{number}", competency=served, revisit="") for number in range(1, 5)]
    bad = [good[0], replace(good[1], kind="ESSAY"), good[2], replace(good[3], competency="masoss-x9")]
    (tmp_path / "bad.xlsx").write_bytes(write_xlsx(bad))
    (tmp_path / "good.xlsx").write_bytes(write_xlsx(good))

    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go(bank)
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files(tmp_path / "bad.xlsx")
    page.get_by_role("button", name="Look through the file").click()
    expect(page.get_by_role("heading", name="2 rows to mend")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Row 3").get_by_text("Write one of single")).to_be_visible()
    expect(
        page.get_by_role("row").filter(has_text="Row 5").get_by_text("‘masoss-x9’ is not one of them")
    ).to_be_visible()
    priyas.look("import-with-errors")
    page.get_by_role("link", name="Choose another file").click()
    page.get_by_label("File").set_input_files(tmp_path / "good.xlsx")
    page.get_by_role("button", name="Look through the file").click()
    page.get_by_role("button", name="Take 4 new and 0 changed").click()
    expect(page.get_by_text("The questions were taken.")).to_be_visible()
    page = priyas.go(f"{bank}?show=IN_REVIEW")
    expect(page.get_by_role("link", name="Review it")).to_have_count(4)

    needs_a_tool()
    page = priyas.go("/cms/coverage/")
    page.get_by_role("link", name="MASOSS practice framework").click()
    expect(page.get_by_role("heading", name="Coverage of MASOSS practice framework").first).to_be_visible()
    priyas.look("coverage-map")
    page.get_by_role("link", name="Add a tool for Services").click()
    expect(page).to_have_url(re.compile(r"/cms/pages/add/framework/toolpage/"))
