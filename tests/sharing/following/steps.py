"""What publishers' sites do in the stories of following a line of packs."""

from __future__ import annotations

from learning.sharing import client
from learning.sharing.rules.signing import new_private_key
from tests.sharing.publishing import TOKEN, pack

FILE = f"/packs/{TOKEN}/pack.zip"


INDEX = f"/packs/{TOKEN}/"


OTHER_KEY = new_private_key()


def tampered(text: str) -> str:
    return text.replace("Theirs", "Others")


INDEXES = {
    "tampered": (lambda site: site.offers(pack(), index=tampered(site.offers(pack()))), "not signed with the key"),
    "of somebody else": (lambda site: site.offers(pack(), key=OTHER_KEY), "not signed with the key"),
    "no JSON": (lambda site: site.says(INDEX, b"<html>Welcome</html>"), "not a line of packs"),
    "no object": (lambda site: site.says(INDEX, b"[]"), "not a line of packs"),
    "too deep": (lambda site: site.says(INDEX, b"[" * 9000), "not a line of packs"),
    "no number": (lambda site: site.offers(pack(), version="1"), "version is not a number"),
    "a number too large": (lambda site: site.offers(pack(), size=10**12), "size is not a number"),
    "no hash": (lambda site: site.offers(pack(), sha256="x" * 64), "sha256 is not written"),
    "another key named": (lambda site: site.offers(pack(), public_key="x" * 44), "names another key"),
    "no date": (lambda site: site.offers(pack(), made_at="soon"), "not a date and time"),
}


def moved(site, to: str, status: int = 302) -> None:
    site.says(INDEX, status=status, Location=to)


BEHAVIOUR = {
    "gone": (lambda site: site.says(INDEX, status=404), "nothing at this address any more"),
    "an error": (lambda site: site.says(INDEX, status=503), r"answered with an error \(503\)"),
    "asks for a name": (lambda site: site.says(INDEX, status=401), r"answered with an error \(401\)"),
    "moved to another site": (lambda site: moved(site, "http://localhost:1/"), "another site"),
    "moved to a file": (lambda site: moved(site, "file:///etc/passwd"), "another site"),
    "moved to another port": (lambda site: moved(site, "http://127.0.0.1:1/"), "another site"),
    "moved to nowhere": (lambda site: moved(site, "http://[::"), "could not reach|broke off"),
    "round in circles": (lambda site: moved(site, INDEX, 308), "round in circles"),
    "too big": (lambda site: site.says(INDEX, b"x" * 20_000), "more than belongs there"),
    "says it is too big": (lambda site: site.says(INDEX, b"x", Content_Length="99999999"), "more than belongs there"),
    "too big, says nothing": (lambda site: site.says(INDEX, b"x" * 20_000, Content_Length=""), "more than|broke off"),
    "cut off": (lambda site: site.says(INDEX, b"x", Content_Length="500", Connection="close"), "broke off"),
    "squeezed": (lambda site: site.says(INDEX, b"x", Content_Encoding="gzip"), "a way that we do not read"),
    "bad headers": (lambda site: site.says(INDEX, b"x", Content_Length="-1, x"), "broke off|more than"),
}


def _leads_to(monkeypatch, *ips: str) -> None:
    real = client.socket.getaddrinfo

    def lookup(host, *rest, **more):
        if not ips and host != "127.0.0.1":  # the proxy is here
            raise OSError("nobody knows the name")
        if host == "127.0.0.1":
            return real(host, *rest, **more)
        return [row for ip in ips for row in real(ip, *rest, **more)]

    monkeypatch.setattr(client.socket, "getaddrinfo", lookup)


def by_name(site, host: str) -> str:
    return site.address.replace("http://127.0.0.1", f"https://{host}")
