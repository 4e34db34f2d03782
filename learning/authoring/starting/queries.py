"""What is left to do on a module that was begun from a starting point."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from learning.assessment.models import QuestionVersion
from learning.assessment.queries.bank import versions_with_words
from learning.assessment.queries.blueprint import blueprint_lines
from learning.assessment.rules.blueprint import blueprint_gaps
from learning.authoring.models import StartedModule
from learning.authoring.starting.rules import says_as_begun, texts_as_begun
from learning.authoring.starting.templates import StartingPoint, starting_points
from learning.content.actions import raw_body
from learning.content.models import LessonPage, ModulePage

WRITE = "Write your own words there, or take them out."


@dataclass(frozen=True)
class LessonLeft:
    """One lesson, how many of its parts are to be written, and which still say what the starting point says."""

    lesson: LessonPage
    parts: int
    left: tuple[str, ...]

    @property
    def as_begun(self) -> int:
        return len(self.left)

    @property
    def is_written(self) -> bool:
        return not self.left


@dataclass(frozen=True)
class QuestionLeft:
    """The newest wording of a question, and whether some of it still says what the starting point says."""

    version: QuestionVersion
    as_begun: bool

    @property
    def stands(self) -> str:
        """Return what is to be done with it, in the order of the work."""
        if self.version.is_current:
            return "IN_USE"
        if self.version.state == QuestionVersion.State.IN_REVIEW:
            return "IN_REVIEW"
        return "AS_BEGUN" if self.as_begun else str(self.version.state)


@dataclass(frozen=True)
class WorkLeft:
    """A module on its way: what is written, and what still stands as it was begun."""

    module: ModulePage
    point: StartingPoint
    summary_as_begun: bool
    lessons: list[LessonLeft]
    questions: list[QuestionLeft]
    questions_missing: int

    @property
    def parts(self) -> int:
        """Return how many parts are the author's to write: what is ready to use counts as nobody's work."""
        ready = sum(item["code"] in self.point.may_stay for item in self.point.data["questions"])
        questions = max(len(self.questions) - ready, self.questions_as_begun)
        return ("summary" not in self.point.may_stay) + sum(lesson.parts for lesson in self.lessons) + questions

    @property
    def left(self) -> int:
        return self.summary_as_begun + sum(lesson.as_begun for lesson in self.lessons) + self.questions_as_begun

    @property
    def questions_as_begun(self) -> int:
        return sum(question.as_begun for question in self.questions)

    @property
    def questions_in_review(self) -> int:
        return sum(question.stands == "IN_REVIEW" for question in self.questions)

    @property
    def questions_in_use(self) -> int:
        return sum(question.stands == "IN_USE" for question in self.questions)

    @property
    def is_written(self) -> bool:
        return self.left == 0

    @property
    def is_asked(self) -> bool:
        """Answer whether every question is in use, and there are enough of them."""
        return self.questions_in_use == len(self.questions) and not self.questions_missing

    @property
    def lessons_are_published(self) -> bool:
        return all(one.lesson.live for one in self.lessons)

    @property
    def share(self) -> int:
        """Return how much is written, in whole per cent; 100 only when all is."""
        return 100 * (self.parts - self.left) // max(1, self.parts)


def work_left(started: StartedModule) -> WorkLeft:
    """Return what is left to do on a module. A handful of queries, whatever its size."""
    point = starting_points()[started.template]
    module: ModulePage = started.module.get_latest_revision_as_object()
    questions = _questions_left(module, point)
    return WorkLeft(
        module=module,
        point=point,
        summary_as_begun=_summary_as_begun(module, point),
        lessons=_lessons_left(started, point),
        questions=questions,
        questions_missing=_questions_missing(module, questions),
    )


def _summary_as_begun(module: ModulePage, point: StartingPoint) -> bool:
    return "summary" not in point.may_stay and says_as_begun(point.data["module"]["summary"], module.summary)


def _questions_left(module: ModulePage, point: StartingPoint) -> list[QuestionLeft]:
    words = _words_to_replace(point)
    found = versions_with_words().filter(question__module=module.pk, question__withdrawn_on=None)
    in_order = found.select_related("question__competency").order_by("question__code", "number")
    newest = {version.question_id: version for version in in_order}
    return [QuestionLeft(version, not words.isdisjoint(_words_of(version))) for version in newest.values()]


def _words_to_replace(point: StartingPoint) -> set[str]:
    """Return the words of a starting point's questions that say what to write in their place."""
    found = set()
    for item in point.data["questions"]:
        if item["code"] not in point.may_stay:
            found.add(item["stem"])
            found.update(words for option in item["options"] for words in (option["text"], option["feedback"]))
    return found


