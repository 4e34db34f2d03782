from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from framework.models import CompetencyLevel
from learning.content.models import ItemKind, LessonPage, ModulePage, PathwayPage
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person, Post


class Enrolment(models.Model):
    """A person's place in a pathway, with due dates counted from `starts_on`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    pathway = models.ForeignKey(PathwayPage, on_delete=models.PROTECT, related_name="enrolments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="enrolments")
    starts_on = models.DateField()
    enrolled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pathway", "post"], name="one_enrolment_per_post_and_pathway"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.pathway}"


class PlannedItemQuerySet(models.QuerySet["PlannedItem"]):
    def open(self) -> PlannedItemQuerySet:
        return self.filter(completion=None)

    def for_person(self, person: Person) -> PlannedItemQuerySet:
        return self.filter(enrolment__person=person)


class PlannedItem(models.Model):
    """One thing this person is to do, copied from the pathway on enrolment so that later edits disturb nobody."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="items")
    stage_title = models.CharField(max_length=100)
    stage_order = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    competency_level = models.ForeignKey(
        CompetencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_within_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()

    objects = PlannedItemQuerySet.as_manager()

    class Meta:
        ordering = ["stage_order", "order"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def title(self) -> str:
        if self.module:
            return str(self.module.title)
        return self.competency_level.competency.title if self.competency_level else ""

    @property
    def done_at(self) -> Any:
        return self.completion.done_at if hasattr(self, "completion") else None


class ItemCompletion(models.Model):
    """The dated fact that a planned item is done."""

    item = models.OneToOneField(PlannedItem, on_delete=models.PROTECT, related_name="completion")
    done_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.item} on {self.done_at:%Y-%m-%d}"


class Study(ClientWrite):
    """One person's go at a module. Pins every lesson to the revision that was live when it began."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="studies")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="studies")
    started_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "studies"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module"], condition=Q(completed_at=None), name="one_open_study_per_module"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} studying {self.module}"


class PinnedLessonQuerySet(models.QuerySet["PinnedLesson"]):
    def missing(self, *changes: str) -> PinnedLessonQuerySet:
        """Those whose reader knows a version that a change of one of these classes has left behind."""
        through_update = Q(updated_to__superseded__in=changes)
        return self.filter(Q(updated_to=None, revision__lesson_version__superseded__in=changes) | through_update)

    def of_completed_studies(self) -> PinnedLessonQuerySet:
        return self.filter(study__completed_at__isnull=False)

    def of_open_studies(self) -> PinnedLessonQuerySet:
        return self.filter(study__completed_at=None)


class PinnedLesson(models.Model):
    """A lesson as this study reads it; once it is completed, `revision` is the version that was completed."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(LessonPage, on_delete=models.PROTECT, related_name="pins")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    minutes = models.PositiveSmallIntegerField()
    last_block = models.CharField(max_length=64, blank=True, help_text="A bookmark: where reading stopped")
    last_read_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    updated_to = models.ForeignKey(
        "LessonVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that its reader knows through a short update; what was completed stays `revision`",
    )
    kept_up_to = models.PositiveIntegerField(
        default=0, help_text="The number of the newest version its reader was offered and chose not to take"
    )

    objects = PinnedLessonQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["study", "lesson"], name="each_lesson_is_pinned_once")]

    def __str__(self) -> str:
        return self.title


class LessonAnswer(ClientWrite):
    """What a learner answered in a lesson. Each save is a row; the newest is shown, none is lost."""

    pinned_lesson = models.ForeignKey(PinnedLesson, on_delete=models.CASCADE, related_name="answers")
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version it was asked in; empty on answers from before lessons had versions: that of the pin",
    )
    block_id = models.CharField(max_length=64)
    chosen = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    correct = models.BooleanField(null=True, blank=True, help_text="Empty for what has no right answer")
    ending = models.CharField(max_length=64, blank=True, help_text="The ending of a scenario that it came to")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["pinned_lesson", "block_id"], name="answers_by_block")]

    def __str__(self) -> str:
        return f"answer to {self.block_id}"
