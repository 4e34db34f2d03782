"""A worker is killed in the middle of long work: the work is begun again and ends once, with one result."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from django.utils import timezone

from learning.jobs.models import Job
from tests.conftest import account_of
from tests.reliability.copies import Copies, in_child
from tests.reliability.slow_jobs import STEPS
from tests.reliability.test_worker import environment, wait_until, wake, worker

KNOWS_SLOW = ("--include", "tests.reliability.slow_jobs")


def ask(seconds: float) -> str:
    return str(Job.objects.create(kind="tests.slow", asked_by=account_of("asha"), arguments={"seconds": seconds}).uuid)


def how_far() -> list:
    row = Job.objects.get(kind="tests.slow")
    return [row.state, row.attempts, row.done, row.result.name]


def let_the_lease_end() -> int:
    """Do what two minutes of waiting would."""
    return Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_worker_killed_in_the_middle_of_a_job_is_replaced(db, tmp_path):
    copies = Copies(tmp_path)
    with copies.one() as name:
        uuid, _ = in_child(name, partial(ask, 4))
        env = environment(name, tmp_path)
        with worker(env, *KNOWS_SLOW):
            wake(env, "jobs.run_due")
            wait_until(name, how_far, lambda row: row[2] >= 3)
        state, attempts, done, _ = in_child(name, how_far)[0]
        assert (state, attempts, done < STEPS) == ("RUNNING", 1, True), "The worker was done before it was killed"
        in_child(name, let_the_lease_end)
        with worker(env, *KNOWS_SLOW):
            wake(env, "jobs.run_due")
            wait_until(name, how_far, lambda row: row[0] == "DONE")
        assert in_child(name, how_far)[0] == ["DONE", 2, STEPS, f"jobs/{uuid}/2/slow.txt"]
        kept = [path for path in (Path(env["VAR_DIR"]) / "private").rglob("*") if path.is_file()]
        assert [path.read_bytes() for path in kept] == [b"All of it"]
