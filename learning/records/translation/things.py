"""What every translation uses: who the statement is about, and the things it names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from framework.models import Competency, Level
from learning.assessment.models import Assessment
from learning.content.models import LessonPage, ModulePage, PathwayPage
from learning.outbox.models import Event
from learning.records.models import ActorKey
from learning.records.xapi import profile
from learning.records.xapi.statements import (
    Frame,
    Json,
    Thing,
)

Builder = Callable[[Event], list[Json]]
BUILDERS: dict[str, Builder] = {}


def tells(name: str) -> Callable[[Builder], Builder]:
    """Register what builds the statements of an event."""

    def register(builder: Builder) -> Builder:
        BUILDERS[name] = builder
        return builder

    return register


def actor_name(person_id: int) -> str:
    """Return the random name by which statements speak of a person, made on first use."""
    key, _ = ActorKey.objects.get_or_create(person_id=person_id)
    return str(key.name)


def frame_of(event: Event, registration: UUID | None = None) -> Frame:
    return Frame(settings.SITE_URL, event.uuid, actor_name(event.data["person_id"]), event.occurred_at, registration)


def module_thing(module: ModulePage) -> Thing:
    return Thing(f"module/{module.translation_key}", profile.MODULE, module.title, module.summary)


def pathway_thing(pathway: PathwayPage) -> Thing:
    return Thing(f"pathway/{pathway.translation_key}", profile.COURSE, pathway.title, pathway.summary)


def lesson_thing(lesson: LessonPage, title: str) -> Thing:
    return Thing(f"lesson/{lesson.translation_key}", profile.LESSON, title)


def assessment_thing(row: Assessment) -> Thing:
    return Thing(f"assessment/{row.module.translation_key}", profile.ASSESSMENT, row.title)


def competency_thing(competency: Competency, level: Level) -> Thing:
    name = f"{competency.short_code} {competency.title} ({level.title})"
    return Thing(f"competency/{competency.code}/{level.code}", profile.COMPETENCY, name, competency.statement)


def framework_thing(competency: Competency) -> Thing:
    framework = competency.element.framework
    return Thing(f"framework/{framework.code}", profile.framework_type(settings.SITE_URL), framework.title)
