"""Priya changes a lesson that people have finished, and one that somebody is in the middle of; nobody starts again."""

import re
import uuid

from playwright.sync_api import Page, expect

from learning.content.models import LessonPage
from learning.enrolment.actions import AnswerGiven, save_answer, start_study
from learning.people.models import Post
from tests.authoring.changed_lessons import blocks, draft, new_check
from tests.journeys.newcomers import new_starter, person_called
from tests.stories import module, study_all

SLUG = "aspirations"
NEW_AIM = "By the end you can tell an aspiration from a wish that staff have for somebody."
SUMMARY = "Ask the person for their own words before you write an aspiration down."
ASKED = "Whose words do you write down?"


def lesson() -> LessonPage:
    """Return the lesson that has a note to write."""
    return next(
        one for one in module(SLUG).live_lessons() if any(block["type"] == "reflection" for block in blocks(one))
    )


def somebody_who_is_done(name: str):
    """A colleague whom Priya manages, so that her report may name them."""
    account = new_starter(name)
    Post.objects.filter(person=account.person).update(line_manager=person_called("priya"))
    study_all(account.person, SLUG)
    return account


def somebody_midway(name: str, words: str):
    account = new_starter(name)
    study = start_study(account.person, module(SLUG), client_id=uuid.uuid4())
    pinned = study.lessons.get(lesson=lesson())
    note = next(block["id"] for block in blocks(lesson()) if block["type"] == "reflection")
    save_answer(pinned, AnswerGiven(note, uuid.uuid4(), text=words))
    return account


def publish_from_the_editor(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def test_a_material_change_reaches_everybody_and_nobody_starts_again(site, device):
    mabel = somebody_who_is_done("Mabel Finch")
    nils = somebody_midway("Nils Brook", "She wants to see the sea again.")
    changed = lesson()
    draft(changed, [*blocks(changed), new_check(ASKED)])
    priyas = device()
    priyas.sign_in("priya@example.org")

    # She presses Publish and sees whom it touches.
    page = priyas.go(f"/cms/pages/{changed.pk}/edit/")
    page.locator("#id_aim").fill(NEW_AIM)
    publish_from_the_editor(page)
    expect(page.get_by_role("heading", name=re.compile("^Publish"))).to_be_visible()
    expect(page.get_by_text("1 person is mid-course")).to_be_visible()
    expect(page.get_by_text("1 person has completed it")).to_be_visible()
    expect(page.get_by_text(ASKED)).to_be_visible()
    expect(page.get_by_text("Blocks: 1 changed, 1 new.")).to_be_visible()
    priyas.look("before-publishing")

    # What is missing is said, and what she chose stays.
    page.get_by_label("Material").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Write one line that tells learners what changed.").first).to_be_visible()
    expect(page.get_by_label("Material")).to_be_checked()
    page.get_by_label("What changed, in one line for learners").fill(SUMMARY)
    page.get_by_label("Update due within (working days)").fill("1")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("has been published")).to_be_visible()
    expect(page.get_by_text("1 person was asked for a short update")).to_be_visible()

    # Her report names Mabel.
    page = priyas.go("/cms/releases/superseded/")
    expect(page.get_by_role("cell", name="Mabel Finch")).to_be_visible()

    # Mabel finds the short update and does it.
    mabels = device()
    page = mabels.sign_in(mabel.email)
    link = page.get_by_role("link", name=re.compile("^(Read what changed|" + re.escape(changed.title) + ")$")).first
    link.click()
    expect(page.get_by_role("heading", name=re.compile("^.*What changed"))).to_be_visible()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    mabels.look("what-changed")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Choose an answer first.").first).to_be_visible()
    page.get_by_label("The person").check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="You are up to date")).to_be_visible()
    mabels.look("up-to-date")

    page = priyas.go("/cms/releases/superseded/")
    expect(page.get_by_role("heading", name=re.compile("Completions on superseded versions")).first).to_be_visible()
    expect(page.get_by_role("cell", name="Mabel Finch")).to_have_count(0)

    # Nils, in the middle of it, is asked to take the new one and keeps his words.
    hers = device()
    hers.sign_in(nils.email)
    page = hers.go(f"/learning/{SLUG}/{changed.slug}/")
    expect(page.get_by_text("changed in a way that matters")).to_be_visible()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    hers.look("offered-midway")
    page.get_by_role("button", name="Take the new lesson").click()
    expect(page.get_by_text(NEW_AIM)).to_be_visible()
    expect(page.get_by_text(ASKED)).to_be_visible()
    expect(page.get_by_text("She wants to see the sea again.")).to_be_visible()
