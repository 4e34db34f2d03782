"""Administrators look at events and deliveries in the Django admin; nobody changes them there."""

from __future__ import annotations

import pytest

from learning.outbox.models import Delivery, Event

LISTS = {"event": Event, "delivery": Delivery}


@pytest.mark.parametrize("name", LISTS)
def test_the_administrator_reads_the_list_and_one_of_it(admin, signed_in, name):
    client = signed_in(admin)
    row = LISTS[name].objects.last()
    assert client.get(f"/django-admin/outbox/{name}/").status_code == 200
    page = client.get(f"/django-admin/outbox/{name}/{row.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("action", ["add", "{}/change", "{}/delete"])
def test_nothing_is_added_changed_or_deleted(admin, signed_in, name, action):
    model = LISTS[name]
    row, before = model.objects.last(), list(model.objects.order_by("pk").values())
    path = f"/django-admin/outbox/{name}/{action.format(row.pk)}/"
    response = signed_in(admin).post(path, {"name": "x", "subscriber": "x", "post": "yes"})
    assert response.status_code == 403
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", LISTS)
def test_no_action_deletes_many(admin, signed_in, name):
    model = LISTS[name]
    rows = model.objects.count()
    sent = {"action": "delete_selected", "_selected_action": [model.objects.last().pk], "post": "yes"}
    signed_in(admin).post(f"/django-admin/outbox/{name}/", sent)
    assert model.objects.count() == rows


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["asha", "lena", "priya", "sam"])
def test_nobody_else_finds_them(db, signed_in, request, who, name):
    assert signed_in(request.getfixturevalue(who)).get(f"/django-admin/outbox/{name}/").status_code == 404


def test_what_is_still_owed_can_be_picked_out(admin, signed_in):
    delivery = Delivery.objects.last()
    Delivery.objects.filter(pk=delivery.pk).update(delivered_at=None, attempts=3)
    page = signed_in(admin).get("/django-admin/outbox/delivery/", {"delivered_at__isempty": "1"})
    assert list(page.context["cl"].queryset) == [delivery]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_does_not_ask_once_for_each(admin, signed_in, name, django_assert_max_num_queries):
    client = signed_in(admin)
    with django_assert_max_num_queries(10):
        client.get(f"/django-admin/outbox/{name}/")
