"""Questions in a spreadsheet: one row a question, the first row names the columns.

`code` stays the same for good, so that a file can be taken again; reading what was written gives the same questions.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from defusedcsv import csv
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from learning.assessment.exchange.archives import open_archive
from learning.assessment.exchange.reading import (
    FileRefused,
    ReadRow,
    RowProblem,
    check_size,
    decode,
    refuse_too_many,
)
from learning.assessment.rules.questions import MOST_OPTIONS, OptionDraft, QuestionDraft, clean_draft

ABOUT = {
    "code": "Stays the same for good: by it a question is found again. Letters, numbers and hyphens.",
    "kind": "single, multiple, ordering or matching",
    "competency": "The code of a competency that the module serves, such as masoss-m1",
    "difficulty": "foundation, applied or stretch",
    "revisit": "The last part of the address of the lesson to read again; may be empty",
    "question": "What is asked",
}
ABOUT_OPTION = {
    "option": "An answer to choose. For ordering: in the right order. For matching: the left side",
    "right": "yes for a right answer (single and multiple), else empty",
    "match": "For matching: what belongs to it, else empty",
    "feedback": "Why it is right, or what it misses",
    "misconception": "The mistaken idea behind a wrong answer, such as service-first; may be empty",
}
PARTS = tuple(ABOUT_OPTION)
NEEDED = ("code", "kind", "competency", "difficulty", "question", "option 1", "option 2")
YES, NO = {"yes", "y", "true", "x", "1"}, {"", "no", "n", "false", "0"}
LEAST_OPTIONS = 4
MOST_LINES = 100_000
MOST_COLUMNS = len(ABOUT) + len(PARTS) * MOST_OPTIONS + 10

# A spreadsheet program would work out a text that starts so. Such a text gets a ' in front, and loses it when read.
RISKY = re.compile(r"'*[=+\-@|%\t\r]")
MARKED = re.compile(r"'+[=+\-@|%\t\r]")


def columns(options: int = MOST_OPTIONS) -> list[str]:
    """Return the names of all columns for questions of so many options."""
    return [*ABOUT, *(f"{part} {number}" for number in range(1, options + 1) for part in PARTS)]


def _mark(text: str) -> str:
    return f"'{text}" if RISKY.match(text) else text


def _unmark(text: str) -> str:
    return text[1:] if MARKED.match(text) else text


def _cells(draft: QuestionDraft) -> list[str]:
    kind, difficulty = draft.kind.lower(), draft.difficulty.lower()
    cells = [draft.code, kind, draft.competency, difficulty, draft.revisit, draft.stem]
    for option in draft.options:
        right = "yes" if option.correct else ""
        cells += [option.text, right, option.match, option.feedback, option.misconception]
    return [_mark(cell) for cell in cells]


def _table(drafts: Sequence[QuestionDraft]) -> Iterator[list[str]]:
    most = max([LEAST_OPTIONS, *(len(draft.options) for draft in drafts)])
    yield columns(most)
    yield from (_cells(draft) for draft in drafts)


def write_csv(drafts: Sequence[QuestionDraft]) -> bytes:
    """Return questions as CSV that no spreadsheet program works anything out of; with a mark that says UTF-8."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows(_table(drafts))
    return made.getvalue().encode("utf-8-sig")


def write_xlsx(drafts: Sequence[QuestionDraft]) -> bytes:
    """Return questions as a workbook, every cell a text, with a second sheet that says what the columns mean."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Questions"
    _fill(sheet, _table(drafts))
    _fill(book.create_sheet("Columns"), [["column", "what stands in it"], *_about_rows()])
    for number, width in enumerate((20, 12, 16, 14, 24, 60), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _about_rows() -> list[list[str]]:
    return [[name, what] for name, what in {**ABOUT, **{f"{part} 1": ABOUT_OPTION[part] for part in PARTS}}.items()]


def _fill(sheet: Worksheet, rows: Iterable[list[str]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = text or None
            if text:
                cell.data_type = "s"  # a text that looks like a formula stays a text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def read_csv(data: bytes) -> list[ReadRow]:
    """Return the questions of a CSV file, row by row; raises FileRefused."""
    check_size(data)
    text = decode(data)
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    lines: list[list[_CellRead]] = []
    try:
        for line in reader:
            lines.append([_CellRead(cell, is_formula=cell.startswith("=")) for cell in line])
            _refuse_endless(len(lines))
    except csv.Error as error:
        raise FileRefused(f"Line {reader.line_num} cannot be read as CSV ({error}). Save the file again.") from None
    return _read_table(lines)


def read_xlsx(data: bytes) -> list[ReadRow]:
    """Return the questions on a workbook's first sheet, row by row; raises FileRefused."""
    check_size(data)
    open_archive(data).close()
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        lines: list[list[_CellRead]] = []
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS):
            lines.append([_read_cell(cell) for cell in row])
            _refuse_endless(len(lines))
    except FileRefused:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook makes its reader raise whatever its parts raise
        raise FileRefused("This is not a workbook that can be read. Save it again as .xlsx.") from None
    return _read_table(lines)


