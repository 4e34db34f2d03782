"""What the gate says of a draft, on other screens; how a finding and a review are shown."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from learning.authoring.gate.checking import report_on_revision
from learning.authoring.models import ReviewComment
from learning.authoring.queries.reviews import open_reviews
from learning.authoring.rules.reviewing import is_overdue
from learning.people.models import Account
from learning.people.queries import local_today

register = template.Library()

WORDS = {"FAIL": _("Mend this"), "WARN": _("Better mended"), "NOTE": _("For your eye")}


@register.inclusion_tag("authoring/_gate_summary.html")
def gate_summary(page: Page, revision: Revision) -> dict[str, Any]:
    """Show on the screen before publishing what the gate found."""
    return {"report": report_on_revision(revision), "page": page, "revision": revision}


@register.filter
def severity_words(severity: str) -> str:
    return str(WORDS[severity])


@register.simple_tag
def place_in_editor(page: Page, place: str) -> str:
    """Return the address of the place in the editor that a finding is about."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if not place:
        return address
    is_field = any(field.name == place for field in page._meta.get_fields())
    return f"{address}#panel-child-content-{place}-section" if is_field else f"{address}#block-{place}-section"


@register.simple_tag
def late(due_on: Any) -> bool:
    return is_overdue(due_on, today=local_today())


@register.simple_tag
def reviews_waiting(account: Account) -> int:
    """Return how many drafts wait for this account's review."""
    return len(open_reviews(account))


@register.filter
def at(written: dict[str, str], place: str) -> str:
    """Return what was typed under a part of a page and could not be taken yet."""
    return written.get(place, "")


@register.filter
def is_mine(comment: ReviewComment, account: Account) -> bool:
    return comment.said_by_id == account.person_id
