"""Discarding the drafts that taking a pack made. What somebody has worked on or published since stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Page

from learning.assessment.actions.imports import discard_drafts
from learning.assessment.actions.settings import discard_assessment
from learning.content.models import ModulePage
from learning.outbox.actions import post_event
from learning.people.models import Account
from learning.sharing.actions.receiving import NotOpen
from learning.sharing.events import PackUndone
from learning.sharing.models import PackDecision, ReceivedPack, TakenItem


@transaction.atomic
def undo_take(received: ReceivedPack, *, by: Account) -> tuple[int, list[str]]:
    """Discard the drafts of the newest taking of a pack; return how many went, and what stays and why."""
    received = ReceivedPack.objects.select_for_update(of=("self",)).get(pk=received.pk)
    taken = received.decisions.filter(kind=PackDecision.Kind.TAKEN, items__undone_at=None).distinct().first()
    if received.state != ReceivedPack.State.TAKEN or taken is None:
        raise NotOpen("Nothing of this pack is taken, so there is nothing to discard.")
    decision: PackDecision = PackDecision.objects.create(pack=received, kind=PackDecision.Kind.UNDONE, by=by.person)
    gone: list[TakenItem] = []
    stays: list[str] = []
    for item in taken.items.filter(undone_at=None).select_related("page", "wrote", "before").order_by("-pk"):
        reason = _undo(item, by)
        if reason:
            stays.append(reason)
        else:
            gone.append(item)
    TakenItem.objects.filter(pk__in=[item.pk for item in gone]).update(undone_at=timezone.now())
    earlier = TakenItem.objects.filter(decision__pack=received, undone_at=None).exists()
    received.state = ReceivedPack.State.TAKEN if earlier else ReceivedPack.State.WAITING
    received.save(update_fields=["state"])
    post_event(PackUndone(pack_id=received.pk, decision_id=decision.pk, by_id=by.person_id))
    return len(gone), stays


def _undo(item: TakenItem, by: Account) -> str:
    """Undo what one item did; return why it stays, or nothing."""
    if item.kind == TakenItem.Kind.FRAMEWORK:
        return f"The framework {item.framework} stays: its data has no draft." if item.framework else ""
    if item.kind == TakenItem.Kind.QUESTIONS:
        went = discard_drafts(item.versions, by=by.person)
        module = ModulePage.objects.filter(pk=item.page_id).first()
        if module is not None and item.was_new:
            discard_assessment(module, by=by.person)
        left = len(item.versions) - went
        return f"{left} questions stay: somebody has worked on them since." if left else ""
    if item.page is None or item.wrote is None:
        return ""
    page = Page.objects.get(pk=item.page_id).specific
    if page.latest_revision_id != item.wrote_id:
        return f"‘{page.title}’ stays: somebody has worked on it since."
    return _discard_new(page, by) if item.was_new else _restore(page, item, by)


def _discard_new(page: Page, by: Account) -> str:
    if page.live or page.first_published_at or page.get_children().exists():
        return f"‘{page.title}’ stays: it has been published, or other pages stand below it."
    try:
        with transaction.atomic():
            page.delete(user=by)
    except ProtectedError:
        return f"‘{page.title}’ stays: something here relies on it by now."
    return ""


def _restore(page: Page, item: TakenItem, by: Account) -> str:
    """Make what stood there before the newest version again; nothing of the history is lost."""
    if item.before is None or page.live_revision_id == item.wrote_id:
        return f"‘{page.title}’ stays: it has been published."
    item.before.as_object().save_revision(user=by, log_action="wagtail.revert", previous_revision=item.before)
    if page.live_revision_id == item.before_id:
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    return ""
