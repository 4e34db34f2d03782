"""Review by role: one task of a workflow that asks every role at once, and what each of them says."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from learning.authoring.rules import reviewing
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person

ROLE_PREFIX = "Reviewers: "


def role_title(group: Group) -> str:
    """Return what a role is called on screens: the name of its group, without what all of them begin with."""
    return str(group.name).removeprefix(ROLE_PREFIX)


class ReviewLock(WorkflowLock):
    """While a page is with its reviewers its draft stays as they read it."""

    def get_message(self, user: Any) -> str | None:
        return "This page is with its reviewers, so its draft stays as they read it. Withdraw it to go on writing."

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return "With its reviewers"

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return "Withdraw it from review to go on writing"


class RoleReviewTask(Task):
    """Several roles read a draft at the same time. It is approved when every one of them has approved it."""

    roles = models.ManyToManyField(
        Group,
        related_name="review_tasks",
        verbose_name="reviewers by role",
        help_text="Each of these groups is asked. One of its people answers for it; nobody for what she wrote herself.",
    )
    days = models.PositiveSmallIntegerField(
        "working days for an answer", default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    admin_form_fields = [*Task.admin_form_fields, "roles", "days"]
    lock_class = ReviewLock

    class Meta:
        verbose_name = "Review by role"
        verbose_name_plural = "Reviews by role"

    @classmethod
    def get_task_state_class(cls) -> type[ReviewRound]:
        return ReviewRound

    @classmethod
    def get_description(cls) -> str:
        return "Every chosen role is asked at the same time; each reads and answers on a page of its own"

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin a round of review on the newest draft."""
        from learning.authoring.actions.reviews import open_round

        return open_round(self, workflow_state, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Lock the draft for everybody: what is approved is what was read."""
        return True


class ReviewRound(TaskState):
    """One time that a draft is put before its reviewers: which draft exactly, and by when they answer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft_saved_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, help_text="Two drafts share it when they say the same")
    due_on = models.DateField()

    exclude_fields_in_copy = ["uuid"]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "round of review"
        verbose_name_plural = "rounds of review"
        indexes = [models.Index(fields=["due_on"], name="rounds_by_due_day")]

    @property
    def is_open(self) -> bool:
        return self.status == TaskState.STATUS_IN_PROGRESS


class Decision(models.TextChoices):
    WAITING = reviewing.WAITING, "Waiting"
    APPROVED = reviewing.APPROVED, "Approved"
    CHANGES = reviewing.CHANGES, "Asks for changes"


class RoleReview(models.Model):
    """What one role is asked in a round, and what it says."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="roles")
    role = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=150)
    asked = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews_asked",
        help_text="Who of the role is asked; empty if whoever holds it may answer",
    )
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default=Decision.WAITING)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    kept_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The answer of an earlier round to a draft that said the same",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        permissions = [("review_pages", "Can review pages for a role")]
        constraints = [models.UniqueConstraint(fields=["round", "role"], name="each_role_is_asked_once_a_round")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_decision_display()}"

    @property
    def group_name(self) -> str:
        """Return the name of the group whose people answer for this role: data, the same in every language."""
        return f"{ROLE_PREFIX}{self.title}"


class ReviewComment(ClientWrite):
    """What somebody said of a draft, or of one block of it; an answer of its author has no role."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="comments")
    block_id = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    role_title = models.CharField(max_length=150, blank=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answered_by")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"comment on {self.round}"
