"""Who wants to hear what. Rooms subscribe in their `subscribers.py`, imported when the app is ready."""

from collections.abc import Callable, Iterable

from learning.outbox.models import Event

Handler = Callable[[Event], None]
_handlers: dict[str, Handler] = {}
_wanted: dict[str, set[str]] = {}
_at_once: set[str] = set()


def subscribe(subscriber: str, *, to: Iterable[str], at_once: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler under a lasting name for the event names in `to`.

    A handler runs in a transaction of its own together with the note that it has heard, may hear an event twice after
    a crash in a system it talks to, and must be safe to repeat. With `at_once` it is told in the transaction of the
    change itself; should it fail, the change stands and it is told again later like anybody else.
    """

    def register(handler: Handler) -> Handler:
        _handlers[subscriber] = handler
        _wanted[subscriber] = set(to)
        if at_once:
            _at_once.add(subscriber)
        return handler

    return register


def subscribers_to(event_name: str) -> list[str]:
    return sorted(subscriber for subscriber, names in _wanted.items() if event_name in names)


def is_told_at_once(subscriber: str) -> bool:
    return subscriber in _at_once


def wanted_by(subscriber: str) -> set[str]:
    return _wanted[subscriber]


def handler_of(subscriber: str) -> Handler:
    return _handlers[subscriber]
