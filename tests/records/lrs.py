"""An external record store of our own on 127.0.0.1: as strict as the strictest we met, misbehaving on demand."""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "golden-thread", "a secret of the tests"


@dataclass(frozen=True)
class Says:
    """An answer to give. `keeps` stores the batch first; `hangs` up without a word, or keeps silent until the end."""

    status: int = 200
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    keeps: bool = False
    hangs: str = ""


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    user: str
    body: bytes

    @property
    def ids(self) -> list[str]:
        return [statement["id"] for statement in json.loads(self.body)]


class Store:
    """What the store holds, whom it dislikes, and what it was told to say next."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}
        self.asked: list[Asked] = []
        self.next: dict[str, deque[Says]] = {"POST": deque(), "GET": deque()}
        self.always: dict[str, Says] = {}
        self.refuses: dict[str, str] = {}
        self.fails_over: set[str] = set()
        self.is_strict = True
        self.closing = threading.Event()

    def will_say(self, *answers: Says, to: str = "POST") -> None:
        self.next[to].extend(answers)

    @property
    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST"]

    def answer(self, asked: Asked) -> Says:
        self.asked.append(asked)
        if self.next[asked.method]:
            says = self.next[asked.method].popleft()
        else:
            says = self.always.get(asked.method) or self._own_answer(asked)
        if says.keeps:
            self._keep(asked)
        return says

    def _own_answer(self, asked: Asked) -> Says:
        if asked.user != f"{KEY}:{SECRET}":
            return Says(401, "Who are you?")
        return self._take(asked) if asked.method == "POST" else self._show(asked)

    def _take(self, asked: Asked) -> Says:
        """A batch is taken whole or not at all, and a known id is a conflict, be it the same statement or not."""
        for one in asked.ids:
            if one in self.fails_over:
                return Says(500, "Oops")
            if one in self.refuses:
                return Says(400, self.refuses[one])
        if self.is_strict and any(one in self.held for one in asked.ids):
            return Says(409, "This id is known")
        return Says(200, json.dumps(asked.ids), keeps=True)

    def _keep(self, asked: Asked) -> None:
        for statement in json.loads(asked.body):
            self.held.setdefault(statement["id"], completed(statement))

    def _show(self, asked: Asked) -> Says:
        if "statementId" not in asked.query:
            return Says(200, json.dumps({"statements": list(self.held.values())[:1]}))
        found = self.held.get(asked.query["statementId"][0])
        return Says(200, json.dumps(found)) if found else Says(404, "There is none")


def completed(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement as stores show it: with what they add, and numbers and words in their own way."""
    shown = json.loads(json.dumps(statement), parse_int=float)
    shown["verb"] = {"id": shown["verb"]["id"], "display": {"en": "did"}}
    shown["object"].pop("definition", None)
    authority = {"objectType": "Agent", "account": {"homePage": "https://store.example.org", "name": "us"}}
    return shown | {"stored": "2026-11-22T12:00:00.000Z", "version": "1.0.0", "authority": authority}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def do_POST(self):
        self.say(self.store.answer(self.read()))

    do_GET = do_POST  # noqa: N815 - named by the library

    def read(self) -> Asked:
        parts = urlsplit(self.path)
        user = b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return Asked(self.command, parts.path, parse_qs(parts.query), dict(self.headers), user, body)

    def say(self, says: Says) -> None:
        self.close_connection = bool(says.hangs)
        if says.hangs == "silent":
            self.store.closing.wait()
        if says.hangs:
            return
        content = says.text.encode()
        self.send_response(says.status)
        for name, value in {"Content-Length": str(len(content)), **says.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if says.status != 204:
            self.wfile.write(content)

    def log_message(self, *args):
        """Say nothing: the suite's output is for its results."""


@contextmanager
def listening(store: Store) -> Iterator[str]:
    """Yield the endpoint at which a store listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OfOneStore", (Handler,), {"store": store}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/xapi"
    finally:
        store.closing.set()
        server.shutdown()
        server.server_close()
