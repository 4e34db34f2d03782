"""Step 8: Priya edits a lesson in Wagtail, previews and publishes; somebody in the middle of it is not disturbed."""

import re
import uuid

from playwright.sync_api import Page, expect

from learning.content.models import LessonPage
from learning.enrolment.actions import start_study
from tests.journeys.newcomers import SECOND, new_starter
from tests.stories import module

NEW_AIM = "By the end you can say in one breath what mindset means here, and why it comes first."


def lesson() -> LessonPage:
    return LessonPage.objects.child_of(module(SECOND)).order_by("path").first()


def edit_the_aim(page: Page) -> None:
    field = page.locator("#id_aim")
    field.fill(NEW_AIM)


def test_a_published_change_reaches_new_learners_and_leaves_those_in_the_middle_alone(site, device):
    nora, before = new_starter("Nora Pike"), lesson()
    start_study(nora.person, module(SECOND), client_id=uuid.uuid4())
    priyas = device()
    page = priyas.sign_in("priya@example.org")
    page.get_by_role("link", name="Edit content").click()
    expect(page.get_by_role("heading", name="Golden Thread")).to_be_visible()
    page = priyas.go(f"/cms/pages/{before.pk}/edit/")
    edit_the_aim(page)
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text(NEW_AIM)).to_be_visible(timeout=20_000)
    expect(preview.get_by_text("Nothing can be sent from it")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("Minor").check()
    page.get_by_label("What changed, in one line for learners").fill("What the lesson is for is said in one breath.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(re.compile("has been published"))).to_be_visible()

    hers = device()
    hers.sign_in(nora.email)
    page = hers.go(f"/learning/{SECOND}/{before.slug}/")
    expect(page.get_by_text(before.aim)).to_be_visible()
    expect(page.get_by_text("This lesson has been improved since you began")).to_be_visible()
    hers.look("lesson-improved-since")

    olga = new_starter("Olga Tarn")
    theirs = device()
    theirs.sign_in(olga.email)
    theirs.go(f"/learning/{SECOND}/").get_by_role("button", name="Start").click()
    expect(theirs.page.get_by_text(NEW_AIM)).to_be_visible()


def test_the_framework_can_be_edited_as_data(site, device):
    priyas = device()
    priyas.sign_in("priya@example.org")
    for path in ("competency", "evidencerule", "requirement", "roleprofile", "element", "framework"):
        page = priyas.go(f"/cms/{path}/")
        expect(page.locator("table tbody tr").first).to_be_visible()
