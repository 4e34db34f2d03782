"""Writing questions: a used wording is never changed, and none is drawn before a second pair of eyes has seen it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from framework.models import Competency
from learning.assessment.events import QuestionDeleted, QuestionVersionEdited, QuestionVersionMade
from learning.assessment.models import AttemptQuestion, Option, Question, QuestionVersion
from learning.assessment.queries.bank import draft_of, newest_version, words_of_module
from learning.assessment.queries.blueprint import refuse_a_bank_too_small
from learning.assessment.rules.questions import Problem, QuestionDraft, question_problems, says_the_same, with_keys
from learning.content.models import LessonPage, ModulePage
from learning.outbox.actions import post_event
from learning.people.models import Person


class NotFit(Exception):
    """A question that cannot be kept, or not be reviewed, as it is; `problems` say where and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems


class CodeTaken(Exception):
    """Another question of the module has this code."""


class Overtaken(Exception):
    """Somebody else saved the question meanwhile; `newest` is what they made of it."""

    def __init__(self, newest: QuestionVersion) -> None:
        super().__init__("Somebody else saved this question meanwhile.")
        self.newest = newest


class NotNow(Exception):
    """Something that the state of the question does not allow; the message says what to do first."""


@transaction.atomic
def make_question(module: ModulePage, draft: QuestionDraft, *, by: Person) -> QuestionVersion:
    """Add a question to a module's bank as a draft. Raises NotFit, or CodeTaken."""
    _refuse_unfit(module, draft)
    competency, revisit = _tags(module, draft)
    try:
        with transaction.atomic():
            question = Question.objects.create(
                module=module, code=draft.code, competency=competency, difficulty=draft.difficulty, revisit=revisit
            )
    except IntegrityError:
        raise CodeTaken from None
    version = _add_version(question, with_keys(draft), number=1, by=by)
    post_event(QuestionVersionMade(question_id=question.pk, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def save_question(question: Question, draft: QuestionDraft, *, by: Person, seen: tuple[int, int]) -> QuestionVersion:
    """Keep changed words: a draft in place, anything else as a new version. The same words again change nothing.

    `seen` is the number of the version that was changed and how often it had been saved. Raises Overtaken when that
    is no longer so, NotFit, or NotNow while the question is in review.
    """
    question = Question.objects.select_for_update(of=("self",)).select_related("module").get(pk=question.pk)
    newest = newest_version(question)
    if (newest.number, newest.times_saved) != seen:
        raise Overtaken(newest)
    if newest.state == QuestionVersion.State.IN_REVIEW:
        raise NotNow("This question is in review. Take it back first, then change it.")
    _refuse_unfit(question.module, draft)
    before = draft_of(newest)
    if says_the_same(before, draft):
        return newest
    draft = with_keys(draft, before.options)
    if newest.is_changeable:
        _rewrite(newest, draft, by)
        post_event(QuestionVersionEdited(question_id=question.pk, version_id=newest.pk, by_id=by.pk))
        return newest
    return _make_next(question, newest, draft, by)


def _make_next(question: Question, newest: QuestionVersion, draft: QuestionDraft, by: Person) -> QuestionVersion:
    version = _add_version(question, draft, number=newest.number + 1, by=by)
    post_event(QuestionVersionMade(question_id=question.pk, version_id=version.pk, by_id=by.pk))
    return version


@transaction.atomic
def make_again(question: Question, number: int, *, by: Person) -> QuestionVersion:
    """Make the words of an earlier version a new draft; nothing is reset. Raises NotNow while another one waits."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    newest = newest_version(question)
    if newest.is_waiting:
        raise NotNow("A newer wording waits. Have it approved first, or change that one.")
    earlier = question.versions.select_related("competency", "revisit").prefetch_related("options").get(number=number)
    return _make_next(question, newest, draft_of(earlier), by)


@transaction.atomic
def delete_question(question: Question, *, by: Person, anyway: bool = False) -> None:
    """Delete a question that no attempt has asked. Raises NotNow for a used one, and as withdrawing does."""
    question = Question.objects.select_for_update(of=("self",)).select_related("module").get(pk=question.pk)
    if AttemptQuestion.objects.filter(version__question=question).exists():
        raise NotNow("Somebody has been asked this question, so it is kept. Withdraw it: it is then asked no more.")
    refuse_a_bank_too_small(question.module, without=question, anyway=anyway)
    question_id = question.pk
    question.versions.all().delete()
    question.delete()
    post_event(QuestionDeleted(question_id=question_id, by_id=by.pk))


def _refuse_unfit(module: ModulePage, draft: QuestionDraft) -> None:
    problems = question_problems(draft, **words_of_module(module))
    if any(problem.keeps_from_saving for problem in problems):
        raise NotFit(problems)


def _tags(module: ModulePage, draft: QuestionDraft) -> tuple[Competency, LessonPage | None]:
    revisit = LessonPage.objects.child_of(module).filter(slug=draft.revisit).first() if draft.revisit else None
    return Competency.objects.get(code=draft.competency), revisit


def _add_version(question: Question, draft: QuestionDraft, *, number: int, by: Person) -> QuestionVersion:
    competency, revisit = _tags(question.module, draft)
    version = QuestionVersion.objects.create(
        question=question,
        number=number,
        kind=draft.kind,
        stem=draft.stem,
        is_current=False,
        state=QuestionVersion.State.DRAFT,
        competency=competency,
        difficulty=draft.difficulty,
        revisit=revisit,
    )
    version.written_by.add(by)
    Option.objects.bulk_create(options_for(version, draft))
    return version


def options_for(version: QuestionVersion, draft: QuestionDraft) -> list[Option]:
    """Return a version's options, not yet stored."""
    return [
        Option(
            version=version,
            key=option.key,
            text=option.text,
            match=option.match,
            correct=option.correct,
            feedback=option.feedback,
            misconception=option.misconception,
            order=order,
        )
        for order, option in enumerate(draft.options, 1)
    ]


def _rewrite(version: QuestionVersion, draft: QuestionDraft, by: Person) -> None:
    version.competency, version.revisit = _tags(version.question.module, draft)
    version.kind, version.stem, version.difficulty = draft.kind, draft.stem, draft.difficulty
    version.state = QuestionVersion.State.DRAFT
    version.times_saved += 1
    version.save()
    version.written_by.add(by)
    version.options.all().delete()
    Option.objects.bulk_create(options_for(version, draft))
    if not version.question.versions.filter(state=QuestionVersion.State.APPROVED).exists():
        take_over_tags(version)


def take_over_tags(version: QuestionVersion) -> None:
    """Make the tags of a version those of its question."""
    question = version.question
    question.competency = version.competency or question.competency
    question.difficulty = version.difficulty or question.difficulty
    question.revisit = version.revisit
    question.save(update_fields=["competency", "difficulty", "revisit"])
