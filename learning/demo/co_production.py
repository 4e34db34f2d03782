"""Who had a part in the demo framework: made up, and every entry says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from framework.files import read_yaml
from framework.models import Contribution, ContributionPlan, ElementPage, FrameworkPage, Invitation
from framework.queries import publish_problems
from learning.demo.organisation import FIXTURES
from learning.people.queries import local_today

ASKED = "What should a worker ask you first when it is about the support in your life? What do they often get wrong?"


def make_co_production() -> None:
    """Give every page of the framework what somebody said about it, or a plan to ask."""
    data: dict[str, Any] = read_yaml(FIXTURES / "demo" / "co-production.yaml")
    about = FrameworkPage.objects.get(framework__code=data["framework"])
    elements = ElementPage.objects.filter(element__framework=about.framework)
    pages: dict[str, Page] = {page.slug: page for page in [about, *elements]}
    for item in data["contributions"]:
        _contribute(pages[item["page"]], item, made_up=data["made_up"])
    for item in data["plans"]:
        _plan(pages[item["page"]], item)
    for page in Page.objects.live().specific():
        if publish_problems(page):
            _plan(page, data["rest"])
    Invitation.objects.create(page=pages["services"], with_whom="Carers’ morning at the library", question=ASKED)


def _contribute(page: Page, item: dict[str, Any], *, made_up: str) -> None:
    day = local_today() - timedelta(days=item["days_ago"])
    changed = item["what_changed"]
    Contribution.objects.create(
        page=page,
        group=item["group"],
        how_many=item["how_many"],
        words=made_up + item["words"],
        what_changed=made_up + changed if changed else "",
        contributed_on=day,
        consent=item["consent"],
        consent_on=day,
        state=Contribution.State.ACCEPTED,
        decided_at=timezone.now(),
    )


def _plan(page: Page, item: dict[str, Any]) -> None:
    ContributionPlan.objects.create(
        page=page,
        planned_for=local_today() + timedelta(days=item["in_days"]),
        group=item["group"],
        with_whom=item["with_whom"],
        note=item["note"],
    )
