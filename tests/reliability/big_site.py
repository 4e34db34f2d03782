"""A site as big as a large council's, made in bulk in seconds: 2,000 pages of learning and 20,000 questions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from framework.models import Competency
from learning.assessment.models import Assessment, BlueprintRow, Option, Question, QuestionVersion
from learning.content.models import LearningIndexPage, LessonPage, ModulePage
from tests.stories import module

MODULES, LESSONS, QUESTIONS = 100, 19, 200  # of each module its lessons and its questions
AT_ONCE = 90


def make_big_site() -> list[ModulePage]:
    """Make published modules with lessons, an assessment and a full bank each; return the modules."""
    index = LearningIndexPage.objects.get()
    modules = _make_pages(ModulePage, [(index, f"big-{number:03}") for number in range(MODULES)])
    lessons = [(page, f"lesson-{number:02}") for page in modules for number in range(LESSONS)]
    _make_pages(LessonPage, lessons)
    made = list(ModulePage.objects.filter(slug__startswith="big-").order_by("path"))
    competencies = list(Competency.objects.all())
    through = ModulePage.competencies.through
    pairs = [(one, competencies[(place + 1) % len(competencies)]) for place, one in enumerate(competencies)]
    served = {page.pk: pairs[place % len(pairs)] for place, page in enumerate(made)}
    through.objects.bulk_create(
        [through(modulepage_id=pk, competency=competency) for pk, pair in served.items() for competency in pair]
    )
    _make_banks(made, served)
    return made


def _make_pages(kind: type[Page], wanted: list[tuple[Page, str]]) -> list[Page]:
    """Store pages below their parents, with a published revision each, without Wagtail's own step for every one."""
    count: dict[int, int] = {}
    content_type, locale = ContentType.objects.get_for_model(kind), Locale.get_default()
    pages = []
    for parent, slug in wanted:
        before = count.setdefault(parent.pk, Page.objects.get(pk=parent.pk).numchild if kind is ModulePage else 0)
        count[parent.pk] = before + 1
        pages.append(
            Page(
                title=slug.capitalize(),
                draft_title=slug.capitalize(),
                slug=slug,
                path=Page._get_path(parent.path, parent.depth + 1, before + 1),
                depth=parent.depth + 1,
                numchild=LESSONS if kind is ModulePage else 0,
                url_path=f"{parent.url_path}{slug}/",
                content_type=content_type,
                locale=locale,
            )
        )
    pages = Page.objects.bulk_create(pages, AT_ONCE)
    _store_children(kind, [_child(kind, page) for page in pages])
    _publish(pages, content_type)
    for pk, number in count.items():
        Page.objects.filter(pk=pk).update(numchild=number)
    return pages


def _child(kind: type[Page], page: Page) -> Page:
    if kind is LessonPage:
        return LessonPage(page_ptr_id=page.pk, aim="By the end you can say why.", body="[]")
    like = module("mindset")
    return ModulePage(
        page_ptr_id=page.pk,
        organisation_id=like.organisation_id,
        content_owner_id=like.content_owner_id,
        review_on=like.review_on,
        summary="A module among many.",
    )


def _store_children(kind: type[Model], rows: Sequence[Model]) -> None:
    """Store the part of pages that stands in their own table, which Django's bulk_create refuses to."""
    fields = kind._meta.local_concrete_fields
    for start in range(0, len(rows), AT_ONCE):
        query = InsertQuery(kind)
        query.insert_values(fields, rows[start : start + AT_ONCE])
        query.get_compiler(connection=connection).execute_sql()


def _publish(pages: list[Page], content_type: ContentType) -> None:
    both = {"content_type": content_type, "base_content_type": ContentType.objects.get_for_model(Page)}
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        [Revision(object_id=str(page.pk), created_at=now, content={}, **both) for page in pages], AT_ONCE
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision_id = page.latest_revision_id = revision.pk
    Page.objects.bulk_update(pages, ["live_revision", "latest_revision"], AT_ONCE)


def _make_banks(modules: list[ModulePage], served: dict[int, tuple[Competency, Competency]]) -> None:
    level = module("mindset").assessment.level
    assessments = Assessment.objects.bulk_create(
        [Assessment(module=page, title=f"Check: {page.title}", level=level) for page in modules], AT_ONCE
    )
    BlueprintRow.objects.bulk_create(
        [BlueprintRow(assessment=row, competency=one, count=4) for row in assessments for one in served[row.module_id]],
        AT_ONCE,
    )
    levels = Question.Difficulty.values
    questions = Question.objects.bulk_create(
        [
            Question(
                module=page,
                code=f"{page.slug}-{number:03}",
                competency=served[page.pk][number % 2],
                difficulty=levels[number % 3],
            )
            for page in modules
            for number in range(QUESTIONS)
        ],
        AT_ONCE,
    )
    versions = QuestionVersion.objects.bulk_create(
        [
            QuestionVersion(
                question=question,
                kind="SINGLE",
                stem=f"What comes first in {question.code}?",
                competency_id=question.competency_id,
                difficulty=question.difficulty,
            )
            for question in questions
        ],
        AT_ONCE,
    )
    Option.objects.bulk_create(
        [
            Option(
                version=version,
                key=key,
                text=f"Answer {key}",
                correct=key == "a",
                feedback="Because.",
                misconception="" if key == "a" else "service-first",
                order=order,
            )
            for version in versions
            for order, key in enumerate("abcd", 1)
        ],
        AT_ONCE,
    )
