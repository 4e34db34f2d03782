"""Reviews by role: who is asked, who may answer, and where each round stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, PageLogEntry, Revision, Task, WorkflowState

from learning.authoring.gate.describing import describe
from learning.authoring.models import ReviewRound, RoleReview, RoleReviewTask
from learning.authoring.rules import reviewing
from learning.content.difference import Block, Difference, compare, settled
from learning.content.models import LessonPage
from learning.content.permissions import can_open_page
from learning.content.queries import blocks_of
from learning.people.models import Account, Person, Post
from learning.people.queries import local_today

WRITES = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.rename", "wagtail.copy")
NOT_SENT = "It is published when its reviewers have approved it. Send it to them first."
WITH_REVIEWERS = "It is with its reviewers. It can be published when all of them have approved it."
CHANGED_SINCE = "It was changed after its reviewers had approved it. Send it to them again."


def review_task_of(page: Page) -> RoleReviewTask | None:
    """Return the review by role that a page of this place goes through; None where there is none."""
    workflow = page.get_workflow()
    if workflow is None:
        return None
    found: RoleReviewTask | None = RoleReviewTask.objects.filter(active=True, workflow_tasks__workflow=workflow).first()
    return found


def review_problem(page: Page, revision: Revision) -> str:
    """Return why a draft may not be published yet as far as its reviewers go; nothing if it may."""
    if review_task_of(page) is None:
        return ""
    newest = rounds_of(page).first()
    if newest is None or newest.status in {ReviewRound.STATUS_CANCELLED, ReviewRound.STATUS_REJECTED}:
        return NOT_SENT
    if newest.is_open:
        return WITH_REVIEWERS
    return "" if newest.fingerprint == draft_fingerprint(revision) else _since(page, revision)


def _since(page: Page, revision: Revision) -> str:
    """Return the refusal for another text than was approved; going back to the live one needs nobody's approval."""
    live = page.live_revision
    return "" if live is not None and draft_fingerprint(live) == draft_fingerprint(revision) else CHANGED_SINCE


def rounds_of(page: Page) -> QuerySet[ReviewRound]:
    """Return the rounds of review of a page, the newest first."""
    rounds: QuerySet[ReviewRound] = ReviewRound.objects.filter(
        workflow_state__base_content_type=page.get_base_content_type(), workflow_state__object_id=str(page.pk)
    ).order_by("-pk")
    return rounds


def draft_fingerprint(revision: Revision) -> str:
    """Return what two drafts of a page share exactly when nothing a reader meets differs between them."""
    blocks = [(block.id, block.kind, block.content) for block in blocks_of_page(revision.as_object())]
    return hashlib.sha256(json.dumps(blocks, ensure_ascii=False).encode()).hexdigest()


def blocks_of_page(page: Page) -> list[Block]:
    """Return a page as it is held against another version of itself: for a lesson its blocks, else its fields too."""
    if isinstance(page, LessonPage):
        return blocks_of(page)
    content = json.loads(page.to_json())
    words = _words_by_place(page)
    blocks = []
    for name in _own_names(page):
        value = content.get(name)
        if isinstance(value, str) and value.startswith("[") and hasattr(getattr(page, name), "stream_block"):
            blocks += [_stream_block(name, item, words) for item in json.loads(value)]
        else:
            blocks.append(Block(name, name, words.get(name) or _plain(value), settled(value)))
    return blocks


def _stream_block(name: str, item: dict[str, Any], words: dict[str, str]) -> Block:
    place = str(item.get("id") or f"{name}-{settled(item)[:20]}")
    return Block(place, item.get("type", name), words.get(place, ""), settled(item.get("value")))


def _own_names(page: Page) -> list[str]:
    """Return the fields that a page's author fills in and its reader meets."""
    inherited = {field.name for field in Page._meta.get_fields()} - {"title"}
    names = [field.name for field in page._meta.get_fields() if field.name not in inherited]
    content = json.loads(page.to_json())
    return ["title", *(name for name in names if name in content and not name.endswith("_ptr"))]


