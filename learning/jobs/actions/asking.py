"""Asking for long work, and calling it off."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from learning.jobs.actions.ending import EXPIRES_AFTER
from learning.jobs.events import JobAsked, JobEnded
from learning.jobs.models import Job
from learning.outbox.actions import post_event
from learning.outbox.idempotency import ClientIdReused
from learning.people.models import Account

log = logging.getLogger(__name__)

MOST_AT_ONCE = 5


class TooManyJobs(Exception):
    """This person has as many jobs waiting as one may have; nothing was started."""


@transaction.atomic
def start_job(account: Account, kind: str, arguments: dict[str, Any], *, client_id: UUID | None = None) -> Job:
    """Ask for long work and return its job. The same `client_id`, or the same work while it waits, returns the first.

    Raises TooManyJobs, and ClientIdReused when the UUID came before from somebody else or for something else.
    """
    Account.objects.select_for_update().get(pk=account.pk)  # two at once queue here
    same = _same_job(account, kind, arguments, client_id)
    if same is not None:
        return same
    if Job.objects.active().filter(asked_by=account).count() >= MOST_AT_ONCE:
        raise TooManyJobs
    job = Job.objects.create(uuid=client_id or uuid4(), asked_by=account, kind=kind, arguments=arguments)
    post_event(JobAsked(person_id=account.person_id, job_id=job.pk, kind=kind))
    transaction.on_commit(wake)
    return job


def _same_job(account: Account, kind: str, arguments: dict[str, Any], client_id: UUID | None) -> Job | None:
    sent_before = Job.objects.filter(uuid=client_id).first() if client_id else None
    if sent_before is not None:
        if (sent_before.asked_by_id, sent_before.kind, sent_before.arguments) != (account.pk, kind, arguments):
            raise ClientIdReused
        return sent_before
    waiting = Job.objects.active().filter(asked_by=account, kind=kind)
    return next((job for job in waiting if job.arguments == arguments), None)


def ask_again(job: Job) -> Job:
    """Ask for the same work anew; the job that ended stays as it was."""
    return start_job(job.asked_by, job.kind, job.arguments)


@transaction.atomic
def cancel_job(job: Job) -> bool:
    """Call a job off; return whether it was still to be called off. Whoever works on it stops at the next report."""
    now = timezone.now()
    changed = (
        Job.objects.active()
        .filter(pk=job.pk)
        .update(state=Job.State.CANCELLED, ended_at=now, expires_at=now + EXPIRES_AFTER, message="")
    )
    if changed:
        state = str(Job.State.CANCELLED)
        post_event(JobEnded(person_id=job.asked_by.person_id, job_id=job.pk, kind=job.kind, state=state))
    return bool(changed)


def wake() -> None:
    """Ask a worker to begin now. A broker that is away costs a minute: the sweep finds what waits."""
    from learning.jobs.tasks import run_due

    try:
        run_due.apply_async(retry=False)
    except Exception:
        log.warning("The task queue did not take the wake-up; the sweep will begin the job", exc_info=True)
