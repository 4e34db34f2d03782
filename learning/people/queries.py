from datetime import date
from functools import cache

from django.db.models import Min
from django.utils import timezone

from learning.people.models import Person, Post


def local_today() -> date:
    """Return today's date where the organisation works. Due dates are dates there, the last day included."""
    return timezone.localdate()


def posts_of(person: Person, on: date | None = None) -> list[Post]:
    """Return the posts a person holds on a day (today unless given), the longest held first."""
    held = Post.objects.on(on or local_today()).filter(person=person)
    return list(held.select_related("unit", "role_profile", "line_manager").order_by("started_on", "pk"))


def people_managed_by(manager: Person) -> list[Person]:
    """Return the people whose line manager this person is today, by name."""
    mine = Post.objects.on(local_today()).filter(line_manager=manager)
    return list(Person.objects.filter(posts__in=mine).distinct())


def first_day_at_work(person: Person) -> date | None:
    """Return the day on which the person's first post began."""
    first: date | None = person.posts.aggregate(first=Min("started_on"))["first"]
    return first


@cache
def bank_holidays() -> frozenset[date]:
    """Return the bank holidays of England and Wales that the packaged calendar knows; no network is used."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in calendar.get_holidays(BankHolidays.ENGLAND_AND_WALES))
