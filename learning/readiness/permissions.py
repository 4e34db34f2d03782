"""Guards that fetch for the leaders' pages: outsiders get the 404 of a thing that does not exist."""

from datetime import date
from uuid import UUID

from django.http import Http404

from learning.people.models import Account, Person, Unit
from learning.people.permissions import people_visible_to, units_led_by


def get_unit_for(account: Account, uuid: UUID) -> Unit:
    unit = units_led_by(account).filter(uuid=uuid).first()
    if unit is None:
        raise Http404
    return unit


def get_person_for(account: Account, uuid: UUID, *, as_at: date, or_today: bool = False) -> Person:
    """Return a person whom the account could see on that day; with `or_today` also one whom it sees only now."""
    person = people_visible_to(account, as_at).filter(uuid=uuid).first()
    if person is None and or_today:
        person = people_visible_to(account).filter(uuid=uuid).first()
    if person is None:
        raise Http404
    return person


def leaders_only(account: Account) -> None:
    """Let those pass who lead a unit today; for others the page does not exist."""
    if not units_led_by(account).exists():
        raise Http404
