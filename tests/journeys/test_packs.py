"""Two councils, two installations: one shares a module, the other makes it its own and takes what comes next."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from framework.models import Competency
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from learning.people.queries import local_today
from learning.sharing.rules.signing import fingerprint
from tests.journeys.installations import second_installation
from tests.journeys.newcomers import person_called

TITLE = "Sharing a kitchen"
HEADING, TEXT, NOTE = (str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in ("heading", "text", "note"))


def write_module() -> LessonPage:
    """What Priya's council has written after both sites were set up."""
    owner = person_called("priya")
    module = ModulePage(
        title=TITLE,
        slug="sharing-a-kitchen",
        summary="How people who share a house cook together.",
        organisation=owner.posts.get().unit.get_root(),
        content_owner=owner,
        review_on=local_today(),
    )
    LearningIndexPage.objects.get().add_child(instance=module)
    module.competencies.set(Competency.objects.filter(code="masoss-m1"))
    module.save_revision().publish()
    body = [
        {"type": "heading", "id": HEADING, "value": "Ask who likes to cook"},
        {"type": "text", "id": TEXT, "value": "<p>Start with what people enjoy.</p>"},
        {"type": "reflection", "id": NOTE, "value": {"prompt": "Who cooks in your house?", "help": ""}},
    ]
    lesson = LessonPage(title="The first week", slug="first-week", aim="By the end you can ask.", body=body)
    module.add_child(instance=lesson)
    lesson.save_revision().publish()
    return lesson


def make_pack(page: Page) -> bytes:
    """Priya chooses the module and takes the file with her."""
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Short name").fill("kitchen")
    page.get_by_label(TITLE).check()
    page.get_by_role("button", name="See what goes in").click()
    expect(page.get_by_role("rowheader", name="The first week")).to_be_visible()
    page.get_by_role("button", name="Make the pack").click()
    expect(page.get_by_role("heading", name="It is ready")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    return download.value.path().read_bytes()


def add_publisher(page: Page, key: str) -> None:
    page.get_by_role("link", name="Add a publisher").first.click()
    page.get_by_label("Who they are").fill("Northvale Council")
    page.get_by_label("Their public key").fill(key)
    page.get_by_role("button", name="Go on to the fingerprint").click()
    expect(page.get_by_text(fingerprint(key))).to_be_visible()


def bring(page: Page, content: bytes) -> None:
    file = {"name": "kitchen.zip", "mimeType": "application/zip", "buffer": content}
    page.get_by_label("The pack").set_input_files(file)
    page.get_by_role("button", name="Bring it").click()


def tampered(content: bytes) -> bytes:
    """The same archive with other words in a lesson."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Start with what people enjoy", b"Start with what they cannot"))
    return target.getvalue()


def press_publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def let_it_wait(page: Page, reason: str) -> None:
    """Publish in spite of the one thing the gate stops, and come back to the editor."""
    press_publish(page)
    expect(page.get_by_text("The module has no assessment.")).to_be_visible()
    page.get_by_text("Publish in spite of this, with a reason").click()
    page.get_by_label("Why it can wait").fill(reason)
    page.get_by_label("To be mended by").fill(f"{local_today() + timedelta(days=14):%Y-%m-%d}")
    page.get_by_role("button", name="Let it wait").click()
    page.get_by_role("link", name="Back to the editor").click()


def publish(page: Page) -> None:
    press_publish(page)
    expect(page.get_by_text(re.compile("has been published"))).to_be_visible()


def offer(priyas) -> str:
    """Priya switches on the address of the pack she has made."""
    page = priyas.go("/cms/packs/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Offer it at an address").click()
    expect(page.get_by_text("Others can follow this pack now")).to_be_visible()
    page.reload()  # the editor's own green message is not ours to look at
    priyas.look("a-pack-at-an-address")
    return page.locator(".gtp-key").first.inner_text().strip()


def follow(theirs, address: str) -> None:
    """The other council pastes the address: first one that leads nowhere, then the right one."""
    page = theirs.go("/cms/packs/")
    page.get_by_role("link", name="Northvale Council").first.click()
    page.get_by_label("Their address").fill(f"{address}x")
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_text("There is nothing at this address any more")).to_be_visible()
    theirs.look("an-address-that-leads-nowhere")
    page.get_by_label("Their address").fill(address)
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_text("You have its newest version")).to_be_visible()
    page.reload()
    theirs.look("followed-by-address")


@pytest.fixture
def other(site, tmp_path):
    with second_installation(tmp_path) as address:
        yield address


def test_a_module_goes_to_another_council_and_both_go_on_writing_it(site, other, device):
    lesson = write_module()
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go("/cms/packs/make/")
    priyas.look("make-a-pack")
    first = make_pack(page)
    address = offer(priyas)
    page = priyas.go("/cms/packs/key/")
    key = page.locator(".gtp-key").first.inner_text().strip()
    priyas.look("your-key")

    theirs = device()
    theirs.site = other
    theirs.sign_in("priya@example.org")
    page = theirs.go("/cms/packs/")
    add_publisher(page, key)
    theirs.look("compare-the-fingerprint")
    page.get_by_role("button", name="It is the same").click()
    expect(page.get_by_text("You trust Northvale Council now")).to_be_visible()
    page = theirs.go("/cms/packs/bring/")
    bring(page, tampered(first))
    expect(page.get_by_text("has been changed since the pack was signed")).to_be_visible()
    theirs.look("a-tampered-pack")
    bring(page, first)
    expect(page.get_by_text("2 new, 0 changed by them")).to_be_visible()
    theirs.look("the-difference")
    waiting = page.url
    follow(theirs, address)
    page = theirs.go(waiting.removeprefix(other))
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.get_by_text("Nothing is published yet")).to_be_visible()
    page.reload()  # the editor's own green message is not ours to look at
    theirs.look("taken")
    taken = page.url
    page.get_by_role("link", name="The first week").click()
    page.locator("[name=body-0-value]").fill("Ask who likes to cook in Eastmoor")
    publish(page)
    page.goto(taken)
    page.get_by_role("link", name=TITLE, exact=True).click()
    let_it_wait(page, "We write our own questions for it.")
    publish(page)

    raw = list(lesson.body.raw_data)
    raw[1] = {**raw[1], "value": "<p>Start with what people enjoy, and with whom.</p>"}
    lesson.body = raw
    lesson.save_revision().publish()
    page = priyas.go("/cms/packs/make/?like=kitchen")
    make_pack(page)

    page = theirs.go("/cms/packs/")
    page.get_by_role("link", name="Northvale Council").click()
    page.get_by_role("button", name="Look now").click()
    page = theirs.go("/cms/packs/")
    expect(page.get_by_text("1 pack waits for you to look at")).to_be_visible()
    page.get_by_role("row").filter(has_text="Waiting for you").get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Northvale Council").first).to_be_visible()
    expect(page.get_by_text("0 new, 1 changed by them")).to_be_visible()
    expect(page.get_by_text("You changed 1 part of it. What you wrote stays.")).to_be_visible()
    expect(page.locator("ins").get_by_text("and with whom.")).to_be_visible()
    theirs.look("the-next-difference")
    page.get_by_role("button", name="Take what is ticked").click()
    page.get_by_role("link", name="The first week").click()
    expect(page.locator("[name=body-0-value]")).to_have_value("Ask who likes to cook in Eastmoor")
    expect(page.get_by_text("Start with what people enjoy, and with whom.").first).to_be_visible()
