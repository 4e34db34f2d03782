"""The gate stops a page that people could not use; a reason with a day is kept and runs out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import nested_form_data

from learning.authoring.actions import (
    NothingToPass,
    ReasonGiven,
    override_gate,
)
from learning.authoring.gate.checking import report_on, report_on_revision
from learning.authoring.gate.describing import describe
from learning.authoring.models import GateMended, GateOverride
from learning.content.models import LessonPage, ModulePage
from learning.outbox.actions import deliver_due_now
from learning.people.queries import local_today
from tests.authoring.changed_lessons import blocks, draft
from tests.authoring.publishing_gate.steps import (
    BARE,
    REASON,
    check_address,
    edit,
    key_of,
    let_pass,
    live,
    overdue,
    release,
    revision_block,
    told,
)
from tests.content.test_priya_edits import form_of
from tests.stories import module


def test_every_published_page_of_the_demo_passes(db):
    pages = [*LessonPage.objects.live(), *ModulePage.objects.live()]
    assert {page.slug: [line.finding.what for line in report_on(page).stopping] for page in pages} == {
        page.slug: [] for page in pages
    }


def test_an_unfinished_draft_is_described_and_cannot_pass(lesson, priya):
    raw = [*blocks(lesson), {"type": "image", "id": "11111111-1111-4111-8111-111111111111", "value": {"image": None}}]
    revision = draft(lesson, raw, by=priya)
    line = report_on_revision(revision).stopping[0]
    assert (line.finding.check, line.finding.can_wait) == ("unfinished", False)
    with pytest.raises(NothingToPass):
        override_gate(revision, ReasonGiven(line.finding.key, REASON, local_today()), by=priya)


def test_a_module_without_lessons_or_questions_says_so(priya, db):
    mindset = module("mindset")
    bare = ModulePage(
        title="Bare",
        slug="bare",
        summary="Nothing yet.",
        organisation=mindset.organisation,
        content_owner=priya.person,
        review_on="2030-01-01",
    )
    mindset.get_parent().add_child(instance=bare)
    bare.competencies.set(mindset.competencies.all())
    assert {line.finding.about for line in report_on(bare).stopping} == {"lessons", "assessment"}


def test_links_within_what_a_learner_opens_are_found_too(db):
    value = {"question": "Why?", "answer": f"<p>{BARE}</p>"}
    raw = [{"type": "reveal", "id": "22222222-2222-4222-8222-222222222222", "value": value}]
    page = LessonPage(title="x", aim="y", body=json.dumps(raw))
    assert "click here" in describe(page).parts[-1].html


def test_the_editor_publishes_nothing_that_fails_and_keeps_the_draft(lesson, cms):
    data = {**form_of(lesson), "action-publish": "1"}
    last = max(int(name.split("-")[1]) for name in data if name.startswith("body-") and name.split("-")[1].isdigit())
    extra = nested_form_data(
        {
            "body": {
                str(last + 1): {
                    "type": "text",
                    "id": "",
                    "order": "99",
                    "deleted": "",
                    "value": ContentstateConverter(["link"]).from_database_format(BARE),
                }
            }
        }
    )
    data |= {**extra, "body-count": str(last + 2)}
    answer = cms.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data)
    revision = live(lesson).get_latest_revision()
    assert answer.url == check_address(revision)
    assert live(lesson).live_revision_id != revision.pk
    page = cms.get(answer.url).content.decode()
    assert (
        "1 thing to mend" in page
        and "does not say where it leads" in page
        and f"#block-{revision_block(revision)}" in page
    )


def test_a_reason_with_a_day_is_kept_and_told(failing, cms, priya):
    day = local_today() + timedelta(days=7)
    form = {"key": key_of(failing), "reason": REASON, "mend_by": day.isoformat()}
    page = cms.post(check_address(failing), form, follow=True).content.decode()
    row = GateOverride.objects.get()
    assert (row.given_by, row.reason, row.mend_by, row.check_name) == (priya.person, REASON, day, "link-text")
    assert told("gate_overridden")[-1]["override_id"] == row.pk and "example.org" not in str(told("gate_overridden"))
    assert "Nothing stands in the way" in page and REASON in page
    with pytest.raises(TypeError):
        row.save()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"reason": ""}, "Say why this can wait."),
        ({"reason": "soon"}, "Say why in a few words more"),
        ({"mend_by": ""}, "Say by which day it is mended."),
        ({"mend_by": "tomorrow"}, "Enter a day"),
        ({"mend_by": "2001-01-01"}, "Choose a day from tomorrow on"),
        ({"mend_by": "9999-12-31"}, "Choose a day from tomorrow on"),
        ({"key": "x" * 32}, "This is no longer found"),
    ],
)
def test_a_reason_that_says_too_little_is_refused_and_kept_on_the_screen(failing, cms, fields, problem):
    day = local_today() + timedelta(days=7)
    form = {"key": key_of(failing), "reason": REASON, "mend_by": day.isoformat(), **fields}
    answer = cms.post(check_address(failing), form)
    assert answer.status_code in {409, 422} and problem in answer.content.decode()
    if fields.get("reason") is None and "key" not in fields:
        assert REASON in answer.content.decode()
    assert not GateOverride.objects.exists()


def test_hostile_reasons_are_shown_and_never_run(failing, cms, priya):
    given = ReasonGiven(key_of(failing), "<script>alert(1)</script> next week", local_today() + timedelta(days=3))
    overdue(override_gate(failing, given, by=priya))
    for address in (check_address(failing), reverse("checks:overrides"), edit(failing)):
        page = cms.get(address).content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page, address


def test_a_day_that_has_gone_by_stops_the_page_again_and_is_shown(failing, cms, priya):
    override = let_pass(failing, priya)
    assert not report_on_revision(failing).stops
    overdue(override)
    assert report_on_revision(failing).stops
    assert "Overdue since" in cms.get(edit(failing)).content.decode()
    page = cms.get(reverse("checks:overrides")).content.decode()
    assert "Overdue" in page and "does not say where it leads" in page
    again = let_pass(failing, priya, days=3)
    assert not report_on_revision(failing).stops
    assert list(GateOverride.objects.open()) == [again]


def test_publishing_the_mended_page_closes_the_reason(failing, lesson, priya):
    let_pass(failing, priya)
    release(failing, priya)
    deliver_due_now()
    assert not GateMended.objects.exists()
    release(draft(live(lesson), blocks(lesson), by=priya), priya)
    deliver_due_now()
    assert GateMended.objects.get().override == GateOverride.objects.get()
    assert told("gate_override_mended")[-1]["page_id"] == lesson.pk
