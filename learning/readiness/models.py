from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from framework.models import RoleProfile
from learning.people.models import Person, Unit

PEOPLE = 0  # the subject of a stretch that tells of a person as a whole, where others name a competency by its id


class StretchQuerySet(models.QuerySet["Stretch"]):
    def on(self, day: date) -> StretchQuerySet:
        """Those that run on a day; the last day counts."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


class Stretch(models.Model):
    """A stretch of time in which a person stands in one state, on one requirement or as a whole.

    On a requirement: `subject` is the competency, `unit` the unit of the post. As a whole: `subject` is PEOPLE, `unit`
    is the unit of a post or one above it, and the state counts the posts in and below it. Derived from facts, past
    and to come; `rebuild_readiness` makes it again.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    subject = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stretches"
        indexes = [
            models.Index(
                fields=["unit", "subject", "first_day", "last_day", "state", "person"], name="stretches_by_unit"
            ),
            models.Index(fields=["person"], name="stretches_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.state} from {self.first_day}"


class Tally(models.Model):
    """How many more stretches of a state run in a unit and below it: +1 on a first day, -1 after a last one.

    Kept by day, by month and by year, so that the count on any day is a sum over few rows: the years before, the
    months before in that year, the days of that month. (Shared plan: architecture, Readiness.)
    """

    class Grain(models.TextChoices):
        YEAR = "Y"
        MONTH = "M"
        DAY = "D"

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    subject = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12)
    grain = models.CharField(max_length=1, choices=Grain.choices)
    day = models.DateField(help_text="The first day of the day, month or year")
    change = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["unit", "subject", "state", "grain", "day"], name="one_tally_per_place"),
        ]
        indexes = [
            models.Index(fields=["unit", "grain", "day", "subject", "state", "change"], name="tallies_to_sum"),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} {self.state} on {self.day}"


class StaleProfile(models.Model):
    """A job whose requirements changed and whose people are still to be counted anew."""

    role_profile = models.OneToOneField(RoleProfile, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.role_profile)
