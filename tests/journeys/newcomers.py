"""People for journeys: each journey brings its own starter, so that none disturbs another."""

from __future__ import annotations

from datetime import date

from framework.models import RoleProfile
from learning.demo.organisation import PASSWORD
from learning.people.actions import start_post
from learning.people.models import Account, Person, Unit
from learning.people.queries import local_today

FIRST, SECOND = "why-strengths-based-practice", "mindset"


def new_starter(name: str, *, started_on: date | None = None) -> Account:
    """Somebody who starts today as a support worker in Omar's team; the induction comes by itself."""
    account = Account.objects.create_user(f"{name.split()[0].lower()}@example.org", PASSWORD, name=name)
    start_post(
        account.person,
        unit=Unit.objects.get(name="Riverside team"),
        role_profile=RoleProfile.objects.get(code="support-worker"),
        line_manager=person_called("omar"),
        started_on=started_on or local_today(),
    )
    return account


def person_called(name: str) -> Person:
    return Account.objects.get(email=f"{name}@example.org").person
