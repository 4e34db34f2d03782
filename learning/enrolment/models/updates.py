"""Lessons that changed after people began or finished them: versions, offers that were taken, and short updates."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from learning.content.models import LessonPage
from learning.enrolment.models.studies import PinnedLesson
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person


class ChangeClass(models.TextChoices):
    """What an author says a change means for people who know the version before."""

    FIRST = "FIRST", "First publication"
    TYPO = "TYPO", "Typo"
    MINOR = "MINOR", "Minor"
    MATERIAL = "MATERIAL", "Material"


class LessonVersion(models.Model):
    """A published version of a lesson, in the order in which learners met them.

    Who published it and when it was published before is kept in the authoring room; here stands what learners need.
    """

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="versions")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="lesson_version")
    number = models.PositiveIntegerField(help_text="Its place among the lesson's versions; the newest is the highest")
    fingerprint = models.CharField(max_length=64, help_text="Two versions share it when they say the same")
    change = models.CharField(max_length=10, choices=ChangeClass.choices)
    summary = models.CharField(max_length=200, blank=True)
    due_within_days = models.PositiveSmallIntegerField(default=0, help_text="Working days, for a material change")
    published_at = models.DateTimeField(default=timezone.now)
    superseded = models.CharField(
        max_length=10,
        choices=ChangeClass.choices,
        blank=True,
        db_index=True,
        help_text="The weightiest change that whoever knows this version has missed: minor, material or none",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["lesson", "number"]
        indexes = [models.Index(fields=["lesson", "number"], name="versions_by_number")]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.lesson}"


class LessonTaken(models.Model):
    """The dated fact that somebody in the middle of a lesson took a newer version of it."""

    pinned = models.ForeignKey(PinnedLesson, on_delete=models.CASCADE, related_name="taken")
    from_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    to_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "lessons taken"

    def __str__(self) -> str:
        return f"{self.pinned}, newer version taken"


class UpdateCompletion(ClientWrite):
    """The dated fact that somebody did a short update: from the version they knew to a newer one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pinned = models.ForeignKey(PinnedLesson, on_delete=models.PROTECT, related_name="updates_done")
    from_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.pinned}: brought up to version {self.to_version.number}"


class UpdateDueQuerySet(models.QuerySet[Any]):
    def open(self) -> UpdateDueQuerySet:
        return self.filter(completion=None, withdrawn_at=None)

    def for_person(self, person: Person) -> UpdateDueQuerySet:
        return self.filter(person=person)


class UpdateDue(models.Model):
    """A short update that somebody owes since a lesson they had completed changed in a way that matters.

    Several open ones of a lesson are shown, and done, as one.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="updates_due")
    pinned = models.ForeignKey(PinnedLesson, on_delete=models.PROTECT, related_name="updates_due")
    version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="updates_due")
    due_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(help_text="How long reading what changed takes")
    fell_due_at = models.DateTimeField(default=timezone.now)
    completion = models.ForeignKey(
        UpdateCompletion, on_delete=models.PROTECT, null=True, blank=True, related_name="updates"
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When the lesson went back to what this person knows, before they did it"
    )

    objects = UpdateDueQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "updates due"
        constraints = [models.UniqueConstraint(fields=["pinned", "version"], name="each_update_falls_due_once")]
        indexes = [
            models.Index(
                fields=["person", "due_on"],
                condition=Q(completion=None, withdrawn_at=None),
                name="open_updates_by_person",
            ),
            models.Index(
                fields=["pinned"], condition=Q(completion=None, withdrawn_at=None), name="open_updates_by_pin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pinned}: update due by {self.due_on}"