@dataclass(frozen=True)
class _CellRead:
    text: str
    is_formula: bool = False
    is_error: bool = False


def _read_cell(cell: Cell) -> _CellRead:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return _CellRead(text, is_formula=cell.data_type == "f", is_error=cell.data_type == "e")


def _refuse_endless(count: int) -> None:
    if count > MOST_LINES:
        raise FileRefused(f"The file has more than {MOST_LINES:,} rows. Divide it into several files.")


def _read_table(lines: list[list[_CellRead]]) -> list[ReadRow]:
    if not lines:
        raise FileRefused("The file is empty. The first row must name the columns.")
    names = _read_header([cell.text for cell in lines[0]])
    filled = [(number, line) for number, line in enumerate(lines[1:], 2) if any(cell.text.strip() for cell in line)]
    refuse_too_many(len(filled))
    if not filled:
        raise FileRefused("There is no question below the first row.")
    return [_read_row(number, names, line) for number, line in filled]


def _read_header(cells: list[str]) -> dict[int, str]:
    known = set(columns())
    names: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = " ".join(cell.lower().split())
        if not name:
            continue
        if name not in known:
            raise FileRefused(
                f"Row 1, column {get_column_letter(place + 1)}: ‘{name[:40]}’ is not a column of a question bank. "
                "Take it out, or use the empty spreadsheet."
            )
        if name in names.values():
            raise FileRefused(f"Row 1, column {get_column_letter(place + 1)}: ‘{name}’ stands there twice.")
        names[place] = name
    missing = [name for name in NEEDED if name not in names.values()]
    if missing:
        raise FileRefused(f"Row 1: the column ‘{missing[0]}’ is missing. Add it, or use the empty spreadsheet.")
    return names


def _read_row(number: int, names: dict[int, str], line: list[_CellRead]) -> ReadRow:
    values, problems = {}, []
    for place, cell in enumerate(line):
        name = names.get(place, "")
        what = _cell_problem(name, cell)
        if what:
            problems.append(RowProblem(f"{name or 'no name'} (column {get_column_letter(place + 1)})", what))
        values[name] = _unmark(cell.text.strip())
    draft = clean_draft(_draft(values))
    return ReadRow(f"Row {number}", draft.code, None if problems else draft, tuple(problems))


def _cell_problem(name: str, cell: _CellRead) -> str:
    text = cell.text.strip()
    if cell.is_formula:
        return "There is a formula. Write its result as plain text, or put a ' in front if it is meant as text."
    if cell.is_error:
        return f"The spreadsheet shows the error {text[:20]}. Write the text that belongs here."
    if text and not name:
        return "This column has no name in row 1. Name it or empty it."
    if name.startswith("right ") and text.lower() not in YES | NO:
        return f"‘{text[:20]}’ is neither yes nor no."
    return ""


def _draft(values: dict[str, str]) -> QuestionDraft:
    options = tuple(
        OptionDraft(
            text=values.get(f"option {number}", ""),
            feedback=values.get(f"feedback {number}", ""),
            correct=values.get(f"right {number}", "").lower() in YES,
            match=values.get(f"match {number}", ""),
            misconception=values.get(f"misconception {number}", ""),
        )
        for number in range(1, MOST_OPTIONS + 1)
    )
    return QuestionDraft(
        code=values.get("code", ""),
        kind=values.get("kind", ""),
        stem=values.get("question", ""),
        competency=values.get("competency", ""),
        difficulty=values.get("difficulty", ""),
        revisit=values.get("revisit", ""),
        options=options,
    )
