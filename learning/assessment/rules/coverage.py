"""Whether each part of a framework is taught, asked about, watched for and worked with. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.assessment.rules.blueprint import TWICE

NONE, TOO_FEW, ENOUGH = "NONE", "TOO_FEW", "ENOUGH"
CONTENT, QUESTION, OBSERVATION, TOOL = "content", "question", "observation", "tool"
KINDS = (CONTENT, QUESTION, OBSERVATION, TOOL)


@dataclass(frozen=True)
class Coverage:
    """What there is for one competency: modules that serve it, questions that can be drawn, anchors to observe.

    `drawn` is how many questions one attempt asks about it.
    """

    competency: str
    content: int
    questions: int
    drawn: int
    observations: int

    @property
    def needed(self) -> int:
        """Return how many questions are enough: twice what one attempt draws."""
        return TWICE * self.drawn


@dataclass(frozen=True)
class CoverageGap:
    """A competency that lacks something: what, how much of it there is, and how much is needed."""

    competency: str
    kind: str
    have: int
    needed: int

    @property
    def words(self) -> str:
        """Return what is missing as a sentence for the author."""
        if self.kind == CONTENT:
            return f"{self.competency} has no lesson yet."
        if self.kind == OBSERVATION:
            return f"{self.competency} has nothing to observe yet."
        if self.needed == 0:
            return f"No assessment asks about {self.competency} yet."
        return f"{self.competency} has {_questions(self.have)}; it needs {self.needed}, twice what an attempt asks."


def _questions(count: int) -> str:
    return "no question yet" if count == 0 else f"{count} question{'' if count == 1 else 's'}"


def amount(have: int, needed: int = 1) -> str:
    """Return NONE, TOO_FEW or ENOUGH. Something that nobody needs, such as questions never drawn, is too few."""
    if have == 0:
        return NONE
    return ENOUGH if 0 < needed <= have else TOO_FEW


def coverage_gaps(covered: Iterable[Coverage]) -> list[CoverageGap]:
    """Return what competencies lack: each needs content, enough questions, and something to observe.

    The coverage map shows this; a publish gate asks it of the competencies that a module serves.
    """
    gaps = []
    for row in covered:
        if not row.content:
            gaps.append(CoverageGap(row.competency, CONTENT, 0, 1))
        if amount(row.questions, row.needed) != ENOUGH:
            gaps.append(CoverageGap(row.competency, QUESTION, row.questions, row.needed))
        if not row.observations:
            gaps.append(CoverageGap(row.competency, OBSERVATION, 0, 1))
    return gaps
