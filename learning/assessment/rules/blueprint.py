"""Whether a bank can fill a blueprint, and how often with other questions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TWICE = 2  # a second attempt gets other questions


@dataclass(frozen=True)
class Line:
    """So many questions on a competency (by its code), of one difficulty or (empty) any."""

    competency: str
    count: int
    difficulty: str = ""


@dataclass(frozen=True)
class Gap:
    """A competency, or one difficulty of it, that has fewer questions than it needs."""

    competency: str
    difficulty: str
    have: int
    needed: int
    name: str = ""

    @property
    def missing(self) -> int:
        return self.needed - self.have

    @property
    def words(self) -> str:
        """Return it as a phrase: M1 Put strengths first, applied: 3 questions, 4 needed."""
        name = self.name or self.competency
        what = f"{name}, {self.difficulty.lower()}" if self.difficulty else name
        return f"{what}: {self.have} question{'' if self.have == 1 else 's'}, {self.needed} needed"


def in_drawing_order(lines: Iterable[Line]) -> list[Line]:
    """Return a blueprint with rows of one difficulty before rows of any.

    Drawn the other way about, a row of any difficulty could take what a later row depends on.
    """
    return sorted(lines, key=lambda line: not line.difficulty)


def blueprint_gaps(lines: Iterable[Line], have: Mapping[tuple[str, str], int], *, times: int = TWICE) -> list[Gap]:
    """Return what a bank lacks to be drawn so many times with other questions each time.

    `have` counts the questions that can be drawn, by competency and difficulty.
    """
    exact: Counter[tuple[str, str]] = Counter()
    whole: Counter[str] = Counter()
    for line in lines:
        whole[line.competency] += line.count * times
        if line.difficulty:
            exact[line.competency, line.difficulty] += line.count * times
    gaps = [Gap(*pair, have=have.get(pair, 0), needed=needed) for pair, needed in exact.items()]
    for competency, needed in whole.items():
        there = sum(count for (code, _), count in have.items() if code == competency)
        gaps.append(Gap(competency, "", have=there, needed=needed))
    return [gap for gap in gaps if gap.missing > 0]
