"""What was published, and what was said of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from learning.enrolment.models.updates import ChangeClass
from learning.people.models import Person


class Release(models.Model):
    """The dated fact that a version of a page was published. Written once; it outlives the page."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    page_title = models.CharField(max_length=255)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    previous_revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    change = models.CharField(
        max_length=10, choices=ChangeClass.choices, blank=True, help_text="Empty for pages whose changes ask nothing"
    )
    summary = models.CharField(max_length=200, blank=True)
    due_within_days = models.PositiveSmallIntegerField(default=0)
    was_said = models.BooleanField(help_text="Somebody said so; otherwise it was published by a program")
    released_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who said so, or wrote it"
    )
    released_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["page", "-id"], name="releases_by_page")]

    def __str__(self) -> str:
        return f"{self.page_title}, {self.released_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A release is a fact: it is written once.")
        super().save(*args, **kwargs)


class PlannedRelease(models.Model):
    """What an author said of a draft before it is published: now, at its hour, or when its reviewers have approved it.

    Said of the draft as it was then: should the draft be written over, it counts no more and is asked again.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="planned_release")
    draft_saved_at = models.DateTimeField()
    change = models.CharField(max_length=10, choices=ChangeClass.choices)
    summary = models.CharField(max_length=200, blank=True)
    due_within_days = models.PositiveSmallIntegerField(default=0)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.get_change_display()}: {self.summary}"
