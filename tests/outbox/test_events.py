"""An event is a plain fact that can be read back, and stands or falls with the change it tells of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.outbox.events import DomainEvent, announces, read_event, registry
from learning.outbox.models import Delivery, Event
from learning.people.actions import end_post, start_post
from learning.people.models import Person, Post
from learning.people.queries import local_today
from tests.outbox.listeners import BellRang, listening


class Kept(Exception):
    """Raised to roll a transaction back."""


def counts() -> tuple[int, int]:
    return Event.objects.count(), Delivery.objects.count()


def test_an_event_is_written_with_what_is_owed_for_it(db):
    with listening(later=("tests.one", "tests.two")):
        row = post_event(BellRang(bell_id=7, notes=["c"]))
    assert row.data == {"bell_id": 7, "notes": ["c"]}
    assert list(row.deliveries.order_by("subscriber").values_list("subscriber", flat=True)) == [
        "tests.one",
        "tests.two",
    ]


def test_what_is_rolled_back_was_never_told(db):
    before = counts()
    with listening(later=("tests.one",)), pytest.raises(Kept), transaction.atomic():
        post_event(BellRang(bell_id=1))
        raise Kept
    assert counts() == before


def test_a_post_that_fails_in_the_middle_leaves_neither_post_nor_event(asha, omar, monkeypatch):
    held = Post.objects.get(person=asha.person)
    before = counts(), Post.objects.count()
    monkeypatch.setattr("learning.people.actions.post_event", lambda event: (_ for _ in ()).throw(Kept()))
    with pytest.raises(Kept):
        start_post(
            asha.person, unit=held.unit, role_profile=held.role_profile, line_manager=None, started_on=local_today()
        )
    with pytest.raises(Kept):
        end_post(held, ended_on=local_today())
    held.refresh_from_db()
    assert (counts(), Post.objects.count()) == before
    assert held.ended_on is None


def test_an_event_outside_a_transaction_is_refused(db, monkeypatch):
    monkeypatch.setattr("learning.outbox.actions.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match=r"tests\.bell_rang\.v1 must be posted in the transaction of the change"):
        post_event(BellRang(bell_id=1))


def test_a_fact_lends_its_event_its_own_uuid_and_its_own_time(db):
    own, then = UUID("11111111-1111-4111-8111-111111111111"), datetime(2020, 1, 6, tzinfo=UTC)
    row = post_event(BellRang(bell_id=1), uuid=own, occurred_at=then)
    assert Event.objects.get(uuid=own).occurred_at == then == row.occurred_at


def test_without_a_time_an_event_happened_now(db, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+00:00", tick=False)
    assert post_event(BellRang(bell_id=1)).occurred_at == timezone.now() == datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("value", [date(2026, 11, 23), {1, 2}, UUID(int=1), b"x"])
def test_an_event_carries_plain_values_only(db, value):
    with pytest.raises(TypeError, match="bell_id must be a plain JSON value"):
        post_event(BellRang(bell_id=value))


def test_a_stored_event_reads_back_as_what_was_posted(db):
    with listening():
        row = post_event(BellRang(bell_id=3, notes=["c", "e"]))
        assert Event.objects.get(pk=row.pk).read() == BellRang(bell_id=3, notes=["c", "e"])


def test_fields_that_a_later_version_dropped_are_left_out():
    with listening():
        assert read_event(BellRang.name, {"bell_id": 3, "colour": "gold"}) == BellRang(bell_id=3)


def test_one_name_is_announced_once():
    @dataclass(frozen=True)
    class Again(DomainEvent):
        name = "people.post_started.v1"

    with pytest.raises(ValueError, match=r"people\.post_started\.v1 is announced twice"):
        announces(Again)


def test_every_announced_event_is_named_room_thing_past_tense_and_version():
    assert {"people.post_started.v1", "people.post_ended.v1"} <= set(registry)
    for name, kind in registry.items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+\.v[1-9]", name), name
        assert kind.__module__ == f"learning.{name.split('.')[0]}.events", name


def test_no_event_has_a_field_for_names_or_addresses():
    telling = {"name", "first_name", "email", "hr_id", "text", "went_well", "next_step", "reason"}
    for kind in registry.values():
        assert not telling & {field.name for field in fields(kind)}, kind


def test_every_event_of_the_demo_reads_back_and_names_nobody(db):
    names = set(Person.objects.values_list("name", flat=True))
    for row in Event.objects.all():
        assert row.read().data() == row.data
        text = json.dumps(row.data)
        assert not [name for name in names if name in text], row
