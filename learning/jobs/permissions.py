"""A job belongs to who asked for it: for everybody else it does not exist."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from learning.jobs.models import Job
from learning.people.models import Account


def jobs_of(account: Account) -> QuerySet[Job]:
    """Return the jobs an account asked for, newest first."""
    jobs: QuerySet[Job] = Job.objects.filter(asked_by=account)
    return jobs


def get_job_of(account: Account, job_id: UUID) -> Job:
    """Return one of the account's own jobs or raise Http404."""
    return get_object_or_404(jobs_of(account).select_related("asked_by"), uuid=job_id)
