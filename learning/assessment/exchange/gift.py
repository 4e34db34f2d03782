"""Questions in GIFT, Moodle's text format: choose one, choose several, match.

Our tags stand in a comment above each question, as Moodle writes its own: `// [id:mindset-01] [tag:competency:…]`.
GIFT has no word for putting in order: such questions are left out when written, and named in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learning.assessment.exchange.reading import (
    FileRefused,
    ReadRow,
    RowProblem,
    check_size,
    decode,
    refuse_too_many,
)
from learning.assessment.rules.marking import MATCHING, MULTIPLE, ORDERING, SINGLE
from learning.assessment.rules.questions import OptionDraft, QuestionDraft, clean_draft

SPECIAL = "~=#{}:"
ID = re.compile(r"\[id:([^\]]*)\]")
TAG = re.compile(r"\[tag:(competency|difficulty|revisit|misconception):([^\]]*)\]")
FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]")
WEIGHT = re.compile(r"^%(-?[0-9]{1,3}(?:\.[0-9]{1,10})?)%")
TITLE = re.compile(r"^::((?:[^:\\]|\\.|:(?!:))*)::", re.DOTALL)
NOT_KNOWN = "Only choose one, choose several and match can be taken from GIFT; this is {}."


def write_gift(drafts: Sequence[QuestionDraft]) -> bytes:
    """Return questions as a GIFT text."""
    return "\n".join(_question(draft) for draft in drafts).encode()


def _question(draft: QuestionDraft) -> str:
    if draft.kind == ORDERING:
        return f"// Left out, because GIFT has no word for putting in order: {draft.code}\n"
    tags = f"// [id:{draft.code}] [tag:competency:{draft.competency}] [tag:difficulty:{draft.difficulty.lower()}]"
    if draft.revisit:
        tags += f" [tag:revisit:{draft.revisit}]"
    for number, option in enumerate(draft.options, 1):
        if option.misconception:
            tags += f" [tag:misconception:{number}:{option.misconception}]"
    right = sum(option.correct for option in draft.options)
    answers = "\n".join(f"  {_answer(draft.kind, option, right)}" for option in draft.options)
    return f"{tags}\n::{_escape(draft.code)}::[plain]{_escape(draft.stem)} {{\n{answers}\n}}\n"


def _answer(kind: str, option: OptionDraft, right: int) -> str:
    feedback = f" #{_escape(option.feedback)}" if option.feedback else ""
    if kind == MATCHING:
        return f"={_escape(option.text)} -> {_escape(option.match)}{feedback}"
    if kind == SINGLE:
        return f"{'=' if option.correct else '~'}{_escape(option.text)}{feedback}"
    weight = f"%{100 / right:.5f}%" if option.correct else "%-100%"
    return f"~{weight}{_escape(option.text)}{feedback}"


def _escape(text: str) -> str:
    """Return a text in which nothing means anything to GIFT: no line ends, no marks, no arrow."""
    text = text.replace("\\", "\\\\")
    for mark in SPECIAL:
        text = text.replace(mark, f"\\{mark}")
    text = text.replace("->", "-\\>").replace("//", "/\\/")
    if text[:1] in {"[", "%"}:
        text = f"\\{text}"
    return text.replace("\n", "\\n")


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text, flags=re.DOTALL)


@dataclass(frozen=True)
class _Chunk:
    """One question of the file as text, with the line it begins on and the comments above it."""

    line: int
    text: str
    comments: str


def read_gift(data: bytes, *, competency: str = "", difficulty: str = "") -> list[ReadRow]:
    """Return the questions of a GIFT file, one by one; raises FileRefused with the line.

    `competency` and `difficulty` are for questions that name none.
    """
    check_size(data)
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    chunks = list(_chunks(text))
    refuse_too_many(len(chunks))
    if not chunks:
        raise FileRefused("There is no question in the file. A question in GIFT ends with answers between { and }.")
    return [_read(chunk, number, competency, difficulty) for number, chunk in enumerate(chunks, 1)]


def _chunks(text: str) -> Iterator[_Chunk]:
    """Divide a file: a question ends after the line with its closing brace, or at an empty line outside braces."""
    comments: list[str] = []
    lines: list[str] = []
    began, opened = 0, 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if not opened and _stands_between(line, is_within=bool(lines)):
            comments = [*comments, line] if line.strip() else []
            continue
        began = began if lines else number
        lines.append(line)
        opened += _braces(line)
        if opened not in {0, 1}:
            raise FileRefused(f"Line {number}: a brace stands where none may. As text, write \\{{ or \\}}.")
        if not opened and (not line.strip() or "}" in line):
            yield _Chunk(began, "\n".join(lines), "\n".join(comments))
            comments, lines = [], []
    if opened:
        raise FileRefused(f"Line {began}: the answers of this question have no closing }}. Add it.")


def _stands_between(line: str, *, is_within: bool) -> bool:
    """Answer whether a line belongs to no question: a comment, or between questions an empty line or a category."""
    return line.lstrip().startswith("//") or (not is_within and (not line.strip() or line.startswith("$CATEGORY:")))


def _braces(line: str) -> int:
    plain = re.sub(r"\\.", "", line)
    return plain.count("{") - plain.count("}")


def _read(chunk: _Chunk, number: int, competency: str, difficulty: str) -> ReadRow:
    place = f"Line {chunk.line}"
    title = TITLE.match(chunk.text.strip())
    named = ID.search(chunk.comments)
    code = named[1] if named else _as_code(_unescape(title[1]) if title else "", number)
    body = chunk.text.strip()[title.end() :] if title else chunk.text.strip()
    parts = _split_body(body)
    if parts is None:
        problem = RowProblem("answers", NOT_KNOWN.format("a text without answers between { and }"))
        return ReadRow(place, code, None, (problem,))
    kind, options, wrong = _read_answers(parts[1])
    if wrong:
        return ReadRow(place, code, None, (RowProblem("answers", wrong),))
    tags = dict(TAG.findall(chunk.comments))
    draft = QuestionDraft(
        code=code,
        kind=kind,
        stem=_plain(parts[0]),
        competency=tags.get("competency") or competency,
        difficulty=tags.get("difficulty") or difficulty,
        revisit=tags.get("revisit", ""),
        options=_with_misconceptions(options, chunk.comments),
    )
    return ReadRow(place, code, clean_draft(draft))


def _as_code(title: str, number: int) -> str:
    code = re.sub(r"[^a-z0-9_]+", "-", title.lower()).strip("-")[:80]
    return code or f"question-{number:03}"


def _with_misconceptions(options: list[OptionDraft], comments: str) -> tuple[OptionDraft, ...]:
    named = dict(
        found[1].split(":", 1) for found in TAG.findall(comments) if found[0] == "misconception" and ":" in found[1]
    )
    return tuple(replace(option, misconception=named.get(str(place), "")) for place, option in enumerate(options, 1))


def _split_body(body: str) -> tuple[str, str] | None:
    """Return the question and its answers; what stands behind the answers belongs to the question, after a gap."""
    ends = [match.start() for match in re.finditer(r"(?:\\.)|[{}]", body, re.DOTALL) if match[0] in "{}"]
    if len(ends) != 2:
        return None
    before, answers, after = body[: ends[0]], body[ends[0] + 1 : ends[1]], body[ends[1] + 1 :]
    return (f"{before.rstrip()} … {after.strip()}" if after.strip() else before), answers


def _plain(text: str) -> str:
    """Return a text as words: without GIFT's marks, its line breaks in the file being no line breaks."""
    text = FORMAT.sub("", text.strip())
    return _unescape(" ".join(line.strip() for line in text.split("\n") if line.strip())).strip()


