"""What can be made as a job: every kind is one function, registered by its room when the site starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from learning.people.models import Account


class JobRefused(Exception):
    """The work cannot be done as asked; the message tells the person what to do."""


class JobStopped(Exception):
    """Nobody waits for this try any more: it was cancelled, or another worker took it over."""


@dataclass(frozen=True)
class Result:
    """A finished file: what it is called when it is saved, what it is, and its bytes."""

    name: str
    content_type: str
    content: bytes


class Progress(Protocol):
    """What the function of a kind is given: whose job it is, and where to say how far it is."""

    account: Account

    def report(self, done: int, of: int, message: str) -> None:
        """Say how far it is, at least once a minute. Raises JobStopped when nobody waits for it any more."""


Work = Callable[[Progress, dict[str, Any]], Result | None]


@dataclass(frozen=True)
class Kind:
    """A kind of job: its code, the screen's words for it, and what does the work."""

    code: str
    title: str
    work: Work


_kinds: dict[str, Kind] = {}


def job(code: str, title: str) -> Callable[[Work], Work]:
    """Register the function that does a kind of job. After a crash it is run again, so a repeat must be harmless."""

    def register(work: Work) -> Work:
        if code in _kinds:
            raise ValueError(f"The kind of job {code} is registered twice")
        _kinds[code] = Kind(code, title, work)
        return work

    return register


def kind_of(code: str) -> Kind | None:
    """Return a kind of job; None when this version of the site does not know it."""
    return _kinds.get(code)


def forget_kind(code: str) -> None:
    _kinds.pop(code, None)
