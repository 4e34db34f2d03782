"""Every way of publishing passes the gate, and an author can ask it while she writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from learning.authoring.actions import (
    hold_back_what_fails,
)
from learning.authoring.models import GateOverride
from learning.authoring.tasks import publish_scheduled
from learning.content.models import ModulePage
from learning.outbox.actions import deliver_due_now
from tests.authoring.changed_lessons import blocks, draft, new_text
from tests.authoring.publishing_gate.steps import (
    check_address,
    edit,
    let_pass,
    let_pass_again,
    live,
    overdue,
    release,
    told,
)
from tests.content.test_priya_edits import form_of
from tests.stories import module


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
