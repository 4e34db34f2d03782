from uuid import UUID

from django.http import Http404

from learning.people.models import Account
from learning.people.permissions import people_visible_to
from learning.records.models import Statement


def get_statement_for(account: Account, uuid: UUID) -> Statement:
    """Return a statement about somebody this account may see; answers in lessons and attempts only to oneself."""
    found = Statement.objects.filter(id=uuid, person__in=people_visible_to(account))
    statement = found.select_related("event", "person").first()
    if statement is None or (statement.person_id != account.person_id and statement.is_private):
        raise Http404
    return statement
