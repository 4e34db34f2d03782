"""A second installation: a site of its own on a database and files of its own, as another council would run it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 120


@contextmanager
def second_installation(folder: Path) -> Iterator[str]:
    """Start another site, with the demo as it was made, and yield its address."""
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "TEST_DATABASE_URL": f"sqlite:///{folder / 'other.sqlite3'}",
        "LOG_LEVEL": "ERROR",
    }
    _fill(folder / "other.sqlite3", environment)
    address = f"127.0.0.1:{_free_port()}"
    command = [sys.executable, "manage.py", "runserver", "--noreload", address]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        _wait_for(f"http://{address}/healthz", running)
        yield f"http://{address}"
    finally:
        running.kill()
        running.wait()


def _fill(database: Path, environment: dict[str, str]) -> None:
    """Give the other site its demo: copied where this one keeps its own in a file, else made anew."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as here, sqlite3.connect(database) as there:
            here.backup(there)
        return
    for command in (["migrate", "-v0"], ["load_demo", "--no-input"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, running: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert running.poll() is None, "The other site did not start"
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own site on this machine
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("The other site did not answer")
