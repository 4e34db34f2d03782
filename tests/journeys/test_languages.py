"""Priya makes an Easy Read version of a lesson, Asha's colleague reads it in its place; and the interface in Welsh."""

import json
import re

from playwright.sync_api import expect

from learning.content.models import LessonPage, SiblingPage
from learning.demo.organisation import PASSWORD
from learning.people.models import Account
from tests.journeys.newcomers import new_starter
from tests.stories import module

SLUG = "mindset"
SHORT = "Say it in short words."


def lesson() -> LessonPage:
    return LessonPage.objects.child_of(module(SLUG)).order_by("path").first()


def in_short_words(sibling: SiblingPage) -> None:
    """Write the draft's paragraphs again. What the editor's widgets do with words is Wagtail's own to test."""
    draft = sibling.get_latest_revision_as_object()
    raws = [dict(raw) for raw in draft.body.raw_data]
    for raw in raws:
        if raw["type"] == "text":
            raw["value"] = f"<p>{SHORT}</p>"
    draft.body = json.dumps(raws)
    draft.save_revision(user=Account.objects.get(email="priya@example.org"))


def publish_in_editor(page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(re.compile("has been published")).first).to_be_visible()


def test_an_easy_read_version_is_made_read_answered_and_kept_in_step(site, device):
    first, olwen = lesson(), new_starter("Olwen Price")
    priyas = device()
    priyas.sign_in("priya@example.org", PASSWORD)
    page = priyas.go(f"/cms/versions/make/{first.pk}/easy-read/")
    page.get_by_role("button", name="Make the Easy Read version").click()
    expect(page.get_by_text("How Easy Read is written.")).to_be_visible()
    sibling = SiblingPage.objects.child_of(first).get()
    in_short_words(sibling)
    page = priyas.go(f"/cms/pages/{sibling.pk}/edit/")
    page.locator("#id_title").fill("Mindset in short")
    publish_in_editor(page)

    hers = device()
    hers.sign_in(olwen.email)
    page = hers.go(f"/learning/{SLUG}/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Easy Read").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mindset in short")
    expect(page.get_by_text(SHORT).first).to_be_visible()
    hers.look("lesson-in-easy-read")
    answered = page.locator("form[data-activity]").filter(has=page.locator("[name=choice]")).first
    answered.locator("[name=choice]").first.check()
    answered.get_by_role("button", name="Check").click()
    block = page.locator(".gt-block").filter(has=page.locator("[name=choice]")).first
    expect(block.get_by_text(re.compile("You chose"))).to_be_visible()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(first.title)
    expect(page.locator(".gt-block").get_by_text(re.compile("You chose")).first).to_be_visible()

    changed = LessonPage.objects.get(pk=first.pk)
    changed.aim = "By the end you can say an outcome in the person's own words."
    changed.save_revision().publish()
    readers = device()
    readers.sign_in("priya@example.org", PASSWORD)
    page = readers.go(f"/learning/{SLUG}/{first.slug}/?in=easy-read")
    expect(page.get_by_text("The English page has changed since.")).to_be_visible()
    readers.look("version-out-of-step")
    page = priyas.go("/cms/versions/")
    row = page.locator("tbody tr").filter(has_text="Mindset in short")
    expect(row).to_contain_text("Out of step since")
    row.get_by_role("link", name="Mindset in short").click()
    expect(page.get_by_role("heading", name="What changed on the page")).to_be_visible()
    page.get_by_role("button", name="It is in step now").click()
    expect(page.locator("tbody tr").filter(has_text="Mindset in short")).not_to_contain_text("Out of step")
    page = readers.go(f"/learning/{SLUG}/{first.slug}/?in=easy-read")
    expect(page.get_by_text("The English page has changed since.")).to_have_count(0)


def test_the_interface_in_welsh_and_a_page_in_its_versions(site, device):
    nia = new_starter("Nia Bowen")
    hers = device()
    page = hers.go("/accounts/login/")
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.get_by_role("heading", name="Mewngofnodi")).to_be_visible()
    hers.look("sign-in-in-welsh")
    page.get_by_label("E-bost").fill(nia.email)
    page.get_by_label("Cyfrinair").fill(PASSWORD)
    page.get_by_role("button", name="Mewngofnodi").click()
    expect(page.get_by_role("navigation", name="Prif").get_by_role("link", name="Hafan")).to_be_visible()
    hers.look("home-in-welsh")
    page = hers.go("/framework/tools/preparation-checklist/")
    page.get_by_role("radio", name="Ready").first.check()
    expect(page.get_by_text(re.compile(r"^1 o \d+ yn barod\.$"))).to_be_visible()
    page = hers.go("/framework/masoss/mindset/")
    page.get_by_role("link", name="Easy Read").click()
    expect(page.get_by_text("Have hope. Hope helps people.")).to_be_visible()
    hers.look("element-in-easy-read")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("heading", name="Meddylfryd", exact=True)).to_be_visible()
    hers.look("element-in-welsh")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Home")).to_be_visible()
