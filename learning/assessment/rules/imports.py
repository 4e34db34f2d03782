"""What a file of questions would change in a bank, row by row. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from learning.assessment.exchange.reading import ReadRow, RowProblem
from learning.assessment.rules.questions import Problem, QuestionDraft, changes, question_problems, says_the_same

NEW, CHANGED, UNCHANGED, ERROR = "NEW", "CHANGED", "UNCHANGED", "ERROR"
COLUMNS = {"stem": "question", "text": "option"}


@dataclass(frozen=True)
class Known:
    """A question as the bank has it: what its newest version says, and whether that waits for review."""

    draft: QuestionDraft
    version: tuple[int, int]
    in_review: bool = False


@dataclass(frozen=True)
class PlannedRow:
    """One row of a file and what taking it would do. `missing` keeps it a draft; `problems` keep the file out."""

    place: str
    code: str
    outcome: str
    draft: QuestionDraft | None = None
    problems: tuple[RowProblem, ...] = ()
    missing: tuple[RowProblem, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.outcome in {NEW, CHANGED} and not self.missing


def plan_import(
    rows: Iterable[ReadRow], known: Mapping[str, Known], *, competencies: Collection[str], lessons: Collection[str]
) -> list[PlannedRow]:
    """Return what taking each row would do to a bank whose questions are `known` by their code."""
    first_place: dict[str, str] = {}
    planned = []
    for row in rows:
        twice = first_place.get(row.code.lower(), "") if row.code else ""
        first_place.setdefault(row.code.lower(), row.place)
        found = [] if row.draft is None else question_problems(row.draft, competencies=competencies, lessons=lessons)
        planned.append(_plan_row(row, found, known.get(row.code), twice))
    return planned


def _plan_row(row: ReadRow, found: list[Problem], known: Known | None, twice: str) -> PlannedRow:
    problems = [*row.problems, *(_in_row(problem) for problem in found if problem.keeps_from_saving)]
    if twice:
        problems.append(RowProblem("code", f"{twice} has the same code. Give each question a code of its own."))
    if row.draft is None or problems:
        return PlannedRow(row.place, row.code, ERROR, None, tuple(problems))
    if known and says_the_same(known.draft, row.draft):
        return PlannedRow(row.place, row.code, UNCHANGED, row.draft)
    if known and known.in_review:
        words = "This question is in review. Take it back from review first, or take this row out."
        return PlannedRow(row.place, row.code, ERROR, None, (RowProblem("code", words),))
    missing = tuple(_in_row(problem) for problem in found)
    changed = tuple(change.what for change in changes(known.draft, row.draft)) if known else ()
    return PlannedRow(row.place, row.code, CHANGED if known else NEW, row.draft, (), missing, changed)


def _in_row(problem: Problem) -> RowProblem:
    """Name the place as the columns of a spreadsheet do: text-2 is option 2."""
    part, _, number = problem.place.partition("-")
    return RowProblem(f"{COLUMNS.get(part, part)} {number}".strip(), problem.words)


def fingerprint(planned: Iterable[PlannedRow], known: Mapping[str, Known]) -> str:
    """Return a short mark of what a plan would do, so that nobody confirms another plan than the one they saw."""
    digest = sha256()
    for row in planned:
        version = known[row.code].version if row.code in known else (0, 0)
        digest.update(f"{row.place}|{row.code}|{row.outcome}|{version}\n".encode())
    return digest.hexdigest()[:16]
