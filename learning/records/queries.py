"""Reads of my record and of statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from learning.assessment.models import Award
from learning.enrolment.models import Study
from learning.people.models import Person
from learning.records.models import Statement


def statements_about(person: Person) -> Iterator[str]:
    """Yield a person's statements as they are served, oldest first."""
    for statement in Statement.objects.filter(person=person).order_by("number").iterator(chunk_size=500):
        yield statement.served()


def completed_studies(person: Person) -> list[Study]:
    """Return the modules a person finished, the newest first."""
    done = Study.objects.filter(person=person, completed_at__isnull=False)
    return list(done.select_related("module").order_by("-completed_at"))


@dataclass(frozen=True)
class StatementPage:
    """A statement with the facts that it tells of."""

    statement: Statement
    award: Award | None


def statement_page(statement: Statement) -> StatementPage:
    award_id = statement.event.data.get("award_id")
    award = Award.objects.select_related("person", "competency__element", "level").filter(pk=award_id).first()
    return StatementPage(statement, award)
