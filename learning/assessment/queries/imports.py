"""Files of questions: how they are read, and what taking one would do today."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from learning.assessment.exchange import gift, qti, spreadsheet
from learning.assessment.exchange.reading import FileRefused, ReadRow, RowProblem
from learning.assessment.models import BankImport, Question, QuestionVersion
from learning.assessment.queries.bank import draft_of, versions_with_words, words_of_module
from learning.assessment.rules.imports import Known, PlannedRow, plan_import
from learning.assessment.rules.questions import UNSEEN, OptionDraft, QuestionDraft
from learning.content.models import ModulePage

ENDINGS = {
    ".csv": BankImport.Format.SPREADSHEET,
    ".xlsx": BankImport.Format.SPREADSHEET,
    ".txt": BankImport.Format.GIFT,
    ".gift": BankImport.Format.GIFT,
    ".zip": BankImport.Format.QTI,
    ".xml": BankImport.Format.QTI,
}


def format_of(file_name: str) -> BankImport.Format:
    """Return how a file is written, by its name's ending; raises FileRefused."""
    ending = next((ending for ending in ENDINGS if file_name.lower().endswith(ending)), "")
    if not ending:
        raise FileRefused("Choose a file that ends in .xlsx or .csv (spreadsheet), .txt (GIFT) or .zip (QTI 3).")
    return ENDINGS[ending]


def read_rows(file_name: str, data: bytes, *, competency: str = "", difficulty: str = "") -> list[ReadRow]:
    """Return the questions of a file, one by one; raises FileRefused. The last two are for formats without tags."""
    written = format_of(file_name)
    if written == BankImport.Format.GIFT:
        return gift.read_gift(data, competency=competency, difficulty=difficulty)
    if written == BankImport.Format.QTI:
        return qti.read_qti(data, competency=competency, difficulty=difficulty)
    return spreadsheet.read_xlsx(data) if file_name.lower().endswith(".xlsx") else spreadsheet.read_csv(data)


def rows_as_json(rows: list[ReadRow]) -> list[dict[str, Any]]:
    """Return rows as they are stored, without characters that some databases refuse."""
    return [_storable(asdict(row)) for row in rows]


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return UNSEEN.sub("", value)
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, list | tuple) else value


def rows_of(found: BankImport) -> list[ReadRow]:
    """Return the rows that an import keeps until it is taken."""
    return [_row(data) for data in found.rows]


def _row(data: dict[str, Any]) -> ReadRow:
    problems = tuple(RowProblem(**problem) for problem in data["problems"])
    return ReadRow(data["place"], data["code"], _draft(data["draft"]) if data["draft"] else None, problems)


def _draft(data: dict[str, Any]) -> QuestionDraft:
    options = tuple(OptionDraft(**option) for option in data["options"])
    return QuestionDraft(**{**data, "options": options})


def known_questions(module: ModulePage) -> dict[str, Known]:
    """Return every question of a module as its newest version has it, by code. Two queries."""
    versions = versions_with_words().select_related("question__competency", "question__revisit")
    known: dict[str, Known] = {}
    for version in versions.filter(question__module=module).order_by("number"):
        in_review = version.state == QuestionVersion.State.IN_REVIEW
        known[version.question.code] = Known(draft_of(version), (version.number, version.times_saved), in_review)
    return known


def plan_of(module: ModulePage, rows: list[ReadRow], known: dict[str, Known]) -> list[PlannedRow]:
    """Return what taking rows would do to a module's bank as it stands now."""
    return plan_import(rows, known, **words_of_module(module))


def newest_by_code(module: ModulePage) -> dict[str, QuestionVersion]:
    """Return the newest version of every question of a module, locked with its question, by code."""
    list(Question.objects.select_for_update().filter(module=module).order_by("pk").values_list("pk"))
    found: dict[str, QuestionVersion] = {}
    for version in versions_with_words().filter(question__module=module).order_by("number"):
        found[version.question.code] = version
    return found
