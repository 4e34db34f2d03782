"""Who may assess, and guards that fetch: outsiders get the 404 of a thing that does not exist."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from framework.models import Framework
from learning.assessment.models import (
    Assessment,
    Attempt,
    Award,
    BankImport,
    Observation,
    Question,
    QuestionVersion,
)
from learning.assessment.queries.bank import versions_with_words
from learning.content.models import ModulePage
from learning.content.permissions import modules_open_to
from learning.people.models import Account, Person
from learning.people.permissions import frameworks_open_to, manages_today, organisations_of, people_visible_to

REVIEW_QUESTIONS = "review_questionversion"


def can_assess(account: Account, learner: Person) -> bool:
    """Answer whether this account may judge the person's practice: their line manager today, never oneself."""
    return manages_today(account, learner)


def get_assessment_for(account: Account, module_slug: str) -> Assessment:
    found = Assessment.objects.filter(module__in=modules_open_to(account), module__slug=module_slug)
    assessment = found.select_related("module", "level").prefetch_related("blueprint__competency").first()
    if assessment is None:
        raise Http404
    return assessment


def get_attempt_for(account: Account, uuid: UUID) -> Attempt:
    """Return the account's own attempt. Answers are nobody else's to read; others see that it was passed."""
    mine = Attempt.objects.filter(person=account.person_id, uuid=uuid)
    attempt = mine.select_related("assessment__module", "person").first()
    if attempt is None:
        raise Http404
    return attempt


def get_learner_for_assessor(account: Account, uuid: UUID) -> Person:
    learner = Person.objects.filter(uuid=uuid).first()
    if learner is None or not can_assess(account, learner):
        raise Http404
    return learner


def get_observation_for(account: Account, uuid: UUID) -> Observation:
    """Return an observation with its notes: for the learner, the assessor who made it, and today's line manager."""
    observation = Observation.objects.filter(uuid=uuid).select_related(
        "learner", "assessor", "competency_level__competency__element", "competency_level__level"
    )
    found = observation.first()
    if found is None:
        raise Http404
    if account.person_id in {found.learner_id, found.assessor_id} or manages_today(account, found.learner):
        return found
    raise Http404


def get_award_for(account: Account, uuid: UUID) -> Award:
    """Return an award of somebody this account may see."""
    seen = Award.objects.filter(Q(person__in=people_visible_to(account)), uuid=uuid)
    award = seen.select_related("person", "competency__element__framework", "level", "rule").first()
    if award is None:
        raise Http404
    return award


def can_revoke(account: Account, award: Award) -> bool:
    """Answer whether this account may take the award back: the line manager of today."""
    return manages_today(account, award.person)


def can_write_questions(account: Account) -> bool:
    """Answer whether an account writes questions, of whatever module."""
    return account.has_perm("assessment.change_question")


def banks_open_to(account: Account) -> QuerySet[ModulePage]:
    """Return the modules, published or not, whose questions an account may write: its organisations' own."""
    modules: QuerySet[ModulePage] = ModulePage.objects.filter(organisation__in=organisations_of(account))
    return modules if can_write_questions(account) else modules.none()


def get_bank_for(account: Account, module_id: int) -> ModulePage:
    module = banks_open_to(account).filter(pk=module_id).first()
    if module is None:
        raise Http404
    return module


def get_question_for(account: Account, question_id: int) -> Question:
    """Return a question of a module whose questions the account may write."""
    found = Question.objects.filter(module__in=banks_open_to(account), pk=question_id)
    question = found.select_related("module", "competency", "revisit").first()
    if question is None:
        raise Http404
    return question


def get_version_for(account: Account, question_id: int, number: int) -> QuestionVersion:
    question = get_question_for(account, question_id)
    version = versions_with_words().filter(question=question, number=number).first()
    if version is None:
        raise Http404
    version.question = question
    return version


def get_import_for(account: Account, module_id: int, uuid: UUID) -> BankImport:
    """Return a file that somebody is about to take into a bank whose questions the account may write."""
    found = BankImport.objects.filter(module=get_bank_for(account, module_id), uuid=uuid)
    kept = found.select_related("module").first()
    if kept is None:
        raise Http404
    return kept


def can_review(account: Account, version: QuestionVersion) -> bool:
    """Answer whether an account may approve or decline a wording: a reviewer who had no hand in it."""
    may = account.has_perm(f"assessment.{REVIEW_QUESTIONS}")
    return may and not version.written_by.filter(pk=account.person_id).exists()


def frameworks_covered_by(account: Account) -> QuerySet[Framework]:
    """Return the frameworks whose coverage map an account may open: an author's organisations'."""
    return frameworks_open_to(account) if can_write_questions(account) else Framework.objects.none()


def get_framework_to_cover(account: Account, code: str) -> Framework:
    framework = frameworks_covered_by(account).filter(code=code).first()
    if framework is None:
        raise Http404
    return framework
