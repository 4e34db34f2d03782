from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from learning.assessment.models.bank import Assessment, QuestionVersion
from learning.assessment.rules import marking
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person


class Attempt(ClientWrite):
    """One go at an assessment. Pins its questions' wordings, the pass mark and the module as it was."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    module_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 for the first go")
    seed = models.CharField(max_length=64)
    pool = models.JSONField(help_text="What could be drawn and what had been seen, so that the draw can be repeated")
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "assessment", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["person", "assessment"],
                condition=Q(submitted_at=None),
                name="one_open_attempt_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, passed=None, score=None)
                | Q(submitted_at__isnull=False, passed__isnull=False, score__isnull=False),
                name="a_submitted_attempt_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, attempt {self.number}"

    @property
    def submission_uuid(self) -> UUID:
        """Return the UUID of the event of handing it in."""
        return uuid5(self.uuid, "submitted")

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None


class AttemptQuestion(models.Model):
    """A question as this attempt asks it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    option_order = models.JSONField(help_text="The keys of the options as shown")
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_question_per_position")]

    def __str__(self) -> str:
        return f"question {self.position}"

    @property
    def is_right(self) -> bool:
        return self.score == 1

    def options_as_shown(self) -> list:
        """Return the options in the order this attempt shows them."""
        by_key = {option.key: option for option in self.version.options.all()}
        return [by_key[key] for key in self.option_order]

    def problem_with(self, chosen: list[str]) -> str:
        return marking.problem_with(self.version.kind, self.option_order, chosen)


class AttemptResponse(ClientWrite):
    """An answer as it was saved. Each save is a row; the newest one counts."""

    question = models.ForeignKey(AttemptQuestion, on_delete=models.CASCADE, related_name="responses")
    chosen = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"answer to {self.question}"
