"""A publisher's site on this machine, that can be told to behave badly."""

from __future__ import annotations

import hashlib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from learning.sharing.actions.following import follow_line, look_at_due
from learning.sharing.actions.publishers import add_publisher
from learning.sharing.models import Following, Publisher
from learning.sharing.rules.offering import Newest, write_index
from learning.sharing.rules.signing import new_private_key, public_key_of
from tests.sharing.councils import SOUTHMERE, foreign_pack, organisation

KEY = new_private_key()
TOKEN = "a-token"


@dataclass
class Site:
    """What stands where, and how often it was asked for."""

    address: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    drips: set[str] = field(default_factory=set)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def says(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Length": str(len(body)), **told}, body)

    def offers(self, content: bytes, *, key: bytes = KEY, index: str = "", **other) -> str:
        """Put a pack and its index there, the index with other values where they are given."""
        values = {"name": "theirs", "title": "Theirs", "version": 1, "publisher": "Eastmoor"}
        values |= {"public_key": public_key_of(key), "made_at": "2026-11-22T10:00:00+00:00", "size": len(content)}
        values |= {"sha256": hashlib.sha256(content).hexdigest(), **other}
        index = index or write_index(Newest(**values), key)
        etag = hashlib.sha256(index.encode()).hexdigest()[:16]
        self.says(f"/packs/{TOKEN}/", index.encode(), ETag=f'"{etag}"')
        self.says(f"/packs/{TOKEN}/pack.zip", content)
        return index


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.site.answers.get(self.path, (404, {"Content-Length": "0"}, b""))
        if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
            status, headers, body = 304, {}, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(body)

    def do_CONNECT(self) -> None:
        self.site.asked.append((self.path, dict(self.headers)))
        self.send_error(403)

    def _send(self, body: bytes) -> None:
        pieces = [body[place : place + 1] for place in range(len(body))] if self.path in self.site.drips else [body]
        try:
            for piece in pieces:
                self.wfile.write(piece)
                time.sleep(0.05 if len(pieces) > 1 else 0)
        except OSError:
            return  # who asked has gone

    def log_message(self, *words) -> None:
        """Say nothing on the terminal."""


@contextmanager
def publishing(shows: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("HandlerOfSite", (Handler,), {"site": site}))
    server.daemon_threads = True
    if shows is not None:
        server.socket = shows.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    site.address = f"http://127.0.0.1:{server.server_port}/packs/{TOKEN}/"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def pack(version: int = 1, **more) -> bytes:
    return foreign_pack({}, key=KEY, version=version, **more)


def eastmoor(by) -> Publisher:
    return add_publisher(organisation(SOUTHMERE), name="Eastmoor", public_key=public_key_of(KEY), by=by.person)


def followed(site: Site, by) -> Following:
    """Southmere follows the site's line and has looked at it once."""
    following = follow_line(eastmoor(by), site.address, by=by.person)
    look_at_due()
    following.refresh_from_db()
    return following


def look_again(following: Following) -> Following:
    look_at_due(everything=True)
    following.refresh_from_db()
    return following
