"""Reads for those who write questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from learning.assessment.models import AttemptQuestion, Option, Question, QuestionVersion
from learning.assessment.rules.questions import OptionDraft, QuestionDraft
from learning.content.models import LessonPage, ModulePage
from learning.content.queries import competencies_served

SORTS = {
    "code": ("code",),
    "-code": ("-code",),
    "competency": ("competency__element__order", "competency__order", "code"),
    "difficulty": ("difficulty", "code"),
    "newest": ("-newest", "code"),
}


class WordsOfModule(TypedDict):
    """What the tags of a module's questions may say."""

    competencies: Collection[str]
    lessons: Collection[str]


def words_of_module(module: ModulePage) -> WordsOfModule:
    """Return the codes of the competencies that a module serves and the slugs of its lessons. Two queries."""
    codes = set(competencies_served(module).values_list("code", flat=True))
    return {"competencies": codes, "lessons": set(lessons_of(module).values_list("slug", flat=True))}


def lessons_of(module: ModulePage) -> QuerySet[LessonPage]:
    """Return a module's lessons in order, published or not."""
    lessons: QuerySet[LessonPage] = LessonPage.objects.child_of(module).order_by("path")
    return lessons


def versions_with_words() -> QuerySet[QuestionVersion]:
    """Return versions with all that their words are made of."""
    return QuestionVersion.objects.select_related("competency", "revisit", "question").prefetch_related("options")


def newest_version(question: Question) -> QuestionVersion:
    """Return the version that was made last, current or not."""
    newest: QuestionVersion = (
        versions_with_words()
        .select_related("question__module", "question__competency", "question__revisit")
        .filter(question=question)
        .order_by("-number")[0]
    )
    return newest


def draft_of(version: QuestionVersion) -> QuestionDraft:
    """Return what a version says. Uses what `versions_with_words` fetched."""
    question = version.question
    tagged = version.competency is not None
    revisit = version.revisit if tagged else question.revisit
    return QuestionDraft(
        code=question.code,
        kind=version.kind,
        stem=version.stem,
        competency=version.competency.code if version.competency is not None else question.competency.code,
        difficulty=version.difficulty or question.difficulty,
        revisit=revisit.slug if revisit else "",
        options=tuple(
            OptionDraft(option.text, option.feedback, option.correct, option.match, option.misconception, option.key)
            for option in version.options.all()
        ),
    )


def newest_drafts(module: ModulePage) -> dict[str, QuestionDraft]:
    """Return what the newest version of every question of a module says, by its code. Three queries."""
    versions = versions_with_words().select_related("question__competency", "question__revisit")
    found: dict[str, QuestionDraft] = {}
    for version in versions.filter(question__module=module).order_by("question__code", "number"):
        found[version.question.code] = draft_of(version)
    return found


def misconceptions_in_use(module: ModulePage) -> list[str]:
    """Return the misconceptions that the organisation's questions name, to be suggested; those used most come first."""
    options = Option.objects.filter(
        version__is_current=True, version__question__module__organisation=module.organisation_id
    ).exclude(misconception="")
    counted = options.values_list("misconception").annotate(times=Count("pk")).order_by("-times", "misconception")
    return [name for name, _ in counted[:200]]


def is_used(question: Question) -> bool:
    """Answer whether any attempt has asked the question."""
    return AttemptQuestion.objects.filter(version__question=question).exists()


@dataclass(frozen=True)
class BankFilter:
    """What a list of questions is narrowed to; empty parts narrow nothing."""

    q: str = ""
    element: str = ""
    competency: str = ""
    difficulty: str = ""
    kind: str = ""
    misconception: str = ""
    show: str = ""
    sort: str = "code"


def questions_in(module: ModulePage, wanted: BankFilter) -> QuerySet[Question]:
    """Return a module's questions, narrowed and sorted, each with its competency and its versions (no options)."""
    versions = QuestionVersion.objects.filter(question=OuterRef("pk"))
    newest = versions.order_by("-number")
    found: QuerySet[Any] = Question.objects.filter(module=module).annotate(newest=newest.values("created_at")[:1])
    if wanted.q:
        said = versions.filter(stem__icontains=wanted.q)
        found = found.filter(Q(code__icontains=wanted.q) | Q(Exists(said)))
    if wanted.kind:
        found = found.filter(Exists(versions.filter(_shown(), kind=wanted.kind)))
    if wanted.misconception:
        found = found.filter(Exists(versions.filter(_shown(), options__misconception=wanted.misconception)))
    for field, value in _plain_filters(wanted).items():
        found = found.filter(**{field: value})
    found = _narrowed(found, versions, wanted.show)
    fetched = Prefetch("versions", queryset=QuestionVersion.objects.order_by("-number"))
    return found.select_related("competency__element").prefetch_related(fetched).order_by(*SORTS[wanted.sort])


def _shown() -> Q:
    """The wordings that count for a filter: the current one, and what waits to become it."""
    return Q(is_current=True) | ~Q(state=QuestionVersion.State.APPROVED)


def _plain_filters(wanted: BankFilter) -> dict[str, str]:
    filters = {
        "competency__element__code": wanted.element,
        "competency__code": wanted.competency,
        "difficulty": wanted.difficulty,
    }
    return {field: value for field, value in filters.items() if value}


def _narrowed(found: QuerySet[Question], versions: QuerySet[QuestionVersion], show: str) -> QuerySet[Question]:
    """Narrow to questions by where they stand; withdrawn ones are shown only when asked for."""
    if show == "withdrawn":
        return found.exclude(withdrawn_on=None)
    if show == "everything":
        return found
    found = found.filter(withdrawn_on=None)
    if show in {"DRAFT", "IN_REVIEW", "DECLINED"}:
        return found.filter(Exists(versions.filter(state=show)))
    return found


@dataclass(frozen=True)
class QuestionRow:
    """A question in the list: its newest words, and where it stands."""

    question: Question
    newest: QuestionVersion
    current: QuestionVersion | None

    @property
    def stands(self) -> str:
        """Return the state to show: of what waits if anything does."""
        if self.question.withdrawn_on:
            return "WITHDRAWN"
        return self.newest.state if self.newest.is_waiting else "CURRENT"


def question_rows(questions: Collection[Question]) -> list[QuestionRow]:
    """Return rows of a list. Uses what `questions_in` fetched."""
    rows = []
    for question in questions:
        versions = list(question.versions.all())
        current = next((version for version in versions if version.is_current), None)
        rows.append(QuestionRow(question, versions[0], current))
    return rows


@dataclass(frozen=True)
class BankLine:
    """A module in the list of banks."""

    module: ModulePage
    questions: int
    in_review: int


def bank_lines(modules: QuerySet[ModulePage]) -> list[BankLine]:
    """Return modules with how many questions can be drawn and how many wait for review. Three queries."""
    drawn = _counts(Question.objects.filter(module__in=modules, withdrawn_on=None, versions__is_current=True))
    waiting = _counts(
        Question.objects.filter(module__in=modules, withdrawn_on=None, versions__state=QuestionVersion.State.IN_REVIEW)
    )
    return [BankLine(module, drawn[module.pk], waiting[module.pk]) for module in modules.order_by("title")]


def _counts(questions: QuerySet[Question]) -> Counter[int]:
    return Counter(dict(questions.order_by().values_list("module").annotate(count=Count("pk"))))
