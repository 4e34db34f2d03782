"""Who may publish, and of which pages it is asked what kind of change it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from wagtail.models import Page, Revision

from learning.authoring.models import ReviewRound, RoleReview
from learning.authoring.queries.reviews import may_answer, may_read, pages_of
from learning.content.models import LessonPage
from learning.people.models import Account


def asks_for_class(page: Page) -> bool:
    """Answer whether a change of this page means something for people who know it: lessons are what people complete.

    Modules, pathways and pages of the framework hold no completions; plans and attempts keep what they began with.
    """
    return issubclass(page.specific_class, LessonPage)


def get_draft_for(account: Account, page_id: int, revision_id: int, *, publishes: bool) -> tuple[LessonPage, Revision]:
    """Return a lesson and a draft of it that this account may publish, or at least edit; others get a 404."""
    lesson = LessonPage.objects.filter(pk=page_id).first()
    revision = lesson and lesson.revisions.filter(pk=revision_id).first()
    may = may_publish if publishes else may_edit
    if lesson is None or revision is None or not may(account, lesson):
        raise Http404
    return lesson, revision


def may_edit(account: Account, page: Page) -> bool:
    return bool(page.permissions_for_user(account).can_edit())


def may_publish(account: Account, page: Page) -> bool:
    return bool(page.permissions_for_user(account).can_publish())


def is_locked_for(account: Account, page: Page) -> bool:
    """Answer whether somebody else has locked the page against this account."""
    lock = page.get_lock()
    return lock is not None and bool(lock.for_user(account))


@dataclass(frozen=True)
class Seat:
    """Who an account is in a round of review: for which roles it may answer, and whether it looks after the page."""

    round: ReviewRound
    page: Page
    to_answer: tuple[RoleReview, ...]
    manages: bool


def get_round_for(account: Account, round_id: UUID) -> Seat:
    """Return a round of review for somebody who holds one of its roles or may edit its page; others get a 404."""
    found = ReviewRound.objects.select_related("workflow_state__requested_by", "revision").filter(uuid=round_id).first()
    page = pages_of([found]).get(found.pk) if found is not None else None
    if found is None or page is None:
        raise Http404
    manages = may_edit(account, page)
    held = RoleReview.objects.filter(round=found, role__in=account.groups.all()).select_related("role", "round")
    if not manages and not (held and may_read(account, page)):
        raise Http404
    open_ones = [review for review in held if found.is_open and not review.decision]
    return Seat(found, page, tuple(review for review in open_ones if may_answer(account, review, page)), manages)


def get_managed_round_for(account: Account, round_id: UUID) -> Seat:
    """Return a round of review for somebody who may edit its page; others get the 404 of nothing."""
    seat = get_round_for(account, round_id)
    if not seat.manages:
        raise Http404
    return seat


def get_any_draft_for(account: Account, page_id: int, revision_id: int) -> tuple[Page, Revision]:
    """Return a page of whatever kind and a draft of it that this account may edit; others get the 404 of nothing."""
    page = Page.objects.filter(pk=page_id).specific().first()
    revision = page and page.revisions.filter(pk=revision_id).first()
    if page is None or revision is None or not may_edit(account, page):
        raise Http404
    return page, revision
