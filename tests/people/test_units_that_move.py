"""A team that moves in the Django admin takes its people's figures with it."""

import pytest
from django.core.management import call_command
from django.test import Client

from learning.outbox.models import Event
from learning.people.models import Unit
from learning.people.queries import local_today
from learning.readiness.queries.figures import figures_for


@pytest.fixture
def moved(admin, signed_in):
    """The administrator moves the Hillside team out of Community Support, to stand beside it."""
    team, above = Unit.objects.get(name="Hillside team"), Unit.objects.get(name="Community Support")
    change(signed_in(admin), team, treebeard_position="sorted-sibling", treebeard_ref_node=above)
    return team


def change(client: Client, unit: Unit, **fields) -> None:
    """Send the unit's form of the Django admin as it stands, with some fields changed."""
    address = f"/django-admin/people/unit/{unit.pk}/change/"
    stands = client.get(address).context["adminform"].form.initial
    form = {name: getattr(value, "pk", value) for name, value in {**stands, **fields}.items() if value is not None}
    response = client.post(address, form)
    assert response.status_code == 302, response.context["errors"]


def people_in(name: str) -> int:
    unit = Unit.objects.get(name=name)
    return figures_for([unit], as_at=local_today())[unit.pk].people.total


def test_the_figures_of_both_places_follow(db, request):
    before = people_in("Community Support")
    team = people_in("Hillside team")
    request.getfixturevalue("moved")
    assert people_in("Community Support") == before - team
    assert people_in("Hillside team") == team
    call_command("rebuild_readiness", "--check")


def test_it_is_told_once(moved):
    assert Event.objects.filter(name="people.unit_moved.v1", data__unit_id=moved.pk).count() == 1


def test_a_new_name_alone_moves_nothing(admin, signed_in):
    team = Unit.objects.get(name="Hillside team")
    change(signed_in(admin), team, name="Hilltop team")
    assert Unit.objects.get(pk=team.pk).path == team.path
    assert Unit.objects.get(pk=team.pk).name == "Hilltop team"
    assert not Event.objects.filter(name="people.unit_moved.v1").exists()
    call_command("rebuild_readiness", "--check")
