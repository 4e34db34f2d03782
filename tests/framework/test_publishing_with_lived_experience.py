"""No page of the framework is published without lived experience behind it, or a dated plan; and none is lost."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from framework import rules
from framework.actions import WordsGiven, accept_contribution, decline_contribution, offer_contribution
from framework.models import ContributionPlan, ElementPage, FrameworkPage, Invitation, ShelfPage, ToolPage
from framework.queries import publish_problems
from learning.content.models import LessonPage
from tests.people.world import day

TODAY = date(2026, 11, 22)


@pytest.fixture
def page(db) -> ElementPage:
    return ElementPage.objects.get(slug="services")


@pytest.mark.parametrize(
    ("groups", "plans", "problem"),
    [
        (["DRAW_ON_SUPPORT"], [], ""),
        (["CARERS", "STAFF"], [], ""),
        (["CARERS"], [TODAY - timedelta(days=9)], ""),
        ([], [TODAY], ""),
        ([], [TODAY - timedelta(days=9), TODAY + timedelta(days=1)], ""),
        (["STAFF"], [TODAY + timedelta(days=1)], ""),
        ([], [], "Nobody who draws on support"),
        (["STAFF", "PARTNER"], [], "Nobody who draws on support"),
        ([], [TODAY - timedelta(days=1)], "was for 21 November 2026, and that day has gone by"),
    ],
)
def test_a_page_needs_lived_experience_or_a_plan_that_is_still_to_come(groups, plans, problem):
    problems = rules.co_production_problems(groups, plans, TODAY)
    assert [problem in found for found in problems] == ([True] if problem else [])


def test_only_pages_of_the_framework_are_held_to_it(db):
    assert publish_problems(LessonPage.objects.first()) == []
    assert publish_problems(ShelfPage.objects.first()) == []


def test_words_that_wait_or_were_declined_do_not_count(page, priya):
    invitation = Invitation.objects.create(page=page, with_whom="the Tuesday group", question="What helps?")
    said = WordsGiven(client_id=uuid.uuid4(), words="Ask me first.", group="CARERS")
    ContributionPlan.objects.filter(page=page).delete()
    waiting = offer_contribution(invitation, said)
    assert publish_problems(page)
    assert publish_problems(page.page_ptr)
    accept_contribution(waiting, by=priya)
    assert publish_problems(page) == []
    waiting.refresh_from_db()
    decline_contribution(waiting, by=priya, reason="They changed their mind.")
    assert publish_problems(page)


def test_every_page_of_the_demo_may_be_published(db):
    assert [page for page in [*ElementPage.objects.all(), *FrameworkPage.objects.all()] if publish_problems(page)] == []


@pytest.fixture
def tool(db) -> ToolPage:
    shelf = ShelfPage.objects.get(slug="tools")
    made = shelf.add_child(instance=ToolPage(title="New tool", slug="new-tool", summary="Old words.", live=False))
    made.save_revision()
    return made


def publish(client, tool):
    stream = {"count": "0"}
    fields = {"title": tool.title, "slug": tool.slug, "summary": "New words.", "owner_job": "Somebody"}
    fields |= {
        "kind": tool.kind,
        "minutes": "10",
        **dict.fromkeys(("when_to_use", "how_to_use", "sheet", "sources"), stream),
    }
    sent = {**fields, "evidence": stream, "changes": stream, "reviewed_on": "", "review_on": "", "elements": []}
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[tool.pk]),
        nested_form_data({**sent, "comments": comments, "action-publish": "1"}),
        follow=True,
    )


def test_a_page_without_lived_experience_stays_a_draft_and_says_what_to_do(tool, priya, signed_in):
    told = publish(signed_in(priya), tool).content.decode()
    assert "Nobody who draws on support" in told
    tool.refresh_from_db()
    assert not tool.live
    assert tool.get_latest_revision_as_object().summary == "New words."


def test_with_a_plan_it_is_published(tool, priya, signed_in):
    hers = signed_in(priya)
    plan = {"page": tool.pk, "planned_for": day(5).isoformat(), "group": "CARERS", "with_whom": "Group", "note": ""}
    assert hers.post("/cms/contributionplan/new/", plan).status_code == 302
    publish(hers, tool)
    tool.refresh_from_db()
    assert tool.live
    assert tool.summary == "New words."


def test_many_pages_at_once_are_held_to_the_same(tool, priya, signed_in):
    hers = signed_in(priya)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    hers.post(f"{address}?id={tool.pk}", {"include_descendants": ""}, follow=True)
    assert not ToolPage.objects.get(pk=tool.pk).live
    shelf = tool.get_parent()
    hers.post(f"{address}?id={shelf.pk}", {"include_descendants": "on"})
    tool.refresh_from_db()
    assert not tool.live


def test_a_page_that_people_shaped_is_not_deleted(page, admin, signed_in):
    client = signed_in(admin)
    told = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True).content.decode()
    assert "was not deleted: people had a part in it" in told
    whole = page.get_parent()
    assert client.post(reverse("wagtailadmin_pages:delete", args=[whole.pk])).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={page.pk}")
    assert ElementPage.objects.filter(pk=page.pk).exists()
