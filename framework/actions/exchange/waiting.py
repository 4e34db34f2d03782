"""Between the dry run and its confirmation: the file's content waits here for the account that chose it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from framework.actions.exchange.apply import apply_import
from framework.actions.exchange.preview import Preview, preview
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import Content, Record
from framework.models import Framework, WaitingImport


class WaitingGone(LookupError):
    """What waited was taken in already, has expired, or was never this account's."""


@transaction.atomic
def keep_waiting(plan: Preview, *, file_name: str, account: Any) -> WaitingImport:
    """Keep a checked file until it is confirmed. What expired is forgotten; one account keeps one of each."""
    code = plan.content.framework["code"]
    WaitingImport.objects.expired().delete()
    WaitingImport.objects.filter(account=str(account.pk), framework_code=code).delete()
    return WaitingImport.objects.create(
        account=str(account.pk),
        file_name=file_name[:200],
        framework_code=code,
        stood_at=plan.stood_at,
        records={
            "records": [[record.kind, dict(record.values), record.place] for record in plan.content.records],
            "notes": list(plan.content.notes),
        },
    )


def get_waiting(uuid: UUID, *, account: Any) -> WaitingImport:
    """Return what waits for an account to confirm; raise WaitingGone when nothing does."""
    found: WaitingImport | None = WaitingImport.objects.waiting().filter(uuid=uuid, account=str(account.pk)).first()
    if found is None:
        raise WaitingGone
    return found


def preview_of(waiting: WaitingImport) -> Preview:
    """Return the dry run of what waits; raise ExchangeError when the framework has changed since."""
    kept = waiting.records
    records = tuple(Record(kind, values, place) for kind, values, place in kept["records"])
    plan = preview(Content(records, tuple(kept["notes"])))
    if plan.stood_at != waiting.stood_at:
        raise ExchangeError(
            "The framework has changed since this dry run. Nothing was taken in. Choose the file again to see what it"
            " would change now."
        )
    return plan


@transaction.atomic
def confirm_import(uuid: UUID, *, account: Any) -> Framework:
    """Take in what waits, exactly as its dry run said, once: whoever confirms it again finds it gone."""
    waiting = get_waiting(uuid, account=account)
    list(Framework.objects.select_for_update().filter(code=waiting.framework_code))
    if not WaitingImport.objects.filter(pk=waiting.pk).delete()[0]:
        raise WaitingGone
    return apply_import(preview_of(waiting), account=account)
