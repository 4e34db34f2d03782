from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from framework.models import Competency
from learning.assessment.permissions import REVIEW_QUESTIONS, can_write_questions
from learning.authoring.models import StartedModule
from learning.content.models import LearningIndexPage
from learning.people.models import Account, Unit
from learning.people.permissions import frameworks_open_to, organisations_of


def organisation_to_write_for(account: Account) -> Unit | None:
    """Return the organisation whose learning an account may add to; None if it may add none."""
    index = LearningIndexPage.objects.first()
    if index is None or not index.permissions_for_user(account).can_add_subpage():
        return None
    return organisations_of(account).order_by("path").first()


def competencies_to_serve(account: Account) -> QuerySet[Competency]:
    """Return the competencies of the frameworks that the account's organisations work by."""
    found: QuerySet[Competency] = Competency.objects.filter(element__framework__in=frameworks_open_to(account))
    return found


def get_started_for(account: Account, module_id: int) -> StartedModule:
    """Return a module that was begun from a starting point and that the account may edit; others get a 404."""
    mine = StartedModule.objects.filter(module__organisation__in=organisations_of(account), module=module_id)
    started = mine.select_related("module").first()
    if started is None or not started.module.permissions_for_user(account).can_edit():
        raise Http404
    return started


def others_who_review(account: Account) -> list[str]:
    """Return the names of those who may review the questions that this account writes: colleagues, never oneself."""
    may = Q(is_superuser=True)
    for path in ("groups__permissions", "user_permissions"):
        may |= Q(**{f"{path}__content_type__app_label": "assessment", f"{path}__codename": REVIEW_QUESTIONS})
    found = Account.objects.filter(may, is_active=True).exclude(person=account.person_id).distinct()
    mine = set(organisations_of(account))
    return sorted(
        one.person.name for one in found if can_write_questions(one) and not mine.isdisjoint(organisations_of(one))
    )
