"""The demo organisation: units, people, posts and what they hold, from fixtures/demo/organisations.yaml."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from framework.files import read_yaml
from framework.models import CompetencyLevel, Requirement, RoleProfile
from learning.assessment.actions.legacy import take_over_award
from learning.assessment.rules.standing import expiry
from learning.people.actions import start_post
from learning.people.models import Account, Person, Post, Responsibility, Unit
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days

PASSWORD = "golden-thread-demo"  # noqa: S105 - printed by `make run`; never created in production settings
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
GRANTS = {
    "leads": Responsibility.Kind.LEADER,
    "framework_lead": Responsibility.Kind.FRAMEWORK_LEAD,
    "lead_trainer": Responsibility.Kind.LEAD_TRAINER,
    "trainer": Responsibility.Kind.TRAINER,
    "administrator": Responsibility.Kind.ADMINISTRATOR,
}
SHARE_HELD = {"all": 1.0, "most": 0.8, "some": 0.4, "none": 0.0}


def read_organisations() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(FIXTURES / "demo" / "organisations.yaml")
    return data


def make_units(data: dict[str, Any]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for item in data["units"]:
        fields = {"name": item["name"], "kind": item["kind"]}
        if "parent" in item:
            parent = Unit.objects.get(pk=units[item["parent"]].pk)
            units[item["key"]] = parent.add_child(**fields)
        else:
            units[item["key"]] = Unit.add_root(**fields)
    return {key: Unit.objects.get(pk=unit.pk) for key, unit in units.items()}


def working_days_ago(days: int) -> date:
    """Return the day from which so many working days have passed until today."""
    today = local_today()
    start = today - timedelta(days=days * 7 // 5 + 20)
    while add_working_days(start, days, bank_holidays()) < today:
        start += timedelta(days=1)
    return start


def make_people(data: dict[str, Any], units: dict[str, Unit]) -> dict[str, Person]:
    profiles = {profile.code: profile for profile in RoleProfile.objects.all()}
    people: dict[str, Person] = {}
    for number, item in enumerate(data["people"], 1):
        person = Person.objects.create(name=item["name"], hr_id=f"DEMO-{number:04}")
        people[item["key"]] = person
        if "email" in item:
            Account.objects.create_user(item["email"], PASSWORD, person=person)
        started_on = working_days_ago(item["days"])
        start_post(
            person,
            unit=units[item["unit"]],
            role_profile=profiles[item["job"]],
            line_manager=people.get(item.get("manager", "")),
            started_on=started_on,
        )
        for word, kind in GRANTS.items():
            if word in item:
                Responsibility.objects.create(person=person, kind=kind, unit=units[item[word]], started_on=started_on)
    return people


def make_history(data: dict[str, Any], people: dict[str, Person]) -> None:
    """Give the staff who were there before the system what they had shown by then."""
    for item in data["people"]:
        if "holds" in item:
            post = Post.objects.select_related("role_profile", "line_manager").get(person=people[item["key"]])
            _hold(post, item, people["omar" if item["key"] != "omar" else "lena"])


def _hold(post: Post, item: dict[str, Any], fallback: Person) -> None:
    needed = list(Requirement.objects.filter(role_profile=post.role_profile).select_related("competency", "level"))
    held = needed[: round(len(needed) * SHARE_HELD[item["holds"]])]
    for place, requirement in enumerate(held):
        standard = CompetencyLevel.objects.select_related("competency", "level").get(
            competency=requirement.competency, level=requirement.level
        )
        day = _award_day(post, requirement, standard, place, item)
        take_over_award(post.person, standard, awarded_on=day, vouched_by=post.line_manager or fallback)


def _award_day(
    post: Post, requirement: Requirement, standard: CompetencyLevel, place: int, item: dict[str, Any]
) -> date:
    today = local_today()
    code = requirement.competency.code
    if code in item.get("lapsed", []):
        return _day_that_ends(today - timedelta(days=20 + place), standard)
    if code in item.get("lapsing", []):
        return _day_that_ends(today + timedelta(days=25 + place), standard)
    due_on = add_working_days(post.started_on, requirement.due_within_days, bank_holidays())
    earned_on = min(due_on - timedelta(days=2), today - timedelta(days=3 + place))
    while _ends_before(earned_on, standard, today + timedelta(days=120)):
        earned_on += timedelta(days=90)
    return max(post.started_on, min(earned_on, today - timedelta(days=1)))


def _ends_before(day: date, standard: CompetencyLevel, limit: date) -> bool:
    last_day = expiry(day, standard.validity_months)
    return last_day is not None and last_day < limit


def _day_that_ends(last_day: date, standard: CompetencyLevel) -> date:
    """Return the day on which an award must begin to end about `last_day`."""
    return last_day - timedelta(days=int((standard.validity_months or 12) * 30.44))
