"""The publish gate on real pages: every way of publishing passes it, and a reason with a day lets a page pass."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import nested_form_data

from learning.authoring.actions import (
    NothingToPass,
    ReasonGiven,
    hold_back_what_fails,
    override_gate,
    publish_as,
)
from learning.authoring.gate.checking import report_on, report_on_revision
from learning.authoring.gate.describing import describe
from learning.authoring.models import GateMended, GateOverride
from learning.authoring.tasks import publish_scheduled
from learning.content.models import LessonPage, ModulePage
from learning.enrolment.actions import ChangeSaid
from learning.outbox.actions import deliver_due_now
from learning.outbox.models import Event
from learning.people.queries import local_today
from tests.authoring.changed_lessons import blocks, draft, first_lesson, new_text
from tests.content.test_priya_edits import form_of
from tests.stories import module

BARE = '<a href="https://example.org/">click here</a>'
REASON = "The partner sends the right address next week."


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson()


@pytest.fixture
def failing(lesson, priya):
    """A draft of Priya's with a link that does not say where it leads."""
    return draft(lesson, [*blocks(lesson), {**new_text(), "value": f"<p>{BARE}</p>"}], by=priya)


@pytest.fixture
def cms(priya, signed_in):
    return signed_in(priya)


def check_address(revision) -> str:
    return reverse("checks:check", args=[revision.object_id, revision.pk])


def key_of(revision) -> str:
    return report_on_revision(revision).stopping[0].finding.key


def let_pass(revision, by, *, days: int = 7) -> GateOverride:
    given = ReasonGiven(key_of(revision), REASON, local_today() + timedelta(days=days))
    return override_gate(revision, given, by=by)


def overdue(override: GateOverride) -> None:
    GateOverride.objects.filter(pk=override.pk).update(mend_by=local_today() - timedelta(days=1))


def told(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=f"authoring.{name}.v1").order_by("pk")]


def live(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


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


def revision_block(revision) -> str:
    return str(revision.as_object().body[-1].id)


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


def edit(revision) -> str:
    return reverse("wagtailadmin_pages:edit", args=[revision.object_id])


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


def release(revision, by) -> None:
    page = LessonPage.objects.get(pk=revision.object_id)
    publish_as(revision, ChangeSaid("TYPO"), by=by, seen=revision.created_at, seen_live=page.live_revision_id)


def test_the_screen_that_asks_for_the_class_shows_the_findings_first_and_refuses(failing, lesson, cms, priya):
    address = reverse("authoring:publish", args=[lesson.pk, failing.pk])
    page = cms.get(address).content.decode()
    assert page.index("1 thing to mend before this can be published") < page.index("What kind of change is it?")
    form = {"change": "TYPO", "seen": failing.created_at.isoformat(), "seen_live": live(lesson).live_revision_id}
    assert cms.post(address, form).url == check_address(failing)
    assert live(lesson).live_revision_id != failing.pk
    let_pass(failing, priya)
    cms.post(address, form)
    assert live(lesson).live_revision_id == failing.pk


def test_what_is_scheduled_and_fails_is_held_back_and_its_owner_told(failing, lesson, priya):
    override = let_pass(failing, priya)
    failing.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    failing.save()
    overdue(override)
    publish_scheduled()
    failing.refresh_from_db()
    assert live(lesson).live_revision_id != failing.pk and failing.approved_go_live_at is None
    assert told("publishing_held_back")[-1] == {
        "page_id": lesson.pk,
        "revision_id": failing.pk,
        "why": "gate",
        "person_id": priya.person_id,
    }
    deliver_due_now()
    assert [message.to for message in mail.outbox] == [[priya.email]]
    assert check_address(failing) in mail.outbox[0].body and mail.outbox[0].subject.startswith("Not published yet")
    assert hold_back_what_fails() == 0


def test_what_is_scheduled_and_passes_goes_live(failing, lesson, priya, capsys):
    let_pass(failing, priya)
    failing.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    failing.save()
    call_command("publish_scheduled")
    assert live(lesson).live_revision_id == failing.pk


def test_going_back_to_an_older_version_passes_the_gate_too(failing, lesson, cms, priya):
    let_pass(failing, priya)
    release(failing, priya)
    overdue(GateOverride.objects.get())
    release(draft(live(lesson), blocks(lesson)[:-1], by=priya), priya)
    old = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, failing.pk])
    assert cms.get(old).status_code == 200
    data = {**form_of(failing.as_object()), "action-publish": "1", "revision": failing.pk}
    before = live(lesson).live_revision_id
    answer = cms.post(edit(failing), data)
    assert "/cms/checks/" in answer.url and live(lesson).live_revision_id == before


def test_publishing_several_at_once_publishes_none_while_one_fails(failing, lesson, cms):
    other = module("mindset")
    address = f"/cms/bulk/wagtailcore/page/publish/?id={lesson.pk}&id={other.pk}&next=/cms/"
    page = cms.post(address, follow=True).content.decode()
    assert "Look at what these pages need first" in page and live(lesson).live_revision_id != failing.pk


def test_the_interface_refuses_it_with_an_address(failing, lesson, cms):
    answer = cms.post(f"/cms/api/main/pages/{lesson.pk}/action/publish/", content_type="application/json")
    assert answer.status_code == 400 and check_address(failing) in answer.content.decode()
    assert live(lesson).live_revision_id != failing.pk


def test_a_page_that_asks_no_class_is_published_from_the_check(cms, priya):
    page = module("mindset")
    page.summary = "You will see what you expect, and change it."
    revision = page.save_revision(user=priya)
    screen = cms.get(check_address(revision)).content.decode()
    assert "Publish</button>" in screen
    cms.post(reverse("checks:publish", args=[page.pk, revision.pk]))
    assert ModulePage.objects.get(pk=page.pk).live_revision_id == revision.pk


def test_she_checks_while_she_writes(lesson, cms):
    answer = cms.post(edit(lesson.get_latest_revision()), {**form_of(lesson), "action-check": "1"})
    assert answer.url == check_address(live(lesson).get_latest_revision())


def test_how_it_reads_marks_the_hard_sentences(lesson, cms, priya):
    hard = "Multidisciplinary organisations necessarily demonstrate considerable interdependence & <b>."
    words = hard.replace("&", "&amp;").replace("<b>", "&lt;b&gt;")
    revision = draft(lesson, [*blocks(lesson), new_text(words)], by=priya)
    page = cms.get(reverse("checks:reading", args=[lesson.pk, revision.pk])).content.decode()
    assert "<mark>Multidisciplinary organisations" in page and "hard words: Multidisciplinary" in page
    assert "<b>." not in page.split("<mark>")[1].split("</mark>")[0]


@pytest.mark.parametrize("name", ["asha", "sam", "tess", "omar"])
def test_others_find_no_check(failing, signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    for address in (check_address(failing), reverse("checks:overrides")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"key": "x"}).status_code == 404


def test_the_report_costs_the_same_however_many_there_are(failing, cms, priya, django_assert_max_num_queries):
    for _ in range(30):
        let_pass_again(failing, priya)
    cms.get(reverse("checks:overrides"))
    with django_assert_max_num_queries(25):
        cms.get(reverse("checks:overrides"))


def let_pass_again(revision, by) -> None:
    GateOverride.objects.create(
        page_id=int(revision.object_id),
        page_title="A page",
        revision=revision,
        key=str(GateOverride.objects.count()),
        check_name="link-text",
        where="Text",
        what="A link",
        reason=REASON,
        mend_by=local_today(),
        given_by=by.person,
    )
