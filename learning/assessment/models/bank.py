from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from framework.models import Competency, Level
from learning.assessment.rules import marking
from learning.content.models import LessonPage, ModulePage


class QuestionKind(models.TextChoices):
    SINGLE = marking.SINGLE, "Choose one"
    MULTIPLE = marking.MULTIPLE, "Choose all that apply"
    ORDERING = marking.ORDERING, "Put in order"
    MATCHING = marking.MATCHING, "Match"


class Question(models.Model):
    """A question in a module's bank. What it says stands in its versions; a used version is never edited."""

    class Difficulty(models.TextChoices):
        FOUNDATION = "FOUNDATION", "Foundation"
        APPLIED = "APPLIED", "Applied"
        STRETCH = "STRETCH", "Stretch"

    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="questions")
    code = models.SlugField(max_length=80)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="questions")
    difficulty = models.CharField(max_length=20, choices=Difficulty.choices)
    revisit = models.ForeignKey(LessonPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["module", "code"], name="one_question_per_code")]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """One wording of a question."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=QuestionKind.choices)
    stem = models.TextField()
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_wording_per_number"),
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(is_current=True),
                name="one_current_wording_per_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} version {self.number}"

    @property
    def key(self) -> marking.Key:
        """Return what is right. Uses the options already fetched."""
        options = list(self.options.all())
        if self.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            options = [option for option in options if option.correct]
        return marking.Key(self.kind, tuple(option.key for option in options))


class Option(models.Model):
    """An answer to choose; for ordering in the right order, for matching a left side with its right side."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=20)
    text = models.TextField()
    match = models.TextField(blank=True)
    correct = models.BooleanField(default=False)
    feedback = models.TextField()
    misconception = models.SlugField(max_length=50, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_option_per_key")]

    def __str__(self) -> str:
        return self.text


class Assessment(models.Model):
    """What is asked after a module, and what counts as a pass."""

    module = models.OneToOneField(ModulePage, on_delete=models.PROTECT, related_name="assessment")
    title = models.CharField(max_length=200)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, help_text="The level a pass is evidence for")
    pass_mark = models.PositiveSmallIntegerField(
        "pass mark (%)", default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    def __str__(self) -> str:
        return self.title


class BlueprintRow(models.Model):
    """How many questions on which competency an attempt draws."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="blueprint")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    difficulty = models.CharField(max_length=20, choices=Question.Difficulty.choices, blank=True)
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.count} on {self.competency}"