def _words_of(version: QuestionVersion) -> list[str]:
    options = version.options.all()
    return [version.stem, *(option.text for option in options), *(option.feedback for option in options)]


def _questions_missing(module: ModulePage, questions: list[QuestionLeft]) -> int:
    """Return how many questions there are too few, written or not, for a second attempt to get others."""
    versions = [question.version for question in questions]
    tags = Counter(((one.competency or one.question.competency).code, one.difficulty) for one in versions)
    gaps = blueprint_gaps(blueprint_lines(module), tags)
    return sum(gap.missing for gap in gaps if not gap.difficulty)


@dataclass(frozen=True)
class BegunLesson:
    """A lesson of a starting point, with its blocks as they were put into the module."""

    item: dict[str, Any]
    body: list[dict[str, Any]]

    @property
    def ids(self) -> set[str]:
        return {block["id"] for block in self.body}


def _begun_lessons(started: StartedModule, point: StartingPoint) -> list[BegunLesson]:
    return [
        BegunLesson(item, raw_body(f"{started.begun_as}/{item['slug']}", item["blocks"], point.data["folder"]))
        for item in point.data["lessons"]
    ]


def _lessons_left(started: StartedModule, point: StartingPoint) -> list[LessonLeft]:
    begun = _begun_lessons(started, point)
    pages = LessonPage.objects.child_of(started.module).select_related("latest_revision").order_by("path")
    lessons = [page.latest_revision.as_object() if page.latest_revision else page for page in pages]
    return [_lesson_left(lesson, begun, point) for lesson in lessons]


def _lesson_left(lesson: LessonPage, begun: list[BegunLesson], point: StartingPoint) -> LessonLeft:
    """Hold a lesson against what it was begun as; it is known by its blocks, for its address may be another by now."""
    blocks = list(lesson.body.raw_data)
    ids = {block["id"] for block in blocks}
    found = next((one for one in begun if one.ids & ids or one.item["slug"] == lesson.slug), None)
    if found is None:
        return LessonLeft(lesson, len(blocks) + 1, ())
    item, body = found.item, found.body
    named = [(made, f"{item['slug']}/{block['key']}") for made, block in zip(body, item["blocks"], strict=True)]
    to_write = {made["id"]: (made["value"], name) for made, name in named if name not in point.may_stay}
    ready = {made["id"] for made in body} - to_write.keys()
    aim_is_ready = f"{item['slug']}/aim" in point.may_stay
    aim = ["aim"] if not aim_is_ready and says_as_begun(item["aim"], lesson.aim) else []
    same = [
        block["type"].replace("_", " ")
        for block in blocks
        if block["id"] in to_write and _has_words_to_replace(*to_write[block["id"]], block["value"], point)
    ]
    parts = sum(block["id"] not in ready for block in blocks) + (not aim_is_ready)
    return LessonLeft(lesson, parts, (*aim, *same))


def _has_words_to_replace(begun: Any, name: str, now: Any, point: StartingPoint) -> bool:
    return any(place not in point.may_stay for place in texts_as_begun(begun, now, name))


def start_of(page: Page) -> StartedModule | None:
    """Return how the module that a page is or stands in was begun; None when not from a starting point."""
    if not issubclass(page.specific_class or Page, ModulePage | LessonPage):
        return None
    module_id = page.pk if issubclass(page.specific_class, ModulePage) else page.get_parent().pk
    found: StartedModule | None = StartedModule.objects.filter(module=module_id).select_related("module").first()
    return found


def words_left_to_write(page: Page) -> list[str]:
    """Return what keeps a page that was begun from a starting point from being published: words not its own."""
    started = start_of(page)
    if started is None:
        return []
    questions = _question_words_left(page, starting_points()[started.template]) if isinstance(page, ModulePage) else []
    return [*words_left_on(page, started), *questions]


def words_left_on(page: Page, started: StartedModule) -> list[str]:
    """Return what of the page itself, as its author sees it in the editor, still says what the starting point says."""
    point = starting_points()[started.template]
    if isinstance(page, ModulePage):
        left = "The summary still says what to write in its place. Write it in your own words."
        return [left] if _summary_as_begun(page, point) else []
    names = _lesson_left(page, _begun_lessons(started, point), point).left
    parts = "1 part still says" if len(names) == 1 else f"{len(names)} parts still say"
    return [f"{parts} what the starting point says: {', '.join(names)}. {WRITE}"] if names else []


def _question_words_left(module: ModulePage, point: StartingPoint) -> list[str]:
    as_begun = sum(question.as_begun for question in _questions_left(module, point))
    questions = "1 question still says" if as_begun == 1 else f"{as_begun} questions still say"
    return [f"{questions} what the starting point says. {WRITE}"] if as_begun else []
