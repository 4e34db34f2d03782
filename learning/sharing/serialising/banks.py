"""A module's questions and what its assessment asks, as a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from framework.models import Competency, Level
from learning.assessment.models import Assessment, QuestionVersion
from learning.assessment.queries.bank import draft_of, versions_with_words
from learning.assessment.rules.bank import DIFFICULTIES
from learning.assessment.rules.questions import OptionDraft, QuestionDraft, clean_draft, question_problems, with_keys
from learning.content.models import LessonPage
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.words import ABOUT
from learning.sharing.serialising.pages import ITEM
from learning.sharing.serialising.places import Known, items_of, text

Document = dict[str, Any]
QUESTIONS = "questions"
SETTINGS = ("title", "level", "pass_mark", "blueprint")
EMPTY: dict[str, Any] = {"title": "", "level": "", "pass_mark": None, "blueprint": [], "questions": []}
TEXTS = ("kind", "stem", "competency", "difficulty", "revisit")
OPTION_TEXTS = ("key", "text", "match", "feedback", "misconception")
MOST_QUESTIONS = 5_000
MOST_DRAWN = 1_000


def write_banks(modules: Sequence[int], lessons: Mapping[int, str], *, newest: bool) -> dict[int, Document]:
    """Return the banks of modules by the module's number: what is asked now, or the newest words of each question.

    `lessons` names lessons by their number. A module without questions and assessment has no document.
    """
    found: dict[int, Document] = {}
    for module, settings in _settings(modules).items():
        found[module] = {**settings, "questions": []}
    for module, drafts in _drafts(modules, lessons, newest=newest).items():
        document = found.setdefault(module, dict(EMPTY))
        document["questions"] = [_question(drafts[code]) for code in sorted(drafts)]
    return found


def _settings(modules: Sequence[int]) -> dict[int, Document]:
    found = Assessment.objects.filter(module__in=modules).select_related("level__framework")
    return {
        one.module_id: {
            "title": one.title,
            "level": f"{one.level.framework.code}/{one.level.code}",
            "pass_mark": one.pass_mark,
            "blueprint": [
                {"competency": row.competency.code, "difficulty": row.difficulty, "count": row.count}
                for row in sorted(one.blueprint.all(), key=lambda row: not row.difficulty)  # as they are drawn
            ],
        }
        for one in found.prefetch_related("blueprint__competency")
    }


def _drafts(modules: Sequence[int], lessons: Mapping[int, str], *, newest: bool) -> dict[int, dict[str, QuestionDraft]]:
    versions = versions_with_words().select_related("question__competency", "question__revisit")
    versions = versions.filter(question__module__in=modules, question__withdrawn_on=None)
    if not newest:
        versions = versions.filter(is_current=True)
    found: dict[int, dict[str, QuestionDraft]] = defaultdict(dict)
    for version in versions.order_by("number"):
        found[version.question.module_id][version.question.code] = _draft(version, lessons)
    return found


def _draft(version: QuestionVersion, lessons: Mapping[int, str]) -> QuestionDraft:
    draft = clean_draft(draft_of(version))
    revisit = version.revisit_id if version.competency_id else version.question.revisit_id
    return QuestionDraft(**{**vars(draft), "revisit": lessons.get(revisit or 0, "")})


def _question(draft: QuestionDraft) -> Document:
    data = asdict(draft)
    return {"id": data.pop("code"), **data, "options": [dict(option) for option in data["options"]]}


def read_bank(document: Document, known: Known, place: str) -> Document:
    """Return the document of a bank, checked question by question."""
    about = document.get(ABOUT)
    if not isinstance(about, dict) or set(about) != {"type", "module"} or about["type"] != QUESTIONS:
        raise PackRefused(f"{place} does not say what it is.")
    if not ITEM.fullmatch(text(about["module"], f"{place}, module", 80)):
        raise PackRefused(f"{place}, module is not the key of an item.")
    given = items_of(document.get("questions"), f"{place}, questions", MOST_QUESTIONS)
    questions = [_read_question(one, known, f"{place}, question {number}") for number, one in enumerate(given, 1)]
    codes = [one["id"].lower() for one in questions]
    if len(set(codes)) < len(codes):
        raise PackRefused(f"{place}: two questions have the same code.")
    known.item(about["module"], f"{place}, module")
    return {ABOUT: about, **_read_settings(document, known, place), "questions": questions}


def _read_settings(document: Document, known: Known, place: str) -> Document:
    title = text(document.get("title"), f"{place}, title", 200)
    if not title:
        return {name: EMPTY[name] for name in SETTINGS}
    mark = document.get("pass_mark")
    if type(mark) is not int or not 1 <= mark <= 100:
        raise PackRefused(f"{place}, pass mark should be a whole number from 1 to 100.")
    rows = items_of(document.get("blueprint"), f"{place}, blueprint", 200)
    return {
        "title": title,
        "level": known.code(Level, document.get("level"), f"{place}, level"),
        "pass_mark": mark,
        "blueprint": [_read_row(row, known, f"{place}, blueprint row {count}") for count, row in enumerate(rows, 1)],
    }


def _read_row(row: Any, known: Known, place: str) -> Document:
    if not isinstance(row, dict) or set(row) != {"competency", "difficulty", "count"}:
        raise PackRefused(f"{place} is not put together as it should be.")
    if row["difficulty"] not in ("", *DIFFICULTIES):
        raise PackRefused(f"{place}, difficulty is not one we know.")
    if type(row["count"]) is not int or not 1 <= row["count"] <= MOST_DRAWN:
        raise PackRefused(f"{place}, count should be a whole number from 1.")
    return {**row, "competency": known.code(Competency, row["competency"], place)}


def _read_question(given: Any, known: Known, place: str) -> Document:
    if not isinstance(given, dict) or set(given) != {"id", "options", *TEXTS}:
        raise PackRefused(f"{place} is not put together as a question is.")
    texts = {name: text(given[name], f"{place}, {name}", 5_000) for name in ("id", *TEXTS)}
    known.code(Competency, texts["competency"], f"{place}, competency")
    if texts["revisit"]:
        known.item(texts["revisit"], f"{place}, lesson to read again")
    options = items_of(given["options"], f"{place}, options", 50)
    read = [_read_option(one, f"{place}, option {number}") for number, one in enumerate(options, 1)]
    draft = clean_draft(QuestionDraft(texts.pop("id"), **{**texts, "revisit": ""}, options=tuple(read)))
    found = question_problems(draft, competencies={draft.competency}, lessons=())
    wrong = next((problem for problem in found if problem.keeps_from_saving), None)
    if wrong:
        raise PackRefused(f"{place}, {wrong.place}: {wrong.words}")
    return {**_question(with_keys(draft)), "revisit": texts["revisit"]}


def _read_option(given: Any, place: str) -> OptionDraft:
    if not isinstance(given, dict) or set(given) != {"correct", *OPTION_TEXTS} or type(given["correct"]) is not bool:
        raise PackRefused(f"{place} is not put together as an option is.")
    texts = {name: text(given[name], f"{place}, {name}", 5_000) for name in OPTION_TEXTS}
    return OptionDraft(correct=given["correct"], **texts)


def drafts_of(document: Document, lessons: Mapping[str, LessonPage]) -> dict[str, QuestionDraft]:
    """Return a checked bank's questions as drafts, each with the slug of its lesson here."""
    drafts = {}
    for one in document["questions"]:
        lesson = lessons.get(one["revisit"])
        options = tuple(OptionDraft(**option) for option in one["options"])
        values = {name: one[name] for name in TEXTS}
        values["revisit"] = lesson.slug if lesson else ""
        drafts[one["id"]] = QuestionDraft(code=one["id"], **values, options=options)
    return drafts
