from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from framework.models import Competency, EvidenceRule, Level
from learning.assessment.models.practice import Evidence
from learning.assessment.rules.standing import AwardFact
from learning.people.models import Person


class AwardQuerySet(models.QuerySet["Award"]):
    def holding(self, day: date) -> AwardQuerySet:
        """Those that hold on a day: begun, not expired, not revoked by then."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=day),
            Q(revocation=None) | Q(revocation__revoked_on__gt=day),
            awarded_on__lte=day,
        )


class Award(models.Model):
    """A competency completion: this person has this competency at this level, proved by this evidence.

    Never edited. Renewal is a new award that supersedes this one; taking it back is a Revocation beside it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="awards")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="awards")
    rule = models.ForeignKey(EvidenceRule, on_delete=models.PROTECT, related_name="awards")
    evidence = models.ManyToManyField(Evidence, related_name="awards")
    awarded_on = models.DateField()
    awarded_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day it holds; empty if it never lapses")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-awarded_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("awarded_on")),
                name="an_award_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "competency", "level", "awarded_on", "expires_on"], name="awards_by_person"),
            models.Index(fields=["expires_on"], name="awards_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} ({self.level}), {self.awarded_on}"

    def fact(self) -> AwardFact:
        revoked_on = self.revocation.revoked_on if hasattr(self, "revocation") else None
        return AwardFact(self.awarded_on, self.expires_on, revoked_on)


class Revocation(models.Model):
    """An award taken back: from this day it no longer holds, for this reason."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="revocation")
    revoked_on = models.DateField()
    revoked_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.award} revoked on {self.revoked_on}"


class AwardLapse(models.Model):
    """That we have said an award lapsed, so that it is said once."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="lapse")
    announced_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.award} lapsed"
