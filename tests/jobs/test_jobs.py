"""Long work is done once for who asked, begun again when it was lost, called off when they say so, and forgotten."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.jobs import actions
from learning.jobs.actions import TooManyJobs, ask_again, cancel_job, forget_expired_jobs, run_due_jobs, start_job
from learning.jobs.actions.working import LEASE, MOST_ATTEMPTS, Reporter, claim_next, run_job
from learning.jobs.kinds import JobRefused, JobStopped, Result, job
from learning.jobs.models import Job, private_storage
from learning.jobs.tasks import forget_expired, run_due
from learning.outbox.idempotency import ClientIdReused
from learning.outbox.models import Event
from tests.jobs.kinds import PAPER, known


@pytest.fixture(autouse=True)
def drawer(tmp_path, monkeypatch):
    """Give every test an empty drawer for results."""
    for name in ("base_location", "location"):
        monkeypatch.setitem(vars(private_storage()), name, str(tmp_path / "private"))
    return tmp_path / "private"


def files_in(drawer) -> list[str]:
    return sorted(str(path.relative_to(drawer)) for path in drawer.rglob("*") if path.is_file())


def lose(row: Job) -> None:
    """Let a lease end, as when a worker was killed."""
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def told(row: Job) -> list[str]:
    return [event.name for event in Event.objects.filter(name__startswith="jobs.") if event.data["job_id"] == row.pk]


def test_what_was_asked_for_is_made_and_told(asha, drawer):
    with known() as kind:
        row = start_job(asha, kind, {"pages": 3})
        assert (row.state, told(row)) == ("WAITING", ["jobs.job_asked.v1"])
        assert run_due_jobs() == 1
    row.refresh_from_db()
    assert (row.state, row.done, row.of, row.message, row.percent) == ("DONE", 3, 3, "", 100)
    assert row.result.read() == PAPER.content
    assert files_in(drawer) == [f"jobs/{row.uuid}/1/paper.txt"]
    assert told(row) == ["jobs.job_asked.v1", "jobs.job_ended.v1"]
    assert row.expires_at - row.ended_at == timedelta(days=7)


def test_a_woken_worker_does_the_work(asha, django_capture_on_commit_callbacks):
    with known() as kind:
        with django_capture_on_commit_callbacks(execute=True):
            row = start_job(asha, kind, {})
        row.refresh_from_db()
    assert row.state == "DONE"


def test_a_broker_that_is_away_loses_nothing(asha, monkeypatch, django_capture_on_commit_callbacks):
    def away(**options):
        raise OSError("no broker")

    with known() as kind:
        monkeypatch.setattr(run_due, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            row = start_job(asha, kind, {})
        run_due()
    row.refresh_from_db()
    assert row.state == "DONE"


def test_sent_twice_it_is_asked_for_once(asha, priya):
    sent = uuid.uuid4()
    with known() as kind:
        first = start_job(asha, kind, {"a": 1}, client_id=sent)
        assert start_job(asha, kind, {"a": 1}, client_id=sent) == first
        assert start_job(asha, kind, {"a": 1}, client_id=uuid.uuid4()) == first, "the same work already waits"
        assert start_job(asha, kind, {"a": 2}) != first
        run_due_jobs()
        assert start_job(asha, kind, {"a": 1}, client_id=sent) == first, "a late repeat finds what was made"
        assert start_job(asha, kind, {"a": 1}) != first
        for account, arguments in ((priya, {"a": 1}), (asha, {"a": 3})):
            with pytest.raises(ClientIdReused):
                start_job(account, kind, arguments, client_id=sent)


def test_nobody_fills_the_queue(asha, priya):
    with known() as kind:
        for number in range(actions.MOST_AT_ONCE):
            start_job(asha, kind, {"number": number})
        with pytest.raises(TooManyJobs):
            start_job(asha, kind, {"number": "one more"})
        assert start_job(priya, kind, {}).state == "WAITING"


def test_a_lost_job_is_begun_again_and_the_lost_try_writes_nothing(asha, drawer):
    with known() as kind:
        row = start_job(asha, kind, {})
        lost = claim_next()
        Reporter(lost).report(1, 3, "Page 1")
        assert claim_next() is None, "it is held for as long as its lease lasts"
        lose(row)
        again = claim_next()
        assert (again.pk, again.attempts) == (row.pk, 2)
        with pytest.raises(JobStopped):
            Reporter(lost).report(2, 3, "Page 2")
        run_job(again)
        run_job(lost)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("DONE", 2)
    assert files_in(drawer) == [f"jobs/{row.uuid}/2/paper.txt"]


def test_a_try_that_was_overtaken_at_the_very_end_takes_its_file_away(asha, drawer):
    def overtaken(progress, arguments):
        Job.objects.update(attempts=2)
        return PAPER

    with known(overtaken) as kind:
        start_job(asha, kind, {})
        run_job(claim_next())
    assert files_in(drawer) == []


def test_what_is_lost_again_and_again_is_given_up_in_words(asha):
    with known() as kind:
        row = start_job(asha, kind, {})
        for _ in range(MOST_ATTEMPTS):
            assert claim_next() is not None
            lose(row)
        assert claim_next() is None
    row.refresh_from_db()
    assert row.state == "FAILED"
    assert "Try again" in row.message


def test_reporting_keeps_the_lease(asha, time_machine):
    with known() as kind:
        start_job(asha, kind, {})
        time_machine.move_to(timezone.now())
        held = claim_next()
        time_machine.shift(LEASE - timedelta(seconds=5))
        Reporter(held).report(1, 3, "Page 1")
        time_machine.shift(LEASE - timedelta(seconds=5))
        assert claim_next() is None


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (JobRefused("Choose fewer elements."), "Choose fewer elements."),
        (ValueError("secret detail"), "Something went wrong on our side"),
    ],
)
def test_what_went_wrong_is_said_in_words_that_help(asha, problem, words):
    def stumble(progress, arguments):
        raise problem

    with known(stumble) as kind:
        row = start_job(asha, kind, {})
        run_due_jobs()
    row.refresh_from_db()
    assert row.state == "FAILED"
    assert row.message.startswith(words)
    assert "secret" not in row.message


def test_a_kind_that_this_version_does_not_know_is_not_tried_for_ever(asha):
    row = start_job(asha, "tests.older", {})
    assert run_due_jobs() == 1
    row.refresh_from_db()
    assert row.state == "FAILED"


def test_a_job_that_waits_is_cancelled_at_once(asha):
    with known() as kind:
        row = start_job(asha, kind, {})
        assert cancel_job(row)
        assert not cancel_job(row)
        assert run_due_jobs() == 0
    assert told(row) == ["jobs.job_asked.v1", "jobs.job_ended.v1"]


def test_a_job_that_runs_stops_at_its_next_report_and_leaves_nothing(asha, drawer):
    def called_off(progress, arguments):
        progress.report(1, 2, "First")
        cancel_job(Job.objects.get())
        progress.report(2, 2, "Second")
        pytest.fail("it went on")

    with known(called_off) as kind:
        row = start_job(asha, kind, {})
        run_due_jobs()
    row.refresh_from_db()
    assert (row.state, row.result.name, files_in(drawer)) == ("CANCELLED", "", [])


def test_asking_again_is_a_job_of_its_own(asha):
    with known() as kind:
        row = start_job(asha, kind, {"a": 1})
        cancel_job(row)
        new = ask_again(row)
        assert (new.pk != row.pk, new.arguments, new.state) == (True, {"a": 1}, "WAITING")
        row.refresh_from_db()
        assert row.state == "CANCELLED"


def test_results_are_forgotten_after_a_week_with_what_lies_about(asha, drawer, time_machine):
    with known() as kind:
        old, fresh, waiting = (start_job(asha, kind, {"number": number}) for number in range(3))
        Job.objects.filter(pk=waiting.pk).update(state="FAILED")
        run_due_jobs()
        Job.objects.filter(pk=waiting.pk).update(state="WAITING")
        private_storage().save(f"jobs/{uuid.uuid4()}/1/orphan.txt", old.result.storage.open(files_in(drawer)[0]))
        Job.objects.filter(pk=fresh.pk).update(expires_at=timezone.now() + timedelta(days=30))
        time_machine.move_to(timezone.now() + timedelta(days=8))
        forget_expired()
    assert set(Job.objects.all()) == {fresh, waiting}
    assert files_in(drawer) == [f"jobs/{fresh.uuid}/1/paper.txt"]
    assert forget_expired_jobs() == 0


def test_forgetting_needs_no_drawer(db):
    assert forget_expired_jobs() == 0


def test_a_kind_is_registered_once():
    with known() as kind, pytest.raises(ValueError, match="twice"):
        job(kind, "Paper")(lambda progress, arguments: None)


def test_a_kind_may_make_no_file(asha):
    with known(lambda progress, arguments: None) as kind:
        row = start_job(asha, kind, {})
        run_due_jobs()
    row.refresh_from_db()
    assert (row.state, row.has_result) == ("DONE", False)


def test_a_name_that_leads_out_of_the_drawer_is_refused(asha, drawer):
    with known(lambda progress, arguments: Result("../../../../out.txt", "text/plain", b"x")) as kind:
        row = start_job(asha, kind, {})
        run_due_jobs()
    row.refresh_from_db()
    assert (row.state, files_in(drawer)) == ("FAILED", [])


def test_the_queue_is_read_in_one_question(asha, django_assert_num_queries):
    Job.objects.bulk_create([Job(kind="x", asked_by=asha, state="DONE") for _ in range(2000)])
    with django_assert_num_queries(1):
        assert claim_next() is None
