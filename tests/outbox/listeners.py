"""A made-up event and made-up listeners for it, gone again after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from learning.outbox import subscriptions
from learning.outbox.events import DomainEvent, registry
from learning.outbox.models import Event


@dataclass(frozen=True)
class BellRang(DomainEvent):
    name = "tests.bell_rang.v1"
    bell_id: int
    notes: list | None = None


class Listener:
    """Hears events, writes them down, and fails when told to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.heard: list[int] = []
        self.before: Callable[[Event], None] = lambda event: None

    def __call__(self, event: Event) -> None:
        self.before(event)
        self.heard.append(event.data["bell_id"])


@contextmanager
def listening(*, at_once: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> Iterator[dict[str, Listener]]:
    """Let listeners of these names hear bells while the block runs."""
    listeners = {name: Listener(name) for name in (*at_once, *later)}
    registry[BellRang.name] = BellRang
    for name, listener in listeners.items():
        subscriptions.subscribe(name, to={BellRang.name}, at_once=name in at_once)(listener)
    try:
        yield listeners
    finally:
        registry.pop(BellRang.name)
        for name in listeners:
            forget(name)


def forget(name: str) -> None:
    """Take a listener out, as when a later version has it no more."""
    subscriptions._handlers.pop(name, None)
    subscriptions._wanted.pop(name, None)
    subscriptions._at_once.discard(name)
