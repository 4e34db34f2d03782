"""A handbook is made while people watch or go on with something else, and can be printed as a page."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from learning.jobs.actions.working import Reporter, claim_next, run_due_jobs
from learning.jobs.models import Job


def test_priya_asks_for_a_handbook_watches_it_being_made_and_takes_it(site, device, monkeypatch):
    monkeypatch.setattr("learning.jobs.actions.asking.wake", lambda: None)
    priyas = device()
    priyas.sign_in("priya@example.org")
    page = priyas.go("/framework/masoss/")
    page.get_by_role("link", name="Take it with you as a handbook").click()
    priyas.look("handbook")
    for element in ("Aspirations", "Solutions", "Services"):
        page.get_by_label(element, exact=True).uncheck()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    expect(page.get_by_text("It is safe to leave this page.")).to_be_visible()
    priyas.look("job-waiting")

    held = claim_next()
    Reporter(held).report(1, 4, "Mindset")
    expect(page.get_by_text("Step 1 of 4: Mindset")).to_be_visible()
    assert page.get_by_role("progressbar", name="We are making it").get_attribute("value") == "25"
    expect(page.locator("[data-job-says]")).to_have_text("Being made")
    priyas.look("job-being-made")
    Job.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    run_due_jobs()
    expect(page.get_by_role("heading", name="It is ready")).to_be_visible()
    expect(page).to_have_title(re.compile("Handbook: done"))
    priyas.look("job-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("masoss-handbook-")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page = priyas.go("/jobs/")
    expect(page.get_by_role("listitem").filter(has_text="Handbook").first).to_contain_text("Done")
    priyas.look("jobs")


def test_a_handbook_can_be_called_off_and_printed_as_a_page_without_javascript(site, device, monkeypatch):
    monkeypatch.setattr("learning.jobs.actions.asking.wake", lambda: None)
    ashas = device(java_script_enabled=False)
    ashas.sign_in("asha@example.org")
    page = ashas.go("/framework/handbook/")
    page.get_by_role("link", name="MASOSS practice framework").click()
    page.get_by_role("button", name="Make the PDF").click()
    page.get_by_role("link", name="See how far it is now").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("You cancelled it")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page = ashas.go("/framework/handbook/masoss/")
    page.get_by_role("button", name="Show a page to print").click()
    expect(page.get_by_role("heading", name="Contents")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")
    readers = device()
    readers.sign_in("asha@example.org")
    readers.go("/framework/handbook/masoss/print/")
    expect(readers.page.get_by_role("button", name="Print or save as PDF")).to_be_visible()
    readers.look("handbook-to-print")
