"""Fetches from the address of a line of packs, which somebody typed in: nothing about the answer is believed.

The name is looked up here and the machine it means is judged before it is called, and that very machine is called:
a name that means another one a moment later changes nothing. Behind a proxy, the proxy looks the name up once more.
The whole of a request has one deadline, so that an answer which comes in drops ends too; and bytes are counted as they
come, whatever was announced.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx
from django.conf import settings

from learning.sharing.rules.following import LOOPBACK_NAMES, may_call

MOST_MOVES = 3
TIMEOUT = httpx.Timeout(15, connect=5)
MOVED = {301, 302, 303, 307, 308}
GONE = {404, 410}
NOT_THERE = "There is nothing at this address any more. Ask the publisher for the new one."


class NotReached(Exception):
    """Nothing of use came; the message says in plain words why."""


@dataclass(frozen=True)
class Fetched:
    """What stood at an address, or that it is `unchanged` since an earlier time."""

    content: bytes = b""
    etag: str = ""
    unchanged: bool = False


def fetch(address: str, *, most: int, seconds: float, etag: str = "") -> Fetched:
    """Return what stands at an address that was checked, of `most` bytes at most. Raises NotReached."""
    with ThreadPoolExecutor(max_workers=1) as apart:  # whoever calls may have an event loop of their own
        return apart.submit(asyncio.run, _Fetching(address, most, etag).in_time(seconds)).result()


def _has_proxy(scheme: str, host: str) -> bool:
    """Answer whether the environment sends requests to a host through a proxy."""
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


class _Fetching:
    def __init__(self, address: str, most: int, etag: str) -> None:
        self.start, self.most, self.etag = httpx.URL(address), most, etag
        self.host = self.start.raw_host.decode()
        self.by_proxy = self.host not in LOOPBACK_NAMES and _has_proxy(self.start.scheme, self.host)

    async def in_time(self, seconds: float) -> Fetched:
        try:
            async with asyncio.timeout(seconds):
                return await self._follow()
        except (TimeoutError, httpx.TimeoutException):
            raise NotReached(f"{self.host} took too long to answer.") from None
        except (OSError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReached(self._words(error)) from None

    async def _follow(self) -> Fetched:
        url = self.start
        for _ in range(MOST_MOVES + 1):
            found = await self._ask_each(url)
            if isinstance(found, Fetched):
                return found
            url = url.join(found)
            if (url.scheme, url.raw_host, url.port) != (self.start.scheme, self.start.raw_host, self.start.port):
                raise NotReached("The address sends us on to another site, and we do not follow it there.")
        raise NotReached("The address sends us round in circles.")

    async def _ask_each(self, url: httpx.URL) -> Fetched | str:
        """Ask the machines that a name means, one after the other, until one can be called."""
        problem: httpx.TransportError | None = None
        for ip in await self._machines(url):
            try:
                return await self._ask(url, ip)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = error
        raise problem or NotReached(f"We could not find {self.host}.")

    async def _machines(self, url: httpx.URL) -> list[str]:
        port = url.port or {"http": 80}.get(url.scheme, 443)
        try:
            rows = await asyncio.get_running_loop().getaddrinfo(self.host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            if self.by_proxy:
                return [self.host]  # only the proxy knows the names outside
            raise NotReached(f"We could not find {self.host}. Check the address.") from None
        found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        private, loopback = settings.PACKS_FROM_PRIVATE_ADDRESSES, settings.PACKS_FROM_LOOPBACK
        if not all(may_call(ip, private=private, loopback=loopback) for ip in found):
            raise NotReached(f"{self.host} is inside a private network, and this site fetches no packs from there.")
        return found

    async def _ask(self, url: httpx.URL, ip: str) -> Fetched | str:
        """Return what one machine answers: the thing itself, or where it has moved to."""
        headers = {"Host": url.netloc.decode(), "Accept-Encoding": "identity", "User-Agent": "GoldenThread"}
        if self.etag:
            headers["If-None-Match"] = self.etag
        target = url if self.by_proxy else url.copy_with(host=ip)  # a proxy looks the name up itself
        directly = None if self.by_proxy else httpx.AsyncHTTPTransport()
        async with httpx.AsyncClient(timeout=TIMEOUT, transport=directly) as http:
            whom = {"sni_hostname": self.host}
            request = http.build_request("GET", target, headers=headers, extensions=whom)
            response = await http.send(request, stream=True)
            try:
                return await self._read(response)
            finally:
                await response.aclose()

    async def _read(self, response: httpx.Response) -> Fetched | str:
        status = response.status_code
        if status == 304 and self.etag:
            return Fetched(etag=self.etag, unchanged=True)
        if status in MOVED and "location" in response.headers:
            return response.headers["location"]
        if status in GONE:
            raise NotReached(NOT_THERE)
        if status != 200:
            raise NotReached(f"{self.host} answered with an error ({status}).")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise NotReached(f"{self.host} answered in a way that we do not read.")
        return Fetched(await self._body(response), response.headers.get("etag", "")[:100])

    async def _body(self, response: httpx.Response) -> bytes:
        announced = response.headers.get("content-length", "")
        content = bytearray()
        if announced.isdigit() and int(announced) > self.most:
            raise NotReached(f"{self.host} sends more than belongs there.")
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > self.most:
                raise NotReached(f"{self.host} sends more than belongs there.")
        return bytes(content)

    def _words(self, error: Exception) -> str:
        if "CERTIFICATE" in str(error).upper():
            return f"{self.host} cannot prove who it is: its certificate is not right."
        if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
            return f"{self.host} broke off before all of it was here."
        return f"We could not reach {self.host}."
