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


def get_person_for(account: Account, uuid: UUID, *, as_at: date) -> Person:
    person = people_visible_to(account, as_at).filter(uuid=uuid).first()
    if person is None:
        raise Http404
    return person
