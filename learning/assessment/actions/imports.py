"""Taking a file of questions: looked through first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from framework.models import Competency
from learning.assessment.actions.questions import options_for, take_over_tags
from learning.assessment.events import QuestionDraftsDiscarded, QuestionsImported, QuestionsTaken
from learning.assessment.exchange.reading import ReadRow
from learning.assessment.models import BankImport, Option, Question, QuestionDecision, QuestionVersion
from learning.assessment.queries.bank import draft_of, lessons_of
from learning.assessment.queries.imports import (
    format_of,
    known_questions,
    newest_by_code,
    plan_of,
    rows_as_json,
    rows_of,
)
from learning.assessment.rules.imports import CHANGED, ERROR, NEW, PlannedRow, fingerprint
from learning.assessment.rules.questions import QuestionDraft, with_keys
from learning.content.models import ModulePage
from learning.content.queries import competencies_served
from learning.outbox.actions import post_event
from learning.people.models import Person

KEPT_FOR = timedelta(days=2)
AT_ONCE = 500


class PlanChanged(Exception):
    """The bank is no longer as it was when the file was looked through; nothing was changed."""


@transaction.atomic
def keep_import(module: ModulePage, file_name: str, rows: list[ReadRow], *, by: Person) -> BankImport:
    """Keep what was read from a file until its author confirms it. It changes no bank; nobody needs to hear of it."""
    BankImport.objects.filter(taken_at=None, made_at__lt=timezone.now() - KEPT_FOR).delete()
    return BankImport.objects.create(
        module=module, by=by, file_name=file_name[-255:], format=format_of(file_name), rows=rows_as_json(rows)
    )


@transaction.atomic
def take_import(found: BankImport, *, by: Person, shown: str, send: bool) -> BankImport:
    """Make new questions and new versions of everything in a file, all or nothing. Again changes nothing.

    `shown` is the fingerprint of the plan that was confirmed; with `send`, what is complete goes to review at once.
    Raises PlanChanged when the bank has changed since, or when a row cannot be taken.
    """
    found = BankImport.objects.select_for_update(of=("self",)).select_related("module").get(pk=found.pk)
    if found.taken_at:
        return found
    newest = newest_by_code(found.module)
    known = known_questions(found.module)
    planned = plan_of(found.module, rows_of(found), known)
    if fingerprint(planned, known) != shown or any(row.outcome == ERROR for row in planned):
        raise PlanChanged
    versions = _write(found.module, planned, newest, by)
    if send:
        _send(versions, planned, by)
    found.taken_at, found.rows = timezone.now(), []
    found.save(update_fields=["taken_at", "rows"])
    ids = [version.pk for version in versions.values()]
    post_event(QuestionsImported(module_id=found.module_id, import_id=found.pk, by_id=by.pk, version_ids=ids))
    return found


@transaction.atomic
def take_drafts(
    module: ModulePage, drafts: Iterable[QuestionDraft], *, by: Person
) -> tuple[list[QuestionVersion], list[PlannedRow]]:
    """Keep questions that came from elsewhere as drafts; return what was kept, and what the bank cannot take now.

    A question that is in review, or serves a competency that the module does not, is left for another time.
    """
    rows = [ReadRow(draft.code, draft.code, draft) for draft in drafts]
    newest, known = newest_by_code(module), known_questions(module)
    planned = plan_of(module, rows, known)
    kept = list(_write(module, planned, newest, by).values())
    if kept:
        ids = [version.pk for version in kept]
        post_event(QuestionsTaken(module_id=module.pk, by_id=by.pk, version_ids=ids))
    return kept, [row for row in planned if row.outcome == ERROR]


@transaction.atomic
def discard_drafts(version_ids: Iterable[int], *, by: Person) -> int:
    """Throw away drafts that nobody has worked on since they were taken; return how many.

    A question goes with its last wording.
    """
    drafts = QuestionVersion.objects.filter(pk__in=list(version_ids), state=QuestionVersion.State.DRAFT, times_saved=1)
    found = {version.pk: version.question_id for version in drafts.select_for_update()}
    ids = list(found)
    QuestionVersion.objects.filter(pk__in=ids).delete()
    Question.objects.filter(pk__in=found.values(), versions=None).delete()
    if ids:
        post_event(QuestionDraftsDiscarded(version_ids=ids, by_id=by.pk))
    return len(ids)


def _write(
    module: ModulePage, planned: list[PlannedRow], newest: dict[str, QuestionVersion], by: Person
) -> dict[str, QuestionVersion]:
    """Store what a plan makes; return the versions by code."""
    drafts = {row.code: row.draft for row in planned if row.outcome in {NEW, CHANGED} and row.draft}
    competencies = {competency.code: competency for competency in competencies_served(module)}
    lessons = {lesson.slug: lesson for lesson in lessons_of(module)}
    new = [
        Question(
            module=module,
            code=code,
            competency=competencies[draft.competency],
            difficulty=draft.difficulty,
            revisit=lessons.get(draft.revisit),
        )
        for code, draft in drafts.items()
        if code not in newest
    ]
    questions = {question.code: question for question in Question.objects.bulk_create(new, AT_ONCE)}
    versions = {}
    for code, draft in drafts.items():
        versions[code] = _version(questions.get(code), newest.get(code), draft, competencies)
        versions[code].revisit = lessons.get(draft.revisit)
    _store(versions, drafts, newest, by)
    return versions


def _version(
    question: Question | None, newest: QuestionVersion | None, draft: QuestionDraft, by_code: dict[str, Competency]
) -> QuestionVersion:
    """Return the version that will hold a draft: the one that waits, if any, else the next one, not yet stored."""
    version = newest if newest is not None and newest.is_changeable else None
    if version is None:
        number = newest.number + 1 if newest is not None else 1
        asked = question if newest is None else newest.question
        version = QuestionVersion(question=asked, number=number, is_current=False, times_saved=0)
    version.state = QuestionVersion.State.DRAFT
    version.kind, version.stem, version.difficulty = draft.kind, draft.stem, draft.difficulty
    version.competency = by_code[draft.competency]
    version.times_saved += 1
    return version


def _store(
    versions: dict[str, QuestionVersion],
    drafts: dict[str, QuestionDraft],
    newest: dict[str, QuestionVersion],
    by: Person,
) -> None:
    before = {code: draft_of(version).options for code, version in newest.items() if code in drafts}
    rewritten = [version for version in versions.values() if version.pk]
    QuestionVersion.objects.bulk_create([version for version in versions.values() if not version.pk], AT_ONCE)
    for version in rewritten:
        version.save()
        version.options.all().delete()
        if version.number == 1:
            take_over_tags(version)
    written = QuestionVersion.written_by.through
    written.objects.bulk_create(
        [written(questionversion_id=version.pk, person_id=by.pk) for version in versions.values()],
        AT_ONCE,
        ignore_conflicts=True,
    )
    options = [
        option
        for code, draft in drafts.items()
        for option in options_for(versions[code], with_keys(draft, before.get(code, ())))
    ]
    Option.objects.bulk_create(options, AT_ONCE)


def _send(versions: dict[str, QuestionVersion], planned: list[PlannedRow], by: Person) -> None:
    """Send to review what is complete; the rest stays a draft."""
    complete = [versions[row.code] for row in planned if row.is_complete]
    QuestionVersion.objects.filter(pk__in=[version.pk for version in complete]).update(
        state=QuestionVersion.State.IN_REVIEW
    )
    QuestionDecision.objects.bulk_create(
        [
            QuestionDecision(question_id=version.question_id, version=version, kind=QuestionDecision.Kind.SENT, by=by)
            for version in complete
        ],
        AT_ONCE,
    )
