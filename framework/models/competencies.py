from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from framework import rules
from framework.models.frameworks import Element, Level
from framework.words import describe


class Competency(ClusterableModel):
    """One assessable ability."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="competencies")
    code = models.SlugField(max_length=50, unique=True)
    short_code = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    statement = models.TextField(help_text="What a person who has it can do")
    why = models.TextField(blank=True, help_text="Why it matters to people who draw on support")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "competencies"
        ordering = ["element__framework", "element__order", "order"]

    def __str__(self) -> str:
        return f"{self.short_code} {self.title}"


class CompetencyLevel(ClusterableModel):
    """What one competency asks for at one level, and for how long an award of it holds."""

    competency = ParentalKey(Competency, on_delete=models.CASCADE, related_name="levels")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="competency_levels")
    statement = models.TextField()
    validity_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Months an award holds; empty if it never lapses",
    )

    class Meta:
        ordering = ["competency", "level__order"]
        constraints = [models.UniqueConstraint(fields=["competency", "level"], name="one_standard_per_level")]

    def __str__(self) -> str:
        return f"{self.competency} ({self.level})"

    def rule_in_force(self, day: date) -> EvidenceRule | None:
        """Return the evidence rule that holds on a day; None if none has been set by then."""
        in_force = [rule for rule in self.evidence_rules.all() if rule.in_force_from <= day]
        return max(in_force, key=lambda rule: (rule.in_force_from, rule.version), default=None)

    @property
    def proof_in_words(self) -> str:
        """Return what proves it today as a plain English phrase."""
        rule = self.rule_in_force(timezone.localdate())
        return rule.in_words if rule else _("nothing has been agreed yet")


class Anchor(models.Model):
    """Behaviour an observer can see or hear: what it looks like when it is there, and when it is not there yet."""

    competency_level = ParentalKey(CompetencyLevel, on_delete=models.CASCADE, related_name="anchors")
    key = models.SlugField(max_length=20)
    shows = models.TextField("when it is there")
    not_yet = models.TextField("when it is not there yet")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["competency_level", "key"], name="one_anchor_per_key")]

    def __str__(self) -> str:
        return self.shows


class ShallowDecoder(json.JSONDecoder):
    """Reads JSON as usual; nesting too deep to read is bad input, not an accident."""

    def decode(self, s: str, *args: Any) -> Any:
        try:
            return super().decode(s, *args)
        except RecursionError:
            raise json.JSONDecodeError("Too deeply nested", "", 0) from None


def validate_rule(expression: object) -> None:
    try:
        rules.parse(expression)
    except rules.RuleError as error:
        raise ValidationError(str(error)) from None


class EvidenceRule(models.Model):
    """What proves a competency at a level, from a day on. A change is a new version; awards keep the one they met."""

    competency_level = models.ForeignKey(CompetencyLevel, on_delete=models.PROTECT, related_name="evidence_rules")
    version = models.PositiveSmallIntegerField(default=1)
    expression = models.JSONField(
        decoder=ShallowDecoder,
        validators=[validate_rule],
        help_text='Such as {"all_of": [{"knowledge": {}}, {"observation": {"count": 1, "assessors": 1}}]}',
    )
    in_force_from = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["competency_level", "-version"]
        constraints = [models.UniqueConstraint(fields=["competency_level", "version"], name="one_rule_per_version")]

    def __str__(self) -> str:
        return f"{self.competency_level}, version {self.version}"

    @property
    def rule(self) -> rules.Rule:
        return rules.parse(self.expression)

    @property
    def in_words(self) -> str:
        return describe(self.rule)
