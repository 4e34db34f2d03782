"""A small world of made-up organisations, built in a test."""

from __future__ import annotations

from datetime import date, timedelta

from framework.models import RoleProfile
from learning.people.models import Account, Post, Responsibility, Unit
from learning.people.permissions import people_visible_to
from learning.people.queries import local_today


def day(offset: int | None) -> date | None:
    """Return the day so many days from today; None stays None."""
    return None if offset is None else local_today() + timedelta(days=offset)


def organisation(name: str) -> Unit:
    return Unit.add_root(name=name, kind=Unit.Kind.ORGANISATION)


def below(unit: Unit, name: str) -> Unit:
    return Unit.objects.get(pk=unit.pk).add_child(name=name, kind=Unit.Kind.TEAM)


def member(name: str) -> Account:
    return Account.objects.create_user(f"{name}@example.net", name=name.title())


def post(
    account: Account, unit: Unit, *, manager: Account | None = None, began: int = -100, ended: int | None = None
) -> Post:
    return Post.objects.create(
        person=account.person,
        unit=unit,
        role_profile=RoleProfile.objects.order_by("code").first(),
        line_manager=manager and manager.person,
        started_on=day(began),
        ended_on=day(ended),
    )


def grant(
    account: Account,
    unit: Unit,
    *,
    kind: str = Responsibility.Kind.LEADER,
    began: int = -100,
    ended: int | None = None,
) -> Responsibility:
    return Responsibility.objects.create(
        person=account.person, kind=kind, unit=unit, started_on=day(began), ended_on=day(ended)
    )


def seen_by(account: Account, as_at: int | None = None) -> set[str]:
    return {person.name for person in people_visible_to(account, day(as_at))}