def _read_answers(text: str) -> tuple[str, list[OptionDraft], str]:
    """Return the kind, the options, and why the answers cannot be taken, if so."""
    text = _without_general_feedback(text).strip()
    word = text.split("#", 1)[0].strip().upper()
    if word in {"T", "TRUE", "F", "FALSE"}:
        return SINGLE, _true_or_false(text, is_true=word[0] == "T"), ""
    if not text:
        return "", [], NOT_KNOWN.format("an essay")
    if text.startswith(("#", ">")):
        return "", [], NOT_KNOWN.format("a number" if text[0] == "#" else "putting in order")
    found = re.findall(r"([~=])((?:\\.|[^~=\\])*)", text, re.DOTALL)
    if not found or text[0] not in "~=":
        return "", [], "Every answer starts with = (right) or ~ (not right)."
    answers = [_one_answer(mark, body) for mark, body in found]
    if any("->" in body for _, body in found):
        return _matching(answers)
    return _choice(answers)


def _without_general_feedback(text: str) -> str:
    parts = re.split(r"(?<!\\)####", text, maxsplit=1)
    return parts[0]


@dataclass(frozen=True)
class _Answer:
    mark: str
    weight: float | None
    text: str
    match: str
    feedback: str


def _one_answer(mark: str, body: str) -> _Answer:
    weight = WEIGHT.match(body.strip())
    if weight:
        body = body.strip()[weight.end() :]
    said, _, feedback = _partition(body, "#")
    left, _, right = _partition(said, "->")
    return _Answer(mark, float(weight[1]) if weight else None, _plain(left), _plain(right), _plain(feedback))


def _partition(text: str, mark: str) -> tuple[str, str, str]:
    """Divide a text at a mark that is not escaped."""
    for match in re.finditer(r"\\.|" + re.escape(mark), text, re.DOTALL):
        if match[0] == mark:
            return text[: match.start()], mark, text[match.end() :]
    return text, "", ""


def _matching(answers: list[_Answer]) -> tuple[str, list[OptionDraft], str]:
    if not all(answer.mark == "=" and answer.match for answer in answers):
        return "", [], "In a match every line is written as = left side -> right side."
    return MATCHING, [OptionDraft(a.text, a.feedback, match=a.match) for a in answers], ""


def _choice(answers: list[_Answer]) -> tuple[str, list[OptionDraft], str]:
    if not any(answer.mark == "~" for answer in answers):
        return "", [], NOT_KNOWN.format("a short answer, whose words are typed")
    weighed = [answer for answer in answers if answer.mark == "~" and (answer.weight or 0) > 0]
    one = any(answer.mark == "=" for answer in answers)
    if one and weighed:
        return "", [], "Answers with part of the mark beside a right one cannot be taken. Make them right or not right."
    options = [OptionDraft(a.text, a.feedback, correct=a.mark == "=" or (a.weight or 0) > 0) for a in answers]
    return (SINGLE if one else MULTIPLE), options, ""


def _true_or_false(text: str, *, is_true: bool) -> list[OptionDraft]:
    """Return True and False as options; GIFT gives feedback first for a wrong answer, then for a right one."""
    said = [_plain(part) for part in re.split(r"(?<!\\)#", text)[1:]]
    wrong, right = [*said, "", ""][:2]
    return [
        OptionDraft("True", right if is_true else wrong, correct=is_true),
        OptionDraft("False", wrong if is_true else right, correct=not is_true),
    ]
