"""What is left to do on a module that was begun from a starting point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from learning.assessment.models import QuestionVersion
from learning.authoring.models import StartedModule
from learning.authoring.starting.rules import says_as_begun
from learning.authoring.starting.templates import StartingPoint, starting_points
from learning.content.actions import raw_body
from learning.content.models import LessonPage, ModulePage


@dataclass(frozen=True)
class LessonLeft:
    """One lesson, how many parts it has, and how many still say what the starting point says."""

    lesson: LessonPage
    parts: int
    as_begun: int

    @property
    def is_written(self) -> bool:
        return self.as_begun == 0


@dataclass(frozen=True)
class WorkLeft:
    """A module on its way: what is written, and what still stands as it was begun."""

    module: ModulePage
    point: StartingPoint
    summary_as_begun: bool
    lessons: list[LessonLeft]
    questions: int
    questions_as_begun: int
    questions_in_use: int

    @property
    def parts(self) -> int:
        return 1 + sum(lesson.parts for lesson in self.lessons) + self.questions

    @property
    def left(self) -> int:
        return self.summary_as_begun + sum(lesson.as_begun for lesson in self.lessons) + self.questions_as_begun

    @property
    def is_written(self) -> bool:
        return self.left == 0

    @property
    def share(self) -> int:
        """Return how much is written, in whole per cent; 100 only when all is."""
        return 100 * (self.parts - self.left) // self.parts


def work_left(started: StartedModule) -> WorkLeft:
    """Return what is left to do on a module. A handful of queries, whatever its size."""
    point = starting_points()[started.template]
    module: ModulePage = started.module.get_latest_revision_as_object()
    stems = {item["stem"] for item in point.data["questions"]}
    newest = _newest_wordings(module)
    return WorkLeft(
        module=module,
        point=point,
        summary_as_begun=says_as_begun(point.data["module"]["summary"], module.summary),
        lessons=_lessons_left(module, point),
        questions=len(newest),
        questions_as_begun=sum(version.stem in stems for version in newest),
        questions_in_use=sum(version.is_current for version in newest),
    )


def _newest_wordings(module: ModulePage) -> list[QuestionVersion]:
    versions = QuestionVersion.objects.filter(question__module=module.pk, question__withdrawn_on=None)
    newest: dict[int, QuestionVersion] = {}
    for version in versions.order_by("number"):
        newest[version.question_id] = version
    return list(newest.values())


def _lessons_left(module: ModulePage, point: StartingPoint) -> list[LessonLeft]:
    begun = {item["slug"]: item for item in point.data["lessons"]}
    pages = LessonPage.objects.child_of(module).select_related("latest_revision").order_by("path")
    lessons = [page.latest_revision.as_object() if page.latest_revision else page for page in pages]
    return [_lesson_left(module, lesson, begun.get(lesson.slug), point) for lesson in lessons]


def _lesson_left(
    module: ModulePage, lesson: LessonPage, item: dict[str, Any] | None, point: StartingPoint
) -> LessonLeft:
    blocks = list(lesson.body.raw_data)
    if item is None:
        return LessonLeft(lesson, len(blocks) + 1, 0)
    body = raw_body(f"{module.slug}/{item['slug']}", item["blocks"], point.data["folder"])
    begun = {block["id"]: block["value"] for block in body}
    same = sum(block["id"] in begun and says_as_begun(begun[block["id"]], block["value"]) for block in blocks)
    return LessonLeft(lesson, len(blocks) + 1, same + says_as_begun(item["aim"], lesson.aim))


def words_left_to_write(page: Page) -> list[str]:
    """Return what keeps a page that was begun from a starting point from being published: words not its own."""
    module = page.get_parent().specific if isinstance(page, LessonPage) else page
    started = StartedModule.objects.filter(module=module.pk).first() if isinstance(module, ModulePage) else None
    if started is None or not isinstance(module, ModulePage):
        return []
    point = starting_points()[started.template]
    if page is module:
        as_begun = says_as_begun(point.data["module"]["summary"], module.summary)
        return ["The summary still says what to write in its place. Write it in your own words."] if as_begun else []
    begun = {item["slug"]: item for item in point.data["lessons"]}
    left = _lesson_left(module, page, begun.get(page.slug), point).as_begun
    parts = "1 part still says" if left == 1 else f"{left} parts still say"
    return [f"{parts} what the starting point says. Write your own words there, or take them out."] if left else []
