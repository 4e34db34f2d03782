"""The gate itself: the findings of a draft, what of them was passed with a reason, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wagtail.models import Page, Revision

from framework.queries import publish_problems
from learning.authoring.gate.describing import describe
from learning.authoring.models import GateOverride
from learning.authoring.rules.checks import check
from learning.authoring.rules.findings import FAIL, Finding, unpassed
from learning.authoring.starting.queries import words_left_to_write
from learning.people.queries import local_today

# What other rooms ask of a page before it is published: each returns what is wrong in words, and no reason passes it.
OTHER_RULES: tuple[Callable[[Page], list[str]], ...] = (publish_problems, words_left_to_write)


@dataclass(frozen=True)
class Line:
    """A finding with the newest reason it was passed with, if any."""

    finding: Finding
    override: GateOverride | None
    is_passed: bool

    @property
    def stops(self) -> bool:
        return self.finding.stops and not self.is_passed

    @property
    def is_overdue(self) -> bool:
        return self.override is not None and not self.is_passed


@dataclass(frozen=True)
class Report:
    """What the gate says of a draft."""

    lines: tuple[Line, ...]

    @property
    def stops(self) -> bool:
        """Answer whether the draft may not be published as it is."""
        return any(line.stops for line in self.lines)

    @property
    def stopping(self) -> list[Line]:
        return [line for line in self.lines if line.stops]

    @property
    def passed(self) -> list[Line]:
        return [line for line in self.lines if line.finding.stops and line.is_passed]

    @property
    def advice(self) -> list[Line]:
        return [line for line in self.lines if not line.finding.stops]


def findings_of(page: Page) -> list[Finding]:
    """Return what the gate finds in a page as the object holds it now."""
    other = [
        Finding("framework", FAIL, "", "The whole page", problem, "Mend it on the page.", problem, can_wait=False)
        for rule in OTHER_RULES
        for problem in rule(page)
    ]
    return [*other, *check(describe(page))]


def report_on(draft: Page, *, today: date | None = None) -> Report:
    """Return the gate's report on a draft: its findings, each with the reason it was passed with. Two queries more."""
    today = today or local_today()
    findings = findings_of(draft)
    open_ones = {row.key: row for row in GateOverride.objects.open().filter(page=draft.pk).select_related("given_by")}
    stopping = unpassed(findings, [key for key, row in open_ones.items() if row.mend_by >= today])
    return Report(
        tuple(
            Line(one, open_ones.get(one.key) if one.can_wait else None, one.stops and one not in stopping)
            for one in findings
        )
    )


def report_on_revision(revision: Revision, *, today: date | None = None) -> Report:
    return report_on(revision.as_object(), today=today)


def overdue_on(page: Page, *, today: date | None = None) -> list[GateOverride]:
    """Return what was to be mended on a page by a day that has gone by."""
    return list(GateOverride.objects.overdue(today or local_today()).filter(page=page.pk))
