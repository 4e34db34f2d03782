"""Who may assess, and guards that fetch: outsiders get the 404 of a thing that does not exist."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from learning.assessment.models import Assessment, Attempt, Award, Observation
from learning.content.permissions import modules_open_to
from learning.people.models import Account, Person
from learning.people.permissions import manages_today, people_visible_to


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
