"""What is owed is delivered once to each listener; one who fails is told again later and holds nobody up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from learning.outbox.actions import deliver, deliver_due_now, post_event
from learning.outbox.models import STUCK_AFTER, Delivery, Event
from learning.outbox.tasks import deliver_due
from learning.people.models import Person
from tests.outbox.listeners import BellRang, forget, listening

NOON = "2026-11-23T12:00:00+00:00"


@pytest.fixture
def ears(db) -> Iterator[dict]:
    with listening(at_once=("tests.a_quick",), later=("tests.b_slow", "tests.c_other")) as listeners:
        yield listeners


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def ring(number: int = 1) -> Event:
    return post_event(BellRang(bell_id=number))


def owed(event: Event, name: str) -> Delivery:
    return Delivery.objects.get(event=event, subscriber=name)


def fail(event: Event) -> None:
    raise ValueError(f"No bell {event.data['bell_id']} here")


def write_and_fail(event: Event) -> None:
    Person.objects.create(name="Half done")
    fail(event)


def break_the_database(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


def test_each_listener_hears_each_event_once_however_often_deliveries_run(ears):
    ring(1), ring(2)
    assert deliver_due_now() == 4
    assert deliver_due_now() == 0
    assert {name: ear.heard for name, ear in ears.items()} == {name: [1, 2] for name in ears}


def test_who_is_told_at_once_has_heard_before_the_change_is_committed(ears):
    event = ring()
    assert ears["tests.a_quick"].heard == [1]
    assert ears["tests.b_slow"].heard == []
    assert owed(event, "tests.a_quick").delivered_at is not None
    assert owed(event, "tests.b_slow").delivered_at is None


def test_what_a_quick_listener_wrote_goes_with_the_change_when_that_is_rolled_back(ears):
    ears["tests.a_quick"].before = lambda event: Person.objects.create(name="Quick")
    with pytest.raises(ValueError, match="undo"), transaction.atomic():
        ring()
        assert Person.objects.filter(name="Quick").exists()
        raise ValueError("undo")
    assert not Person.objects.filter(name="Quick").exists()


@pytest.mark.parametrize("trouble", [write_and_fail, break_the_database])
def test_a_quick_listener_that_fails_leaves_the_change_standing_and_is_told_later(ears, noon, trouble):
    quick = ears["tests.a_quick"]
    quick.before = trouble
    kept = Person.objects.create(name="The change")
    event = ring()
    assert Person.objects.filter(pk=kept.pk).exists()
    assert not Person.objects.filter(name="Half done").exists()
    waiting = owed(event, "tests.a_quick")
    assert (waiting.attempts, waiting.delivered_at) == (1, None)
    quick.before = lambda event: None
    noon.move_to(waiting.next_attempt_at, tick=False)
    deliver_due_now()
    assert quick.heard == [1]


@pytest.mark.parametrize("trouble", [write_and_fail, break_the_database])
def test_a_listener_that_fails_undoes_its_half_and_stops_no_other(ears, noon, trouble):
    ears["tests.b_slow"].before = trouble
    event = ring()
    assert deliver_due_now() == 1
    assert ears["tests.c_other"].heard == [1]
    assert not Person.objects.filter(name="Half done").exists()
    assert owed(event, "tests.c_other").delivered_at == timezone.now()
    assert owed(event, "tests.b_slow").delivered_at is None


def test_the_reason_of_a_failure_is_kept_with_the_try_and_the_wait(ears, noon, monkeypatch):
    monkeypatch.setattr("learning.outbox.actions.random.random", lambda: 1.0)
    ears["tests.b_slow"].before = fail
    event = ring(9)
    waits = []
    for attempts in (1, 2, 3):
        deliver_due_now()
        failed = owed(event, "tests.b_slow")
        assert failed.attempts == attempts
        assert "ValueError: No bell 9 here" in failed.last_error
        waits.append((failed.next_attempt_at - timezone.now()).total_seconds())
        noon.move_to(failed.next_attempt_at, tick=False)
    assert waits == [11, 21, 41]


def test_nobody_is_tried_again_before_the_wait_is_over(ears, noon):
    slow = ears["tests.b_slow"]
    slow.before = fail
    event = ring()
    deliver_due_now()
    slow.before = lambda event: None
    again = owed(event, "tests.b_slow").next_attempt_at
    noon.move_to(again - timedelta(milliseconds=1), tick=False)
    assert deliver_due_now() == 0
    noon.move_to(again, tick=False)
    assert deliver_due_now() == 1
    assert slow.heard == [1]


def test_a_later_event_does_not_wait_for_an_earlier_one_that_fails(ears, noon):
    slow = ears["tests.b_slow"]
    slow.before = lambda event: fail(event) if event.data["bell_id"] == 1 else None
    ring(1), ring(2)
    deliver_due_now()
    assert slow.heard == [2]


def test_events_are_delivered_oldest_first(ears):
    for number in (1, 2, 3):
        ring(number)
    deliver_due_now(limit=2)
    assert ears["tests.b_slow"].heard == [1]
    deliver_due_now()
    assert ears["tests.b_slow"].heard == [1, 2, 3]


def test_the_task_goes_on_until_nothing_is_due(ears, monkeypatch):
    for number in range(5):
        ring(number)
    monkeypatch.setattr("learning.outbox.tasks.deliver_due_now", lambda: deliver_due_now(limit=3))
    deliver_due()
    assert not Delivery.objects.owed().filter(event__name=BellRang.name).exists()


def test_what_was_delivered_is_not_delivered_again_by_a_late_worker(ears):
    event = ring()
    late = owed(event, "tests.b_slow").pk
    assert deliver(late) is True
    assert deliver(late) is False
    assert ears["tests.b_slow"].heard == [1]


def test_a_listener_that_was_taken_out_is_noted_and_blocks_nobody(ears, noon):
    event = ring()
    forget("tests.b_slow")
    assert deliver_due_now() == 1
    assert "KeyError: 'tests.b_slow'" in owed(event, "tests.b_slow").last_error
    assert ears["tests.c_other"].heard == [1]


def test_who_failed_ten_times_is_shown_to_a_person(ears, noon):
    ears["tests.b_slow"].before = fail
    event = ring()
    for _ in range(STUCK_AFTER):
        assert not Delivery.objects.stuck().exists()
        noon.move_to(owed(event, "tests.b_slow").next_attempt_at, tick=False)
        deliver_due_now()
    assert [stuck.subscriber for stuck in Delivery.objects.stuck()] == ["tests.b_slow"]


def test_nobody_is_owed_one_event_twice(ears):
    event = ring()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=event, subscriber="tests.b_slow")


def test_a_worker_is_woken_once_the_change_is_committed(ears, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ring()
        assert ears["tests.b_slow"].heard == []
    assert ears["tests.b_slow"].heard == [1]


def test_nobody_is_woken_when_everybody_was_told_at_once(db, django_capture_on_commit_callbacks):
    with listening(at_once=("tests.only",)), django_capture_on_commit_callbacks() as callbacks:
        ring()
    assert callbacks == []


def test_a_broker_that_is_away_costs_nothing_but_time(ears, monkeypatch, django_capture_on_commit_callbacks):
    def away(**options):
        raise ConnectionError("No broker")

    monkeypatch.setattr(deliver_due, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        event = ring()
    assert owed(event, "tests.b_slow").delivered_at is None
    deliver_due_now()
    assert ears["tests.b_slow"].heard == [1]


def test_a_failure_inside_the_note_itself_keeps_the_delivery_owed(ears, monkeypatch):
    event = ring()
    monkeypatch.setattr(Delivery, "save", lambda self, **options: (_ for _ in ()).throw(DatabaseError("full")))
    ears["tests.b_slow"].before = lambda event: Person.objects.create(name="Half done")
    with pytest.raises(DatabaseError):
        deliver(owed(event, "tests.b_slow").pk)
    assert owed(event, "tests.b_slow").delivered_at is None
    assert not Person.objects.filter(name="Half done").exists()
