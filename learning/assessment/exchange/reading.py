"""What every reader of a file gives back, and how it refuses one."""

from __future__ import annotations

from dataclasses import dataclass

from learning.assessment.rules.questions import QuestionDraft

MOST_QUESTIONS = 5_000
MOST_BYTES = 10_000_000


class FileRefused(ValueError):
    """A file that cannot be read as a whole; the message names the place and says what to do."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one row, where in it, and what to do."""

    column: str
    words: str


@dataclass(frozen=True)
class ReadRow:
    """One question as a file has it: its place there, its code, and the question or what keeps it from being one."""

    place: str
    code: str
    draft: QuestionDraft | None
    problems: tuple[RowProblem, ...] = ()


def check_size(data: bytes) -> None:
    """Refuse a file that is empty or bigger than any bank of questions."""
    if not data:
        raise FileRefused("The file is empty. Choose another one.")
    if len(data) > MOST_BYTES:
        size, most = len(data) // 1_000_000, MOST_BYTES // 1_000_000
        raise FileRefused(f"The file has {size} MB; at most {most} MB can be read. Divide it into several files.")


def decode(data: bytes) -> str:
    """Return a text file's words: UTF-8, or UTF-16 when it says so."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileRefused(
            f"Line {line} holds a letter that is not in UTF-8. Save the file again as UTF-8 (in a spreadsheet program: "
            "‘CSV UTF-8’) and choose it once more."
        ) from None


def refuse_too_many(count: int) -> None:
    if count > MOST_QUESTIONS:
        raise FileRefused(
            f"The file has more than {MOST_QUESTIONS:,} questions. Divide it into several files and take them in turn."
        )
