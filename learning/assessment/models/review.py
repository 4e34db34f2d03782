from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from learning.assessment.models.bank import Question, QuestionVersion
from learning.content.models import ModulePage
from learning.people.models import Person


class QuestionDecision(models.Model):
    """What was decided about a question, by whom and why. Only ever added to."""

    class Kind(models.TextChoices):
        SENT = "SENT", "Sent to review"
        TAKEN_BACK = "TAKEN_BACK", "Taken back from review"
        APPROVED = "APPROVED", "Approved"
        DECLINED = "DECLINED", "Sent back"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"
        BROUGHT_BACK = "BROUGHT_BACK", "Brought back"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="decisions")
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_kind_display()}"


class BankImport(models.Model):
    """A file of questions that somebody has looked through; taken only once they confirm. Its content goes then."""

    class Format(models.TextChoices):
        SPREADSHEET = "SPREADSHEET", "Spreadsheet"
        GIFT = "GIFT", "GIFT"
        QTI = "QTI", "QTI 3"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=20, choices=Format.choices)
    rows = models.JSONField(default=list, help_text="What was read, line by line")
    made_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
