"""Runs a web server as in production and tells how much CPU it has used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running gunicorn with one worker."""

    address: str
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Return the CPU that the worker, and PostgreSQL on this machine, have used so far."""
        return sum(_cpu(pid) for pid in [*_children(self.process.pid), *_postgres()])

    def client(self, cookies: dict[str, str] | None = None) -> httpx.Client:
        return httpx.Client(base_url=self.address, cookies=cookies, timeout=60)


@contextmanager
def serve(application: str, env: dict[str, str]) -> Iterator[Server]:
    """Start gunicorn on a free port and yield it once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--threads", "1", "--worker-class", "gthread", "--log-level", "error"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env={**os.environ, **env})
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait(server: Server) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{server.address}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def _stat(pid: int) -> tuple[str, list[str]]:
    name, _, fields = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    return name, fields.split()


def _cpu(pid: int) -> float:
    fields = _stat(pid)[1]
    return (int(fields[11]) + int(fields[12])) / TICKS


def _children(parent: int) -> list[int]:
    return [pid for pid in _processes() if int(_fields(pid)[1] or 0) == parent]


def _postgres() -> list[int]:
    """Return PostgreSQL's processes that serve our database; what it does in the background is not a page's cost."""
    address = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not address.scheme.startswith("postgres"):
        return []
    return [pid for pid in _processes() if _name(pid) == "postgres" and f" {address.path[1:]} " in _title(pid)]


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _fields(pid: int) -> list[str]:
    try:
        return _stat(pid)[1]
    except FileNotFoundError:
        return ["", "0"]


def _name(pid: int) -> str:
    try:
        return _stat(pid)[0]
    except FileNotFoundError:
        return ""
