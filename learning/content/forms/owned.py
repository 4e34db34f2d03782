"""The editor's form for pages that belong to an organisation: it offers only what its reader may know of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.admin.forms import WagtailAdminPageForm

from framework.models import Competency
from learning.people.models import Account, Person, Unit
from learning.people.permissions import colleagues_of, frameworks_open_to, organisations_of


class OwnedPageForm(WagtailAdminPageForm):
    """Offers the author's own organisations, colleagues and frameworks; what the page has already stays choosable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in _offered_to(self.for_user).items():
            if name in self.fields and not self.for_user.is_superuser:
                self.fields[name].queryset = self._with_chosen(name, offered)

    def _with_chosen(self, name: str, offered: QuerySet[Any]) -> QuerySet[Any]:
        value = self.initial.get(name) or []
        chosen = [getattr(one, "pk", one) for one in (value if isinstance(value, Iterable) else [value])]
        field = self.fields[name]
        return field.queryset.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=chosen))


def _offered_to(account: Account) -> dict[str, QuerySet[Any]]:
    organisations: QuerySet[Unit] = organisations_of(account)
    people: QuerySet[Person] = colleagues_of(account)
    competencies = Competency.objects.filter(element__framework__in=frameworks_open_to(account))
    return {"organisation": organisations, "content_owner": people, "competencies": competencies}
