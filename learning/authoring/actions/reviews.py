"""Rounds of review: asking every role, taking their answers, and what follows when all of them have answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.signals import task_submitted

from learning.authoring.actions.gate import tell_owner, why_not_published
from learning.authoring.actions.releases import publish_approved
from learning.authoring.events import PageReviewed, ReviewerAsked, ReviewOpened
from learning.authoring.models import ReviewComment, ReviewRound, RoleReview, RoleReviewTask, role_title
from learning.authoring.permissions import may_publish
from learning.authoring.queries.reviews import draft_fingerprint, may_answer, people_to_ask
from learning.authoring.rules import reviewing
from learning.outbox.actions import post_event
from learning.outbox.idempotency import write_once
from learning.people.models import Account
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days


class NotYours(Exception):
    """This person may not answer this review: no such role (any more), or she wrote or sent the draft."""


class Moved(Exception):
    """The review is over, was answered meanwhile, or its draft is another one now; nothing was changed."""


@dataclass(frozen=True)
class AnswerGiven:
    """What a reviewer sends: a decision (empty to comment only), why, and what is said of each block."""

    client_id: UUID
    decision: str
    reason: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)


def open_round(task: RoleReviewTask, workflow_state: WorkflowState, user: Account | None) -> ReviewRound:
    """Put the newest draft before every role at once. An approval counts on if the draft still says the same."""
    page = workflow_state.content_object.specific
    revision = page.get_latest_revision()
    round_: ReviewRound = ReviewRound.objects.create(
        workflow_state=workflow_state,
        task=task,
        revision=revision,
        draft_saved_at=revision.created_at,
        fingerprint=draft_fingerprint(revision),
        due_on=add_working_days(local_today(), task.days, bank_holidays()),
    )
    post_event(ReviewOpened(round_id=round_.pk, page_id=page.pk, revision_id=revision.pk), uuid=round_.uuid)
    for role in task.roles.order_by("name"):
        review = RoleReview.objects.create(round=round_, role=role, title=role_title(role))
        if not _keep_approval(review):
            _ask(review, page)
    if _standing(round_) == reviewing.APPROVED:
        round_.status = ReviewRound.STATUS_APPROVED
        round_.save(update_fields=["status"])
    task_submitted.send(sender=ReviewRound, instance=round_, user=user)
    return round_


def _keep_approval(review: RoleReview) -> bool:
    """Take over what the role said of an earlier draft of the same text."""
    earlier = RoleReview.objects.filter(
        round__workflow_state=review.round.workflow_state_id,
        round__fingerprint=review.round.fingerprint,
        role=review.role_id,
        decision=reviewing.APPROVED,
    ).last()
    if earlier is None:
        return False
    review.kept_from = earlier
    review.decision, review.decided_by, review.decided_at = earlier.decision, earlier.decided_by, earlier.decided_at
    review.save()
    return True


def _ask(review: RoleReview, page: Any) -> None:
    for account in people_to_ask(review, page):
        if review.asked_id in {None, account.person_id}:
            post_event(ReviewerAsked(review_id=review.pk, person_id=account.person_id))


def _standing(round_: ReviewRound) -> str:
    return reviewing.standing(round_.roles.values_list("decision", flat=True))


@transaction.atomic
def give_answer(review: RoleReview, given: AnswerGiven, *, by: Account) -> RoleReview:
    """Keep what a reviewer says; with the last role's decision the round ends. Sending it twice counts once.

    Raises Moved when the round is over, the role was answered by somebody else or the draft changed; NotYours when
    this account may not answer.
    """
    round_ = ReviewRound.objects.select_for_update().select_related("revision").get(pk=review.round_id)
    review = RoleReview.objects.select_for_update(of=("self",)).select_related("role", "round").get(pk=review.pk)
    if review.decision and review.decided_by_id == by.person_id and review.decision == given.decision:
        return review
    if not round_.is_open or review.decision or round_.revision.created_at != round_.draft_saved_at:
        raise Moved
    page = round_.workflow_state.content_object.specific
    if not may_answer(by, review, page):
        raise NotYours
    for place, text in given.comments.items():
        _comment(round_, uuid5(given.client_id, place), place, text, by=by, role=review.title)
    if given.decision:
        _decide(review, given, by)
        _close_if_all_answered(round_, by)
    return review


def _decide(review: RoleReview, given: AnswerGiven, by: Account) -> None:
    review.decision, review.reason = given.decision, given.reason
    review.decided_by, review.decided_at = by.person, timezone.now()
    review.save()
    round_ = review.round
    post_event(
        PageReviewed(
            review_id=review.pk,
            page_id=int(round_.workflow_state.object_id),
            revision_id=round_.revision_id,
            decision=review.decision,
        )
    )


def _close_if_all_answered(round_: ReviewRound, by: Account) -> None:
    standing = _standing(round_)
    if standing == reviewing.APPROVED:
        round_.approve(user=by)
    elif standing == reviewing.CHANGES:
        round_.reject(user=by)


def publish_reviewed(workflow_state: WorkflowState) -> None:
    """Publish what every role has approved, in the name of who sent it; what may not go live is held back and told."""
    page = workflow_state.content_object.specific
    revision = page.get_latest_revision()
    why = why_not_published(page, revision)
    if why:
        tell_owner(revision, why)
        return
    sender = workflow_state.requested_by
    publish_approved(page, sender if sender is not None and may_publish(sender, page) else None)


@transaction.atomic
def say(
    round_: ReviewRound, text: str, *, by: Account, client_id: UUID, answers: ReviewComment | None
) -> ReviewComment:
    """Keep what the author says to her reviewers, or answers to one comment."""
    place = answers.block_id if answers is not None else ""
    return _comment(round_, client_id, place, text, by=by, answers=answers)


def _comment(round_: ReviewRound, client_id: UUID, place: str, text: str, *, by: Account, **more: Any) -> ReviewComment:
    fields = {"block_id": place, "text": text, "role_title": more.get("role", ""), "answers": more.get("answers")}
    comment, _ = write_once(
        ReviewComment,
        client_id,
        {"round_id": round_.pk, "said_by_id": by.person_id},
        lambda: ReviewComment.objects.create(client_id=client_id, round=round_, said_by=by.person, **fields),
    )
    return comment


@transaction.atomic
def hand_back(round_: ReviewRound, *, by: Account) -> None:
    """End a round in which changes were asked for, without waiting for the other roles."""
    round_ = ReviewRound.objects.select_for_update().get(pk=round_.pk)
    if not round_.is_open or not round_.roles.filter(decision=reviewing.CHANGES).exists():
        raise Moved
    round_.reject(user=by)


@transaction.atomic
def withdraw(round_: ReviewRound, *, by: Account) -> None:
    """Take a page back from review; nothing that was said is lost."""
    state = WorkflowState.objects.select_for_update(of=("self",)).get(pk=round_.workflow_state_id)
    if not state.is_active:
        raise Moved
    state.cancel(user=by)


@transaction.atomic
def send_again(round_: ReviewRound, *, by: Account) -> None:
    """Put the newest draft before the reviewers again."""
    state = WorkflowState.objects.select_for_update(of=("self",)).get(pk=round_.workflow_state_id)
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        raise Moved
    state.resume(user=by)


@transaction.atomic
def ask_instead(review: RoleReview, person_id: int) -> RoleReview:
    """Ask one person of the role and nobody else. Raises NotYours for somebody who could not answer."""
    round_ = ReviewRound.objects.select_for_update().get(pk=review.round_id)
    review = RoleReview.objects.select_for_update(of=("self",)).select_related("role", "round").get(pk=review.pk)
    if not round_.is_open or review.decision:
        raise Moved
    page = round_.workflow_state.content_object.specific
    if person_id not in {account.person_id for account in people_to_ask(review, page)}:
        raise NotYours
    if review.asked_id != person_id:
        review.asked_id = person_id
        review.save(update_fields=["asked"])
        _ask(review, page)
    return review
