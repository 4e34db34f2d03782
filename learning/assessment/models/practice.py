from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from framework import rules
from framework.models import Competency, CompetencyLevel, Level
from learning.assessment.models.attempts import Attempt
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person


class Observation(ClientWrite):
    """Practice watched and judged against behavioural anchors. Every one is kept; nobody observes themselves."""

    class Judgement(models.TextChoices):
        COMPETENT = "COMPETENT", _("Competent")
        NOT_YET = "NOT_YET", _("Not yet competent")

    class Setting(models.TextChoices):
        HOME = "HOME", _("In a person’s home")
        RESIDENTIAL = "RESIDENTIAL", _("In residential care")
        COMMUNITY = "COMMUNITY", _("Out in the community")
        WORKPLACE = "WORKPLACE", _("At the workplace")
        REMOTE = "REMOTE", _("By phone or video")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="observations")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="observations_made")
    competency_level = models.ForeignKey(CompetencyLevel, on_delete=models.PROTECT, related_name="observations")
    observed_on = models.DateField()
    setting = models.CharField(max_length=20, choices=Setting.choices)
    judgement = models.CharField(max_length=20, choices=Judgement.choices)
    went_well = models.TextField()
    next_step = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-observed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(learner=F("assessor")), name="nobody_observes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_level} observed on {self.observed_on}"

    @property
    def is_competent(self) -> bool:
        return self.judgement == self.Judgement.COMPETENT


class AnchorRating(models.Model):
    """What was seen of one behaviour, with the anchor's words as they were."""

    class Rating(models.TextChoices):
        SEEN = "SEEN", _("Seen")
        PARTLY = "PARTLY", _("Partly")
        NOT_SEEN = "NOT_SEEN", _("Not yet")
        NO_CHANCE = "NO_CHANCE", _("No chance to see it")

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="ratings")
    anchor_key = models.SlugField(max_length=20)
    anchor_text = models.TextField()
    rating = models.CharField(max_length=20, choices=Rating.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "anchor_key"], name="each_anchor_is_rated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.anchor_text}: {self.get_rating_display()}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_people(self, people: models.QuerySet[Person]) -> EvidenceQuerySet:
        return self.filter(person__in=people)


class Evidence(models.Model):
    """What backs a competency: one fact, from one source."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "KNOWLEDGE", _("Passed assessment")
        OBSERVATION = "OBSERVATION", _("Observed practice")
        ATTENDANCE = "ATTENDANCE", _("Attended course")
        SIGN_OFF = "SIGN_OFF", "Sign-off"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="evidence")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    occurred_on = models.DateField()
    vouched_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    is_legacy = models.BooleanField(default=False, help_text="Taken over from an earlier record")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["occurred_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "competency"], name="an_attempt_proves_a_competency_once"),
            models.UniqueConstraint(fields=["observation"], name="an_observation_is_evidence_once"),
        ]
        indexes = [models.Index(fields=["person", "competency"], name="evidence_by_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.competency}"

    def fact(self) -> rules.Fact:
        return rules.Fact(self.pk, self.kind.lower(), self.occurred_on, self.vouched_by_id)
