from django import template
from django.db.models import QuerySet

from framework.models import Framework
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to

register = template.Library()


@register.simple_tag
def frameworks_for(account: Account) -> QuerySet[Framework]:
    """Return the frameworks an account may read, each with its live page."""
    return frameworks_open_to(account).filter(page__live=True).select_related("page")
