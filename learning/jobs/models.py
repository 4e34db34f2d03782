from __future__ import annotations

import uuid
from datetime import datetime

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.people.models import Account


def private_storage() -> Storage:
    """Return the storage that no address leads into: a job's page hands out what lies there."""
    storage: Storage = storages["private"]
    return storage


def result_path(job: Job, name: str) -> str:
    """Return where a try puts its result: two tries that overlap never write to the same place."""
    return f"jobs/{job.uuid}/{job.attempts}/{name}"


class JobQuerySet(models.QuerySet["Job"]):
    def active(self) -> JobQuerySet:
        """Not ended yet."""
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def to_run(self, at: datetime) -> JobQuerySet:
        """Waiting, or begun by somebody who has not been heard of since the lease ended; oldest first."""
        lost = Q(state=Job.State.RUNNING, lease_until__lt=at)
        return self.filter(Q(state=Job.State.WAITING) | lost).order_by("pk")

    def held_by(self, job: Job) -> JobQuerySet:
        """The row of a running try, as long as nobody cancelled it or took it over."""
        return self.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)

    def expired(self, at: datetime) -> JobQuerySet:
        return self.exclude(ended_at=None).filter(expires_at__lt=at)


class Job(models.Model):
    """Long work that one person asked for: what was asked, how far it is, and its result until it is forgotten."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Being made")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped")
        CANCELLED = "CANCELLED", _("Cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=50)
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.FileField(storage=private_storage, upload_to=result_path, max_length=300, blank=True)
    result_type = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the row and its result are forgotten")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["WAITING", "RUNNING"]), name="jobs_that_are_not_ended"
            ),
            models.Index(fields=["asked_by", "-id"], name="jobs_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for account {self.asked_by_id}: {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def has_result(self) -> bool:
        return self.state == self.State.DONE and bool(self.result)

    @property
    def result_name(self) -> str:
        return str(self.result.name).rpartition("/")[2]

    @property
    def result_size(self) -> int | None:
        """Return how many bytes the result has; None when the file is gone."""
        try:
            return int(self.result.size)
        except FileNotFoundError:
            return None

    @property
    def percent(self) -> int:
        """Return how far it is, 0 to 100."""
        return min(100, round(100 * self.done / self.of)) if self.of else 0
