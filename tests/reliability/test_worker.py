"""A real worker on a real broker is killed in the middle of its work, again and again: every statement is written once.

The broker is the folder that needs no server; with TEST_BROKER_URL the same is tried on Redis or RabbitMQ.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from learning.outbox.models import Delivery
from learning.records.models import Statement
from tests.reliability.copies import Copies, in_child

ROOT = Path(settings.BASE_DIR)
KILL_WHEN_DELIVERED = (40, 110, 190)
PATIENCE_SECONDS = 120


def owe_everything_again() -> dict[str, str]:
    """Forget what was delivered; return the statements as they were."""
    before = {str(row.id): row.body for row in Statement.objects.all()}
    Statement.objects.all().delete()
    Delivery.objects.update(delivered_at=None)
    return before


def delivered() -> int:
    return Delivery.objects.exclude(delivered_at=None).count()


def owed() -> int:
    return Delivery.objects.owed().count()


def statements() -> dict[str, str]:
    return {str(row.id): row.body for row in Statement.objects.all()}


def environment(name: str, folder: Path) -> dict[str, str]:
    """Return an environment in which a worker uses the copy and a broker of its own."""
    wanted = connection.settings_dict
    server = f"{wanted['USER']}:{wanted['PASSWORD']}@{wanted['HOST'] or '127.0.0.1'}:{wanted['PORT'] or 5432}"
    address = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"postgres://{server}/{name}"
    return {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": str(folder / "var"),
        "SECRET_KEY": "a worker of the suite",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "CELERY_BROKER_URL": os.environ.get("TEST_BROKER_URL", ""),
        "LOG_LEVEL": "ERROR",
    }


def celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--app", "config", *arguments]


@contextmanager
def worker(env: dict[str, str], *more: str) -> Iterator[subprocess.Popen]:
    quiet = ("--loglevel", "error", "--without-gossip", "--without-mingle")
    command = celery("worker", "--concurrency", "1", *quiet, *more)
    running = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def wake(env: dict[str, str], task: str = "outbox.deliver_due") -> None:
    """Do what the sweep does every minute."""
    subprocess.run(celery("call", task), cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def wait_until(name: str, question, answer) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answer(in_child(name, question)[0]):
        assert time.monotonic() < deadline, "The worker did not get on with its work"
        time.sleep(0.1)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(db, tmp_path):
    copies = Copies(tmp_path)
    with copies.one() as name:
        before, _ = in_child(name, owe_everything_again)
        env = environment(name, tmp_path)
        for threshold in KILL_WHEN_DELIVERED:
            with worker(env):
                wake(env)
                wait_until(name, delivered, lambda count, least=threshold: count >= least)
        assert in_child(name, owed)[0] > 0, "The worker was done before it was killed"
        with worker(env):
            wake(env)
            wait_until(name, owed, lambda count: count == 0)
        assert in_child(name, statements)[0] == before
