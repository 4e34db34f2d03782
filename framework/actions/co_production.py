"""Who had a part in the framework: words that come in, and what is decided about them.

The framework stands below the outbox, so what is decided is told to Wagtail's log, with who decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from framework.models import Contribution, Invitation


class InvitationClosed(Exception):
    """The invitation takes no more words; nothing was kept."""


class SentForAnother(Exception):
    """The same UUID came for another invitation; nothing was changed."""


class AlreadyDecided(Exception):
    """Somebody else has decided about it in the meantime."""


@dataclass(frozen=True)
class WordsGiven:
    """What somebody sent through an invitation. A name comes only from those who agreed to be named."""

    client_id: UUID
    words: str
    group: str
    how_many: int = 1
    name: str = ""


def offer_contribution(invitation: Invitation, given: WordsGiven) -> Contribution:
    """Keep what somebody said; it waits for an editor. Sending it twice counts once."""
    existing = _sent_before(invitation, given.client_id)
    if existing is not None:
        return existing
    if not invitation.is_open:
        raise InvitationClosed
    try:
        with transaction.atomic():
            return _keep(invitation, given)
    except IntegrityError:
        existing = _sent_before(invitation, given.client_id)
        if existing is None:
            raise
        return existing


def _sent_before(invitation: Invitation, client_id: UUID) -> Contribution | None:
    existing = Contribution.objects.filter(client_id=client_id).first()
    if existing is not None and existing.invitation_id != invitation.pk:
        raise SentForAnother
    return existing


def _keep(invitation: Invitation, given: WordsGiven) -> Contribution:
    contribution = Contribution.objects.create(
        client_id=given.client_id,
        invitation=invitation,
        page_id=invitation.page_id,
        group=given.group,
        how_many=given.how_many,
        name=given.name,
        may_name=bool(given.name),
        words=given.words,
        consent=Contribution.Consent.ONLINE,
    )
    log(instance=contribution, action="framework.offer_contribution")
    return contribution


@transaction.atomic
def accept_contribution(contribution: Contribution, *, by: Any, what_changed: str = "") -> Contribution:
    """Show a contribution to readers, with what changed because of it."""
    locked = _lock(contribution, unless=Contribution.State.ACCEPTED)
    locked.state, locked.reason = Contribution.State.ACCEPTED, ""
    locked.what_changed = what_changed
    return _decide(locked, by=by, action="framework.accept_contribution")


@transaction.atomic
def decline_contribution(contribution: Contribution, *, by: Any, reason: str) -> Contribution:
    """Keep a contribution from readers, or take it back from them, with the reason."""
    locked = _lock(contribution, unless=Contribution.State.DECLINED)
    locked.state, locked.reason = Contribution.State.DECLINED, reason
    return _decide(locked, by=by, action="framework.decline_contribution")


def _lock(contribution: Contribution, *, unless: str) -> Contribution:
    """Return the row as it is now; refuse when it was decided since it was read, or stands that way already."""
    locked = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if locked.state in {unless} or locked.state != contribution.state:
        raise AlreadyDecided
    return locked


def _decide(contribution: Contribution, *, by: Any, action: str) -> Contribution:
    contribution.decided_at = timezone.now()
    contribution.save(update_fields=["state", "reason", "what_changed", "decided_at"])
    log(instance=contribution, action=action, user=by, data={"page": contribution.page_id})
    return contribution
