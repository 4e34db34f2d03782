from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from framework.models.competencies import Competency
from framework.models.frameworks import Level


class RoleProfile(models.Model):
    """A job, described by the competencies it needs."""

    code = models.SlugField(max_length=50, unique=True)
    title = models.CharField(max_length=200)
    profession = models.CharField(max_length=100)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def in_force(self, day: date) -> RequirementQuerySet:
        """Those that hold on a day; the last day counts."""
        return self.filter(Q(in_force_to=None) | Q(in_force_to__gte=day), in_force_from__lte=day)


class Requirement(models.Model):
    """A competency that a job needs at a level, within so many working days of starting the post."""

    role_profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="requirements")
    due_within_days = models.PositiveSmallIntegerField("due within (working days)")
    mandatory = models.BooleanField(default=True)
    in_force_from = models.DateField(default=timezone.localdate)
    in_force_to = models.DateField(null=True, blank=True, help_text="The last day")

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["role_profile", "due_within_days", "competency"]
        constraints = [
            models.UniqueConstraint(
                fields=["role_profile", "competency", "in_force_from"], name="one_requirement_per_start"
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="a_requirement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_profile}: {self.competency} ({self.level})"
