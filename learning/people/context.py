from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from learning.people.models import Account
from learning.people.permissions import doors_of

NAVIGATION = [
    ("readiness:home", _("Home")),
    ("enrolment:induction", _("Induction")),
    ("enrolment:catalogue", _("Learning")),
    ("assessment:index", _("Assessment")),
    ("records:record", _("My record")),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name and its navigation; who may see what is asked only when it is shown."""
    account = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "nav_items": SimpleLazyObject(lambda: navigation(account)),
    }


def navigation(account: Account | None) -> list[tuple[str, Any]]:
    """Return the addresses and labels that an account finds in the header."""
    if account is None or not account.is_authenticated:
        return []
    items = [(reverse(name), label) for name, label in NAVIGATION]
    items.insert(3, ("/framework/", _("Framework")))
    doors = doors_of(account)
    if doors.readiness:
        items.append((reverse("readiness:index"), _("Readiness")))
    if doors.reviews:
        items.append((reverse("reviews:index"), _("Reviews")))
    if doors.cms:
        items.append((reverse("wagtailadmin_home"), _("Edit content")))
    return items
