"""Copies of the test database that a child process may use, be killed on, and leave behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections


class Copies:
    """Makes and drops copies of the database as it was committed when the test began."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = connection.settings_dict["NAME"]
        self.is_sqlite = connection.vendor == "sqlite"
        self.made = 0
        connection.close()

    @contextmanager
    def one(self, of: str = "") -> Iterator[str]:
        """Yield the name of a fresh copy, of the database or of an earlier copy."""
        self.made += 1
        origin = of or self.origin
        name = str(self.folder / f"copy-{self.made}.sqlite3") if self.is_sqlite else f"{self.origin}_copy_{self.made}"
        if self.is_sqlite:
            with sqlite3.connect(origin) as source, sqlite3.connect(name) as target:
                source.backup(target)
        else:
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self._server(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')
        try:
            yield name
        finally:
            if self.is_sqlite:
                for path in self.folder.glob(f"{Path(name).name}*"):
                    path.unlink()
            else:
                self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _server(self, statement: str) -> None:
        wanted = connection.settings_dict
        with psycopg.connect(
            host=wanted["HOST"] or None,
            port=wanted["PORT"] or None,
            user=wanted["USER"] or None,
            password=wanted["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        ) as server:
            server.execute(statement)


def in_child(name: str, work: Callable[[], Any]) -> tuple[Any, int]:
    """Run `work` in a child process on the database `name`; return its JSON result and the signal that ended it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work_and_leave(name, work, writer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if not ended_by and os.waitstatus_to_exitcode(status):
        raise AssertionError(text)
    return (json.loads(text) if text else None), ended_by


def _work_and_leave(name: str, work: Callable[[], Any], writer: int) -> None:
    """Never returns: a forked child must not go on running the suite."""
    code = 0
    try:
        signal.alarm(120)
        del connections["default"]
        connections.databases["default"]["NAME"] = name
        answer = json.dumps(work())
    except BaseException:
        code, answer = 1, traceback.format_exc()
    with os.fdopen(writer, "w") as pipe:
        pipe.write(answer)
    sys.stdout.flush()
    os._exit(code)


def many_children(name: str, works: list[Callable[[], Any]]) -> list[Any]:
    """Run several pieces of work at the same time, each in a child of its own; return their results."""
    running = []
    for work in works:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _work_and_leave(name, work, writer)
        os.close(writer)
        running.append((child, reader))
    results = []
    for child, reader in running:
        with os.fdopen(reader) as pipe:
            text = pipe.read()
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, text
        results.append(json.loads(text))
    return results
