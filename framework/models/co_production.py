"""The co-production ledger: who had a part in a page of the framework, with whose consent, and what changed by it."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from framework import rules

LONGEST_WORDS = 4000


class Group(models.TextChoices):
    """Who contributes. The first two know support from their own lives."""

    DRAW_ON_SUPPORT = rules.DRAW_ON_SUPPORT, _("People who draw on support")
    CARERS = rules.CARERS, _("Unpaid carers and families")
    STAFF = "STAFF", _("Staff")
    PARTNER = "PARTNER", _("Partner organisation")


LIVED_EXPERIENCE = [(group.value, group.label) for group in Group if group.value in rules.LIVED_EXPERIENCE]


def new_token() -> str:
    """Return a word nobody can guess: whoever holds it may contribute."""
    return secrets.token_urlsafe(24)


def in_four_weeks() -> date:
    return timezone.localdate() + timedelta(days=28)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that still take words; the last day counts."""
        return self.filter(closed=False, expires_on__gte=timezone.localdate())


class Invitation(models.Model):
    """An address at which people say, without signing in, what a page of the framework should hold."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="invitations")
    with_whom = models.CharField(
        max_length=200, help_text="Such as: the Riverside carers' group. Only editors see this"
    )
    question = models.TextField(
        "what you ask them",
        max_length=1000,
        help_text="In plain words, such as: What should a worker ask you first? What do they often get wrong?",
    )
    expires_on = models.DateField("last day", default=in_four_weeks, help_text="The address works until this day ends")
    closed = models.BooleanField(default=False, help_text="Close the address before its last day")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.with_whom} on {self.page.title}"

    def get_absolute_url(self) -> str:
        """Return the address to give to those who are invited."""
        return reverse("content:contribute", args=[self.token])

    @property
    def is_open(self) -> bool:
        return not self.closed and self.expires_on >= timezone.localdate()


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def accepted(self) -> ContributionQuerySet:
        """Those that readers see."""
        return self.filter(state=Contribution.State.ACCEPTED)

    def waiting(self) -> ContributionQuerySet:
        return self.filter(state=Contribution.State.WAITING)

    def from_lived_experience(self) -> ContributionQuerySet:
        return self.filter(group__in=sorted(rules.LIVED_EXPERIENCE))


class Contribution(models.Model):
    """What a group said about a page, kept as they said it, and what changed. Shown once it is accepted."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting"
        ACCEPTED = "ACCEPTED", "Accepted"
        DECLINED = "DECLINED", "Declined"

    class Consent(models.TextChoices):
        ONLINE = "ONLINE", "Ticked on the contribution page"
        SIGNED = "SIGNED", "On a signed form"
        SPOKEN = "SPOKEN", "Said aloud, noted by a colleague"

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="contributions")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="contributions"
    )
    group = models.CharField(max_length=20, choices=Group.choices)
    how_many = models.PositiveSmallIntegerField(
        "how many people", default=1, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    name = models.CharField(max_length=100, blank=True, help_text="Only if they want to be named, and have said so")
    words = models.TextField("what they contributed", max_length=LONGEST_WORDS)
    what_changed = models.TextField(
        blank=True, max_length=2000, help_text="What is different on the page because of it"
    )
    contributed_on = models.DateField(default=timezone.localdate)
    consent = models.CharField("how they agreed to be shown", max_length=10, choices=Consent.choices)
    consent_on = models.DateField("when they agreed", default=timezone.localdate)
    may_name = models.BooleanField("they agreed to be named", default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField("why it was declined", blank=True, max_length=1000, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-contributed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(consent=""), name="nobody_is_shown_without_consent"),
            models.CheckConstraint(condition=Q(name="") | Q(may_name=True), name="nobody_is_named_without_consent"),
            models.CheckConstraint(
                condition=~Q(state="DECLINED") | ~Q(reason=""), name="a_declined_contribution_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["page", "state"], name="contributions_of_a_page")]

    def __str__(self) -> str:
        return f"{self.get_group_display()} on {self.page.title}, {self.contributed_on:%-d %B %Y}"

    def clean(self) -> None:
        if self.name and not self.may_name:
            raise ValidationError({"may_name": "Tick this if they agreed to be named, or take the name out."})

    @property
    def who(self) -> str:
        """Return who it was, as readers are told."""
        if self.name:
            return f"{self.name}, {self.get_group_display().lower()}"
        label = str(self.get_group_display())
        return f"{label}: {self.how_many} people" if self.how_many > 1 else f"{label}: one person"


class ContributionPlan(models.Model):
    """A dated plan to ask people with lived experience about a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="contribution_plans")
    planned_for = models.DateField("planned for", help_text="Once this day has gone by, the plan no longer counts")
    group = models.CharField(max_length=20, choices=LIVED_EXPERIENCE, default=Group.DRAW_ON_SUPPORT)
    with_whom = models.CharField(max_length=200, help_text="Such as: the Riverside carers' group")
    note = models.TextField(blank=True, max_length=1000)

    class Meta:
        ordering = ["planned_for", "pk"]
        indexes = [models.Index(fields=["page", "planned_for"], name="plans_of_a_page")]

    def __str__(self) -> str:
        return f"{self.with_whom} on {self.page.title}, {self.planned_for:%-d %B %Y}"

    @property
    def is_to_come(self) -> bool:
        return self.planned_for >= timezone.localdate()
