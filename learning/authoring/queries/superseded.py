"""Completions made on a version of a lesson that has changed since: one query, whatever there is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from learning.enrolment.models import LessonVersion, PinnedLesson, UpdateDue
from learning.enrolment.queries.updates import MISSED
from learning.people.models import Account, Post
from learning.people.permissions import organisations_of, people_visible_to

HIDDEN = "Not shown to you"
NONE_DUE, DUE, OVERDUE, LEFT = "NONE", "DUE", "OVERDUE", "LEFT"


def superseded_completions(account: Account, *, today: date) -> QuerySet[Any]:
    """Return the completed lessons of the account's organisations whose reader does not know the newest version.

    A name is there only where `people_visible_to` lets this account see the person; the unit always is.
    """
    pins = PinnedLesson.objects.filter(
        completed_at__isnull=False, study__module__organisation__in=organisations_of(account)
    ).missing(*MISSED)
    visible = Q(study__person__in=people_visible_to(account).values("pk"))
    return pins.select_related("lesson", "study__module").annotate(
        who=Case(When(visible, then=F("study__person__name")), default=Value(HIDDEN), output_field=CharField()),
        module_title=F("study__module__title"),
        lesson_title=F("lesson__title"),
        missed=Coalesce(F("updated_to__superseded"), F("revision__lesson_version__superseded")),
        read_version=F("revision__lesson_version__number"),
        known_version=F("updated_to__number"),
        newest_version=Subquery(_newest().values("number")[:1]),
        newest_on=Subquery(_newest().values("published_at")[:1]),
        unit_name=Subquery(_posts(today).values("unit__name")[:1]),
        due_on=Subquery(_due().values("first")[:1], output_field=DateField()),
        update_state=_state(today),
    )


def _newest() -> QuerySet[LessonVersion]:
    return LessonVersion.objects.filter(lesson=OuterRef("lesson")).order_by("-number")


def _posts(today: date) -> QuerySet[Any]:
    return Post.objects.on(today).filter(person=OuterRef("study__person")).order_by("started_on", "pk")


def _due() -> Any:
    return UpdateDue.objects.open().filter(pinned=OuterRef("pk")).values("pinned").annotate(first=Min("due_on"))


def _state(today: date) -> Case:
    owed = UpdateDue.objects.open().filter(pinned=OuterRef("pk"))
    return Case(
        When(~Exists(_posts(today)), then=Value(LEFT)),
        When(Exists(owed.filter(due_on__lt=today)), then=Value(OVERDUE)),
        When(Exists(owed), then=Value(DUE)),
        default=Value(NONE_DUE),
        output_field=CharField(),
    )


def modules_of(account: Account) -> Q:
    return Q(organisation__in=organisations_of(account))
