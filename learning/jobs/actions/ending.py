"""The end of a try: only whoever still holds the job may write it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from learning.jobs.events import JobEnded
from learning.jobs.kinds import JobStopped
from learning.jobs.models import Job
from learning.outbox.actions import post_event

EXPIRES_AFTER = timedelta(days=7)


@transaction.atomic
def end_job(job: Job, state: Job.State, *, message: str = "", result: str = "", result_type: str = "") -> None:
    """Write how a running job ended. Raises JobStopped when it was cancelled or taken over meanwhile."""
    now = timezone.now()
    changed = Job.objects.held_by(job).update(
        state=state,
        message=message[:500],
        result=result,
        result_type=result_type,
        ended_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    if not changed:
        raise JobStopped
    post_event(JobEnded(person_id=job.asked_by.person_id, job_id=job.pk, kind=job.kind, state=str(state)))
