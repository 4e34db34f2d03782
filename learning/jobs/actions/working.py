"""Doing what was asked. A job belongs to a worker for as long as its lease lasts; a lost one is begun again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_noop

from learning.jobs.actions.ending import end_job
from learning.jobs.kinds import JobRefused, JobStopped, Result, kind_of
from learning.jobs.models import Job, private_storage, result_path

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
GAVE_UP = (
    f"This was begun {MOST_ATTEMPTS} times and never came to its end. "
    "Try again; if it stops again, tell your administrator."
)
WENT_WRONG = gettext_noop("Something went wrong on our side. Try again; if it happens again, tell your administrator.")
UNKNOWN = gettext_noop("This version of the site does not know how to make this any more.")


class Reporter:
    """Says how far a try is, and keeps its lease alive."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.account = job.asked_by

    def report(self, done: int, of: int, message: str) -> None:
        """Say how far it is. Raises JobStopped when the job was cancelled or taken over."""
        lease_until = timezone.now() + LEASE
        held = Job.objects.held_by(self.job)
        if not held.update(done=done, of=of, message=message[:500], lease_until=lease_until):
            raise JobStopped


def run_due_jobs() -> int:
    """Do all that waits or was lost, oldest first; return how many tries it took. Safe to run in several processes."""
    tries = 0
    while (job := claim_next()) is not None:
        run_job(job)
        tries += 1
    return tries


def claim_next() -> Job | None:
    """Take the next job for as long as a lease lasts; None when nothing waits."""
    now = timezone.now()
    for job in Job.objects.to_run(now).select_related("asked_by"):
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job)
        elif _take(job):
            return job
    return None


def _take(job: Job) -> bool:
    """Make the job ours, unless somebody else was quicker."""
    now = timezone.now()
    changes = {
        "state": Job.State.RUNNING,
        "attempts": job.attempts + 1,
        "lease_until": now + LEASE,
        "started_at": now,
        "done": 0,
    }
    if not Job.objects.to_run(now).filter(pk=job.pk, attempts=job.attempts).update(**changes):
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    return True


def _give_up(job: Job) -> None:
    try:
        end_job(job, Job.State.FAILED, message=GAVE_UP)
    except JobStopped:
        log.info("Job %s ended while it was given up", job.uuid)


@dataclass(frozen=True)
class Ended:
    """How a try ended: its state, what to say, and where its result was put."""

    state: Job.State
    message: str = ""
    result: str = ""
    result_type: str = ""


def run_job(job: Job) -> None:
    """Do the work of a job that is ours, and write how it ended."""
    try:
        ended = _work(job)
    except JobStopped:
        log.info("Job %s was stopped in the middle", job.uuid)
        return
    try:
        end_job(job, ended.state, message=ended.message, result=ended.result, result_type=ended.result_type)
    except JobStopped:
        log.info("Job %s was stopped at its end", job.uuid)
        if ended.result:
            private_storage().delete(ended.result)


def _work(job: Job) -> Ended:
    kind = kind_of(job.kind)
    if kind is None:
        return Ended(Job.State.FAILED, UNKNOWN)
    try:
        return _put_away(job, kind.work(Reporter(job), job.arguments))
    except JobStopped:
        raise
    except JobRefused as refused:
        return Ended(Job.State.FAILED, str(refused))
    except Exception:
        log.exception("Job %s (%s) went wrong", job.uuid, job.kind)
        return Ended(Job.State.FAILED, WENT_WRONG)


def _put_away(job: Job, result: Result | None) -> Ended:
    """Store a result before anything points to it: one that nobody comes to point to is swept with its job."""
    if result is None:
        return Ended(Job.State.DONE)
    path = result_path(job, result.name)
    stored = private_storage().save(path, ContentFile(result.content))
    return Ended(Job.State.DONE, result=stored, result_type=result.content_type)
