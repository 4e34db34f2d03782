from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from framework.models import Framework, RoleProfile


class UnitQuerySet(MP_NodeQuerySet):
    def organisations(self) -> UnitQuerySet:
        return self.filter(depth=1)

    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


class UnitManager(MP_NodeManager):
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")

    def organisations(self) -> UnitQuerySet:
        return self.get_queryset().organisations()

    def under(self, unit: Unit) -> UnitQuerySet:
        return self.get_queryset().under(unit)


class Unit(MP_Node):
    """A part of an organisation. The roots are the organisations."""

    class Kind(models.TextChoices):
        ORGANISATION = "ORGANISATION", "Organisation"
        SERVICE = "SERVICE", "Service"
        TEAM = "TEAM", "Team"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    frameworks = models.ManyToManyField(
        Framework,
        blank=True,
        related_name="organisations",
        help_text="Set on an organisation: what its people may read.",
    )

    objects = UnitManager()
    node_order_by = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_path(self) -> str:
        return self.path[: self.steplen]


class Person(models.Model):
    """Somebody who works in adult social care, whatever they sign in with."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, help_text="The name colleagues use")
    hr_id = models.CharField("HR id", max_length=50, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **fields: Any) -> Account:
        """Create a sign-in; without a `person`, a new person called `name` is made for it."""
        if "person" not in fields:
            fields["person"] = Person.objects.create(name=name or email.split("@")[0])
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """One way a person signs in."""

    email = models.EmailField("e-mail", unique=True, error_messages={"unique": "Somebody already signs in with this."})
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("may open the Django admin", default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.email

    @property
    def first_name(self) -> str:
        return self.person.first_name

    @property
    def last_name(self) -> str:
        return self.person.name.removeprefix(self.person.first_name).strip()

    def get_full_name(self) -> str:
        return self.person.name

    def get_short_name(self) -> str:
        return self.first_name


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> DatedQuerySet:
        """Those that run on a day; the last day counts."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)


class Post(models.Model):
    """A dated assignment: this person does this job in this unit for this manager."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role_profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="posts")
    line_manager = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_managed"
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The last day")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_post_ends_after_it_starts",
                violation_error_message="The last day is before the first. Change one of them.",
            ),
            models.CheckConstraint(
                condition=Q(line_manager=None) | ~Q(line_manager=F("person")),
                name="nobody_is_their_own_line_manager",
                violation_error_message="Nobody is their own line manager. Choose somebody else.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "started_on", "ended_on", "role_profile", "person"], name="posts_by_unit"),
            models.Index(fields=["line_manager", "started_on", "ended_on"], name="posts_by_line_manager"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role_profile}, {self.unit}"

    def clean(self) -> None:
        """Refuse a line manager from another organisation: a manager sees the person and judges their practice."""
        if self.line_manager_id is None or self.unit_id is None:
            return
        if self.line_manager_id == self.person_id:
            raise ValidationError({"line_manager": "Nobody is their own line manager. Choose somebody else."})
        colleagues = Post.objects.filter(unit__path__startswith=self.unit.organisation_path)
        if not colleagues.filter(person=self.line_manager_id).exists():
            raise ValidationError({"line_manager": "Choose somebody who has a post in the same organisation."})


class Responsibility(models.Model):
    """A dated grant of authority over a unit and all below it. Nobody holds any by habit."""

    class Kind(models.TextChoices):
        LEADER = "LEADER", "Leader: sees readiness"
        FRAMEWORK_LEAD = "FRAMEWORK_LEAD", "Practice-framework lead: owns the framework and its learning"
        LEAD_TRAINER = "LEAD_TRAINER", "Lead trainer: accredits trainers"
        TRAINER = "TRAINER", "Trainer: runs taught courses"
        REVIEWER = "REVIEWER", "Reviewer: reads drafts before they are published"
        ADMINISTRATOR = "ADMINISTRATOR", "Administrator: accounts and settings"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="responsibilities")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsibilities")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The last day")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_responsibility_ends_after_it_starts",
                violation_error_message="The last day is before the first. Change one of them.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}, {self.unit}"