def _words_by_place(page: Page) -> dict[str, str]:
    return {part.place: part.prose for part in describe(page).parts if part.prose}


def _plain(value: Any) -> str:
    return "" if value is None else str(value) if isinstance(value, str | int) else ""


def difference_of(older: Revision | None, newer: Revision) -> Difference:
    """Return what differs between two drafts of a page; everything is new when there is no older one."""
    before = blocks_of_page(older.as_object()) if older is not None else []
    return compare(before, blocks_of_page(newer.as_object()))


def holders_of(review: RoleReview) -> QuerySet[Account]:
    """Return the accounts that hold a review's role today and may read the page: rights end with the role."""
    if review.role_id is None:
        return Account.objects.none()
    return Account.objects.filter(groups=review.role_id, is_active=True).order_by("person__name", "pk")


def may_read(account: Account, page: Page) -> bool:
    """Answer whether a page belongs to what this account's organisations have, live or not."""
    subject = page.get_parent().specific if isinstance(page, LessonPage) else page
    return can_open_page(account, subject)


def writers_of(page: Page) -> set[int]:
    """Return the people who changed a page since it was last published, by id."""
    since = Q() if page.last_published_at is None else Q(timestamp__gt=page.last_published_at)
    logged = PageLogEntry.objects.filter(since, page=page.pk, action__in=WRITES, user__isnull=False)
    saved = page.revisions.filter(user__isnull=False)
    if page.live_revision_id:
        saved = saved.filter(pk__gt=page.live_revision_id)
    accounts = set(logged.values_list("user", flat=True)) | set(saved.values_list("user", flat=True))
    return set(Person.objects.filter(accounts__in=accounts).values_list("pk", flat=True))


def may_answer(account: Account, review: RoleReview, page: Page) -> bool:
    """Answer whether an account may decide a review: it holds the role, may read the page, and wrote none of it."""
    holders = {holder.person_id for holder in holders_of(review).filter(person=account.person_id)}
    barred = writers_of(page) | submitters_of(review.round)
    may = reviewing.may_decide(account.person_id, holders=holders, writers=barred, asked=review.asked_id)
    return may and may_read(account, page)


def submitters_of(round_: ReviewRound) -> set[int]:
    """Return who sent a draft to its reviewers."""
    sender = round_.workflow_state.requested_by
    return {sender.person_id} if sender is not None else set()


def people_to_ask(review: RoleReview, page: Page) -> list[Account]:
    """Return the accounts that could answer for a role, one for each person."""
    barred = writers_of(page) | submitters_of(review.round)
    found: dict[int, Account] = {}
    for account in holders_of(review):
        if account.person_id not in barred and may_read(account, page):
            found.setdefault(account.person_id, account)
    return list(found.values())


def open_reviews(account: Account) -> list[RoleReview]:
    """Return the open reviews of the roles an account holds, the first due first, without those it may not answer.

    The same as asking `may_answer` of each, in a few queries and some for every module or page that is read.
    """
    rows = list(
        RoleReview.objects.filter(
            Q(asked=None) | Q(asked=account.person_id),
            decision=reviewing.WAITING,
            role__in=account.groups.all(),
            round__status=ReviewRound.STATUS_IN_PROGRESS,
        )
        .exclude(round__workflow_state__requested_by__person=account.person_id)
        .select_related("round__workflow_state__requested_by", "round__revision", "role")
        .order_by("round__due_on", "pk")
    )
    pages = pages_of(row.round for row in rows)
    barred = pages_written_by(account.person_id, list(pages.values()))
    readable = _readable(account, list(pages.values()))
    open_ids = {round_id for round_id, page in pages.items() if page.pk in readable and page.pk not in barred}
    return [row for row in rows if row.round_id in open_ids]


