from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from framework.models import Competency, Level
from learning.assessment.rules import marking
from learning.content.models import LessonPage, ModulePage
from learning.people.models import Person


class QuestionKind(models.TextChoices):
    SINGLE = marking.SINGLE, _("Choose one")
    MULTIPLE = marking.MULTIPLE, _("Choose all that apply")
    ORDERING = marking.ORDERING, _("Put in order")
    MATCHING = marking.MATCHING, _("Match")


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
        indexes = [models.Index(fields=["module", "competency", "withdrawn_on"], name="questions_by_competency")]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """One wording of a question with its tags. Approving it makes it the one that attempts draw.

    A wording that attempts have asked is never changed. What the question itself says about competency, difficulty and
    lesson is what its current version says.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        IN_REVIEW = "IN_REVIEW", "In review"
        DECLINED = "DECLINED", "Came back"
        APPROVED = "APPROVED", "Approved"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=QuestionKind.choices)
    stem = models.TextField()
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=State.choices, default=State.APPROVED)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    difficulty = models.CharField(max_length=20, choices=Question.Difficulty.choices, blank=True)
    revisit = models.ForeignKey(LessonPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ManyToManyField(Person, blank=True, related_name="+", help_text="Who had a hand in it")
    times_saved = models.PositiveIntegerField(default=1, help_text="Tells two authors that they met")

    class Meta:
        ordering = ["question", "-number"]
        permissions = [("review_questionversion", "Can review question version")]
        indexes = [models.Index(fields=["state", "question"], name="wordings_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_current=False) | models.Q(state="APPROVED"),
                name="only_an_approved_wording_is_current",
            ),
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
    def is_waiting(self) -> bool:
        """Answer whether somebody still works on it: a draft, in review, or come back."""
        return self.state != self.State.APPROVED

    @property
    def is_changeable(self) -> bool:
        """Answer whether its words may still be changed in place; one in review waits, one approved stands."""
        return self.state in {self.State.DRAFT, self.State.DECLINED}

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
