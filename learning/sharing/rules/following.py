"""Where a line of packs may be fetched from, and when it is looked at again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST_ADDRESS = 500
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
EVERY = timedelta(hours=6)
FIRST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
CARRIES_ANOTHER = ip_network("64:ff9b::/96")  # NAT64: the IPv4 address stands in the last four bytes


class AddressProblem(ValueError):
    """Text that is no address packs are fetched from; the message says what to do."""


def clean_address(text: str, *, loopback: bool) -> str:
    """Return a pasted address of a line; raise AddressProblem if nothing may be fetched from it.

    `loopback` lets a site on this very machine be followed, without https: for development and tests.
    """
    address = "".join(text.split())
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressProblem("This is no web address. Paste the whole line that the publisher sent you.") from None
    here = loopback and host in LOOPBACK_NAMES
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise AddressProblem("The address must begin with https://. Paste the whole line that the publisher sent you.")
    if not host or port == 0 or not address.isascii() or not address.isprintable() or "\\" in address:
        raise AddressProblem("This is no web address. Paste the whole line that the publisher sent you.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise AddressProblem("The address has more in it than an address of packs has: no @, ? or # belongs there.")
    if len(address) > LONGEST_ADDRESS:
        raise AddressProblem(f"The address is longer than {LONGEST_ADDRESS} characters. Check what you pasted.")
    return address if address.endswith("/") else f"{address}/"


def file_address(address: str) -> str:
    """Return where the file of the newest version stands."""
    return f"{address}pack.zip"


def may_call(ip: str, *, private: bool, loopback: bool) -> bool:
    """Answer whether the machine at an IP address may be asked for packs.

    Without this, an address would be a way to reach machines that only this one can reach. `private` opens the
    networks of an organisation; what a machine says to itself or its nearest neighbours stays shut all the same.
    """
    found = _meant(ip_address(ip.partition("%")[0]))
    if found.is_loopback:
        return loopback
    if found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved:
        return False
    return private or (found.is_global and not getattr(found, "is_site_local", False))


def _meant(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address only wraps."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in CARRIES_ANOTHER:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def next_look(now: datetime, failures: int) -> datetime:
    """Return when to look again: every six hours, after failures in doubling waits of an hour up to a day."""
    if not failures:
        return now + EVERY
    doublings: int = min(failures - 1, 10)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