def pages_written_by(person_id: int, pages: list[Page]) -> set[int]:
    """Return which of these pages a person changed since they were last published, as `writers_of` says it of one."""
    by_id = {page.pk: page for page in pages}
    logged = PageLogEntry.objects.filter(page__in=by_id, action__in=WRITES, user__person=person_id)
    saved = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in by_id], user__person=person_id)
    late = {
        page_id
        for page_id, at in logged.values_list("page", "timestamp")
        if by_id[page_id].last_published_at is None or at > by_id[page_id].last_published_at
    }
    drafts = ((int(page_id), pk) for page_id, pk in saved.values_list("object_id", "pk"))
    return late | {page_id for page_id, pk in drafts if pk > (by_id[page_id].live_revision_id or 0)}


def _readable(account: Account, pages: list[Page]) -> set[int]:
    """Return which pages an account may read, asking once for all the lessons of a module."""
    answers: dict[str, bool] = {}
    found = set()
    for page in pages:
        key = page.path[: -page.steplen] if isinstance(page, LessonPage) else page.path
        if key not in answers:
            answers[key] = may_read(account, page)
        if answers[key]:
            found.add(page.pk)
    return found


def sent_rounds(account: Account) -> list[ReviewRound]:
    """Return the newest round of every page that this account's person sent to reviewers and that is not done."""
    return list(_running().filter(workflow_state__requested_by__person=account.person_id))


def overdue_rounds(account: Account) -> list[ReviewRound]:
    """Return rounds whose answers are late, of pages that this account may publish."""
    late = _running().filter(due_on__lt=local_today(), status=ReviewRound.STATUS_IN_PROGRESS)
    pages = pages_of(late)
    return [row for row in late if row.pk in pages and pages[row.pk].permissions_for_user(account).can_publish()]


def _running() -> QuerySet[ReviewRound]:
    newer = ReviewRound.objects.filter(workflow_state=OuterRef("workflow_state"), pk__gt=OuterRef("pk"))
    rows: QuerySet[ReviewRound] = ReviewRound.objects.filter(workflow_state__status__in=_RUNNING)
    related = rows.exclude(Exists(newer)).select_related("workflow_state__requested_by", "revision")
    return related.order_by("due_on")


_RUNNING = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def pages_of(rounds: Iterable[ReviewRound]) -> dict[int, Page]:
    """Return the pages of rounds by the id of the round, in a few queries however many they are."""
    by_round = {row.pk: int(row.workflow_state.object_id) for row in rounds}
    pages = {page.pk: page for page in Page.objects.filter(pk__in=set(by_round.values())).specific()}
    return {round_id: pages[page_id] for round_id, page_id in by_round.items() if page_id in pages}


@dataclass(frozen=True)
class Answer:
    """What one role says in a round, as everybody may see it."""

    review: RoleReview
    who: str

    @property
    def state(self) -> str:
        return {"": "TO_DO", "APPROVED": "APPROVED", "CHANGES": "CHANGES"}[self.review.decision]


def answers_of(round_: ReviewRound) -> list[Answer]:
    """Return what each role says. Who holds a post today is named; a person with lived experience only by the role."""
    return answers_in([round_])[round_.pk]


def answers_in(rounds: list[ReviewRound]) -> dict[int, list[Answer]]:
    """Return what each role says in each of these rounds, in two queries however many they are."""
    rows = list(
        RoleReview.objects.filter(round__in=rounds).select_related("decided_by", "asked", "kept_from").order_by("pk")
    )
    named = people_named(row.decided_by_id for row in rows)
    found: dict[int, list[Answer]] = {round_.pk: [] for round_ in rounds}
    for row in rows:
        who = row.decided_by.name if row.decided_by and row.decided_by_id in named else ""
        found[row.round_id].append(Answer(row, who))
    return found


def people_named(ids: Iterable[int | None]) -> set[int]:
    """Return which of these people are shown by name: those with a post today. Others give no more than their role."""
    wanted = {each for each in ids if each is not None}
    return set(Post.objects.on(local_today()).filter(person__in=wanted).values_list("person", flat=True))


def has_role_review(task: Task | None) -> bool:
    return isinstance(task.specific if task is not None else None, RoleReviewTask)
