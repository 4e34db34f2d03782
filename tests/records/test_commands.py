"""The commands and the timed task: what they print, what they take, and what they refuse."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.records import tasks
from learning.records.models import Forwarding, Statement
from tests.records.conftest import ids
from tests.records.lrs import Says


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_export_is_every_statement_as_it_is_served_oldest_first(db):
    served = [statement.served() for statement in Statement.objects.order_by("number")]
    assert run("export_statements", "--no-input", "--format", "jsonl") == served
    assert len(served) > 200


def test_the_export_of_the_whole_demo_holds_against_a_library_we_did_not_write(db):
    lines = run("export_statements")
    assert len(lines) == Statement.objects.count()
    for line in lines:
        BaseXapiStatement.model_validate(json.loads(line))


def test_that_library_does_refuse_a_line_that_is_wrong(db):
    line = json.loads(run("export_statements")[0]) | {"verb": {"id": "passed"}}
    with pytest.raises(ValueError, match="verb"):
        BaseXapiStatement.model_validate(line)


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%dT%H:%M:%S"])
def test_the_export_can_begin_after_an_instant(form, db):
    middle, *later = Statement.objects.order_by("-number")[:3][::-1]
    instant = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
    Statement.objects.update(stored_at=instant - timedelta(days=1))
    Statement.objects.filter(pk=middle.pk).update(stored_at=instant)
    Statement.objects.filter(pk__in=[row.pk for row in later]).update(stored_at=instant + timedelta(seconds=1))
    lines = run("export_statements", "--since", instant.strftime(form))
    assert [json.loads(line)["id"] for line in lines] == ids(later)


@pytest.mark.parametrize("nonsense", ["yesterday", "", "2026-13-01", "12"])
def test_an_instant_that_cannot_be_read_is_refused_in_words(nonsense, db):
    with pytest.raises(CommandError, match=r"is not an instant\. Write it like 2026-11-22T09:00:00Z\.$"):
        run("export_statements", "--since", nonsense or " ")


def test_forwarding_prints_what_was_sent_what_waits_and_what_was_refused(waiting, store):
    statements = waiting(4)
    store.refuses = {ids(statements)[1]: "No"}
    assert run("forward_statements", "--no-input") == ["sent 3, waiting 0, refused 1"]
    assert run("forward_statements") == ["sent 0, waiting 0, refused 0"]
    store.refuses = {}
    again = run("forward_statements", "--retry-refused")
    assert again == ["1 refused statements will be sent again.", "sent 1, waiting 0, refused 0"]


def test_forwarding_tells_what_is_wrong(waiting, store, settings):
    waiting(2)
    store.will_say(Says(403))
    told = f"{settings.LRS_ENDPOINT} answered 403. Check LRS_ENDPOINT, LRS_KEY and LRS_SECRET."
    assert run("forward_statements") == ["sent 0, waiting 2, refused 0", told]
    assert run("forward_statements")[1].endswith(told)


def test_forwarding_with_no_store_set_says_so(db):
    told = "No external record store is set (LRS_ENDPOINT)."
    assert run("forward_statements") == ["sent 0, waiting 0, refused 0", told]


def test_the_timed_task_makes_a_pass_when_a_store_is_set(waiting, store):
    waiting(2)
    tasks.forward_statements()
    assert len(store.held) == 2


def test_the_timed_task_does_nothing_when_none_is_set(db):
    tasks.forward_statements()
    assert not Forwarding.objects.exists()


def test_an_administrator_sends_refused_statements_again(waiting, store, admin, signed_in):
    statements = waiting(2)
    store.refuses = {ids(statements)[0]: "No"}
    run("forward_statements")
    refused = Forwarding.objects.get(state=Forwarding.State.REFUSED)
    chosen = {"action": "send_again", "_selected_action": [refused.pk]}
    page = signed_in(admin).post("/django-admin/records/forwarding/", chosen, follow=True)
    assert "1 statements will be sent again." in page.content.decode()
    assert Forwarding.objects.get(pk=refused.pk).state == Forwarding.State.WAITING
