"""What follows from reviews and from publishing: e-mail to who is asked, and closing what is mended."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.signals import task_approved, task_cancelled, task_rejected

from learning.authoring import mail
from learning.authoring.actions.gate import note_what_is_mended
from learning.authoring.events import PageReleased, PublishingHeldBack, ReviewClosed, ReviewerAsked
from learning.authoring.models import ReviewRound, RoleReview
from learning.outbox.actions import post_event
from learning.outbox.models import Event
from learning.outbox.subscriptions import subscribe
from learning.people.models import Person


@subscribe("authoring.ask_reviewers", to=[ReviewerAsked.name])
def send_to_reviewer(event: Event) -> None:
    """One message for one person; none when the round is over, or the role was answered meanwhile."""
    asked: Any = event.read()
    review = RoleReview.objects.select_related("round__revision").filter(pk=asked.review_id).first()
    if review is None or review.decision or not review.round.is_open:
        return
    context = {
        "title": review.round.revision.object_str,
        "role": review.title,
        "due_on": review.round.due_on,
        "address": reverse("reviews:review", args=[review.round.uuid]),
    }
    mail.send(Person.objects.get(pk=asked.person_id), "asked", context)


@subscribe("authoring.tell_owner", to=[PublishingHeldBack.name])
def send_to_owner(event: Event) -> None:
    held: Any = event.read()
    revision = Revision.objects.filter(pk=held.revision_id).first()
    if revision is None:
        return
    context = {
        "title": revision.object_str,
        "why": held.why,
        "address": reverse("checks:check", args=[held.page_id, held.revision_id]),
    }
    mail.send(Person.objects.get(pk=held.person_id), "held_back", context)


@subscribe("authoring.note_mended", to=[PageReleased.name])
def close_what_is_mended(event: Event) -> None:
    released: Any = event.read()
    page = Page.objects.filter(pk=released.page_id).first()
    if page is not None:
        note_what_is_mended(page.specific)


@receiver([task_approved, task_rejected, task_cancelled], sender=ReviewRound, dispatch_uid="authoring.review_closed")
def tell_that_a_round_is_over(sender: type, instance: ReviewRound, **kwargs: Any) -> None:
    """However a round ends, also by a button of Wagtail's editor, its end is told."""
    page_id = int(instance.workflow_state.object_id)
    post_event(ReviewClosed(round_id=instance.pk, page_id=page_id, outcome=str(instance.status)))
