"""A real record store, Ralph, in an environment of its own under var/: its packages do not go with ours."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.conf import settings

LOCK = Path(settings.BASE_DIR) / "requirements" / "ralph.txt"
HOME = Path(settings.BASE_DIR) / "var" / "ralph"
PYTHON = HOME / "bin" / "python"
KEY, SECRET = "golden-thread", "a secret of the tests"
PATIENCE_SECONDS = 60


def install() -> None:
    """Make the environment as the lock says, unless it stands already. Without a package index the tests fail."""
    stamp = HOME / "installed"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["pip says nothing"])[-1]
        pytest.fail(
            "The real record store could not be installed, so nothing was tried with it. "
            f"Is a package index within reach? {why}",
            pytrace=False,
        )
    stamp.write_text(digest)


def in_its_environment(code: str, given: str = "") -> str:
    """Run a little Python where the store lives; return what it prints."""
    command = [PYTHON, "-c", code]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=HOME).stdout


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Yield the endpoint of a store that starts empty and keeps its files in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/xAPI"
    serve = [PYTHON, "-m", "uvicorn", "ralph.api:app", "--port", str(port), "--log-level", "critical"]
    process = subprocess.Popen(serve, cwd=folder, env=environment(folder))
    try:
        wait_until_it_answers(address, process)
        yield address
    finally:
        process.kill()
        process.wait()


def environment(folder: Path) -> dict[str, str]:
    hashed = in_its_environment(f"import bcrypt; print(bcrypt.hashpw({SECRET.encode()!r}, bcrypt.gensalt(4)).decode())")
    agent = {"account": {"homePage": "https://store.example.org", "name": KEY}}
    users = [{"username": KEY, "hash": hashed.strip(), "scopes": ["all"], "agent": agent}]
    (folder / "auth.json").write_text(json.dumps(users))
    (folder / "kept").mkdir()
    return {
        **os.environ,
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "kept"),
    }


def wait_until_it_answers(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if httpx.get(f"{address}/statements", auth=(KEY, SECRET), params={"limit": 1}).is_success:
                return
        except httpx.TransportError:
            assert process.poll() is None, "The record store did not start"
        assert time.monotonic() < deadline, "The record store does not answer"
        time.sleep(0.2)
