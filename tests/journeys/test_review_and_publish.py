"""Priya writes, mends what the check finds, lets one thing wait, and four roles review it before she publishes."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

from playwright.sync_api import Page, expect

from learning.authoring.models import GateOverride, ReviewRound
from learning.content.models import LessonPage
from learning.people.models import Account
from learning.people.queries import local_today
from tests.journeys.conftest import PHONE
from tests.journeys.looks import AXE
from tests.stories import module

SLUG = "what-it-is"
WORDS = "Ask what a good day looks like."
AIM = "By the end you can say what strengths-based practice is, and what it is not."
BETTER = "Ask what a good day looks like, and write it down in their words."
PANEL = ".checks"
RUN_ON_PANEL = """async (panel) => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const found = await axe.run(panel, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}});
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}"""


def the_lesson() -> LessonPage:
    return LessonPage.objects.child_of(module("why-strengths-based-practice")).get(slug=SLUG)


def text(words: str) -> dict:
    return {"type": "text", "id": str(uuid.uuid4()), "value": f"<p>{words}</p>"}


def write(*words: str) -> LessonPage:
    """What Priya types into the editor, kept as her draft."""
    priya = Account.objects.get(email="priya@example.org")
    lesson = the_lesson()
    lesson.body = json.dumps([*lesson.body.raw_data, *[text(each) for each in words]])
    lesson.save_revision(user=priya, log_action=True)
    return the_lesson()


def press(page: Page, button: str) -> None:
    """Press one of the buttons at the foot of the editor."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=button).click()


def check_our_panels(page: Page) -> None:
    """Our own panels in /cms/ have no problem that axe can see; the frame around them is Wagtail's."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(RUN_ON_PANEL, PANEL) == [], scheme
    page.emulate_media(color_scheme="light")


def answer(device, who: str, lesson: LessonPage, *, changes: str = "") -> None:
    """A reviewer on a phone: from the home page to the draft, to an answer."""
    phone = device(viewport=PHONE)
    page = phone.sign_in(f"{who}@example.org")
    page.get_by_role("link", name=re.compile("to read before")).click()
    page.get_by_role("link", name=lesson.title).click()
    expect(page.get_by_text("+ New").first).to_be_visible()
    if changes:
        phone.look("review-on-a-phone")
        page.get_by_label("I ask for changes").check()
        page.get_by_role("button", name="Send my answer").click()
        expect(page.get_by_role("link", name="Say what should change, so that the author can mend it.")).to_be_visible()
        phone.look("review-refused")
        page.get_by_label("I ask for changes").check()
        page.get_by_label("Why").fill(changes)
    else:
        page.get_by_label("I approve it").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    phone.context.close()


def test_from_a_draft_with_faults_to_a_lesson_that_all_have_approved(site, device):
    lesson = write(WORDS, 'Read <a href="https://example.org/one">click here</a>.', 'Or <a href="/two">here</a>.')
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go(f"/cms/pages/{lesson.pk}/edit/")
    page.locator("#id_aim").fill(AIM)
    press(page, "Check this page")
    expect(page.get_by_text("2 things to mend")).to_be_visible()
    check_our_panels(page)
    page.get_by_role("link", name="How it reads").click()
    expect(page.get_by_role("heading", name=re.compile("How it reads"))).to_be_visible()
    check_our_panels(page)

    lesson = the_lesson()  # she mends one of them
    priya = Account.objects.get(email="priya@example.org")
    draft = lesson.get_latest_revision_as_object()
    draft.body = json.dumps([*list(draft.body.raw_data)[:-1], text('Or read <a href="/two">what others did</a>.')])
    draft.save_revision(user=priya, log_action=True)
    page = priyas.go(f"/cms/pages/{lesson.pk}/edit/")
    press(page, "Check this page")
    expect(page.get_by_text("1 thing to mend")).to_be_visible()
    page.get_by_text("Publish in spite of this, with a reason").click()
    page.get_by_role("button", name="Let it wait").click()
    expect(page.get_by_text("Say why this can wait.").first).to_be_visible()
    page.get_by_label("Why it can wait").fill("The partner sends the right address next week.")
    page.get_by_label("To be mended by").fill((local_today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Let it wait").click()
    expect(page.get_by_text("Nothing stands in the way of publishing.")).to_be_visible()
    assert GateOverride.objects.get(page=lesson.pk).given_by == priya.person
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    page = priyas.go(f"/cms/pages/{lesson.pk}/edit/")
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Submit to reviewers").click()
    expect(page.get_by_role("heading", name=re.compile("Before it is approved"))).to_be_visible()

    for who in ("yusuf", "maggie", "mei"):
        answer(device, who, lesson)
    answer(device, "tess", lesson, changes="Say that it is written down in their words.")
    first = ReviewRound.objects.filter(revision__object_id=str(lesson.pk)).latest("pk")
    page = priyas.go("/reviews/")
    priyas.look("reviews-sent")
    page.get_by_role("link", name=lesson.title).click()
    expect(page.get_by_text("Say that it is written down in their words.")).to_be_visible()
    expect(page.get_by_text("Maggie")).to_have_count(0)
    priyas.look("review-for-the-author")

    raw = [*list(first.revision.as_object().body.raw_data), text(BETTER)]
    draft = the_lesson().get_latest_revision_as_object()
    draft.body = json.dumps(raw)
    draft.save_revision(user=priya, log_action=True)
    page.reload()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("The page is with its reviewers again.")).to_be_visible()
    for who in ("yusuf", "maggie", "mei", "tess"):
        answer(device, who, lesson)

    page = priyas.go(f"/cms/pages/{lesson.pk}/edit/")
    expect(page.get_by_text("This draft is approved and waits to be published.")).to_be_visible()
    page.get_by_role("link", name="Say what kind of change it is").click()
    expect(page.get_by_text("Nothing stands in the way of publishing")).to_be_visible()
    page.get_by_label("Typo").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(re.compile("has been published"))).to_be_visible()
    readers = device()
    readers.sign_in("priya@example.org")
    page = readers.go(f"/learning/why-strengths-based-practice/{SLUG}/")
    expect(page.get_by_text(BETTER)).to_be_visible()
    expect(page.get_by_text(AIM)).to_be_visible()
