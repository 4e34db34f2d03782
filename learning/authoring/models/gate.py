"""Findings of the publish gate that were passed with a reason and a date, and when they were mended."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page, Revision

from learning.people.models import Person


class GateOverrideQuerySet(models.QuerySet["GateOverride"]):
    def open(self) -> GateOverrideQuerySet:
        """Those that nobody has mended and that no newer reason stands in for."""
        newer = GateOverride.objects.filter(page=OuterRef("page"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
        return self.filter(mended=None).exclude(Exists(newer))

    def in_force(self, today: date) -> GateOverrideQuerySet:
        """Those that let a page pass today: from the day after `mend_by` a new reason is asked for."""
        return self.open().filter(mend_by__gte=today)

    def overdue(self, today: date) -> GateOverrideQuerySet:
        return self.open().filter(mend_by__lt=today)


class GateOverride(models.Model):
    """The dated fact that somebody let a page pass in spite of a finding: why, and by when it is mended."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    page_title = models.CharField(max_length=255)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=32, help_text="Which finding: it stays the same until that is mended")
    check_name = models.CharField(max_length=40)
    place = models.CharField(max_length=100, blank=True)
    where = models.CharField(max_length=200)
    what = models.TextField()
    reason = models.TextField()
    mend_by = models.DateField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = GateOverrideQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["mend_by", "pk"]
        indexes = [models.Index(fields=["page", "key", "-id"], name="overrides_by_finding")]

    def __str__(self) -> str:
        return f"{self.page_title}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("That a gate was passed is a fact: it is written once.")
        super().save(*args, **kwargs)


class GateMended(models.Model):
    """The dated fact that a version was published in which what had been passed is mended."""

    override = models.OneToOneField(GateOverride, on_delete=models.CASCADE, related_name="mended")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    mended_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "gates mended"

    def __str__(self) -> str:
        return f"{self.override} ({self.mended_at:%Y-%m-%d})"
