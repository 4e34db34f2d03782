"""A new listener is told everything that happened before it came, once; the old ones hear nothing again."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from learning.outbox.actions import owe_history, post_event
from learning.outbox.models import Delivery, Event
from learning.records.models import Statement
from tests.outbox.listeners import BellRang, listening


@pytest.fixture
def three_bells(db) -> None:
    with listening(later=("tests.old",)):
        for number in (1, 2, 3):
            post_event(BellRang(bell_id=number))
        Delivery.objects.filter(subscriber="tests.old").delete()


def test_a_new_listener_hears_what_was_stored_in_order(three_bells, capsys):
    with listening(later=("tests.new",)) as ears:
        call_command("replay_events", "--to", "tests.new")
        assert ears["tests.new"].heard == [1, 2, 3]
    assert "3 events owed, 3 deliveries made." in capsys.readouterr().out


def test_replaying_again_tells_nothing_twice(three_bells, capsys):
    with listening(later=("tests.new",)) as ears:
        call_command("replay_events", "--to", "tests.new", "--no-input")
        call_command("replay_events", "--to", "tests.new", "--no-input")
        assert ears["tests.new"].heard == [1, 2, 3]
    assert capsys.readouterr().out.endswith("0 events owed, 0 deliveries made.\n")


def test_only_what_it_asked_for_is_owed(three_bells):
    with listening(later=("tests.new",)):
        assert owe_history("tests.new") == 3
        assert set(Delivery.objects.filter(subscriber="tests.new").values_list("event__name", flat=True)) == {
            BellRang.name
        }


def test_the_others_are_owed_nothing_by_it(three_bells):
    with listening(later=("tests.new", "tests.old")) as ears:
        call_command("replay_events", "--to", "tests.new")
        assert ears["tests.old"].heard == []


def test_an_unknown_listener_is_named(db):
    with pytest.raises(CommandError, match=r"There is no subscriber called tests\.nobody\."):
        call_command("replay_events", "--to", "tests.nobody")


def test_every_statement_can_be_made_anew_from_the_events(db):
    before = {row.id: row.body for row in Statement.objects.all()}
    assert before
    Statement.objects.all().delete()
    Delivery.objects.filter(subscriber="records.statements").delete()
    call_command("replay_events", "--to", "records.statements")
    assert {row.id: row.body for row in Statement.objects.all()} == before


def test_replaying_changes_no_event(three_bells):
    before = list(Event.objects.order_by("pk").values())
    with listening(later=("tests.new",)):
        call_command("replay_events", "--to", "tests.new")
    assert list(Event.objects.order_by("pk").values()) == before
