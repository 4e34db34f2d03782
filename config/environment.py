"""Reads environment variables: the only door through which configuration enters.

Every value may come from `NAME` or from the file that `NAME_FILE` points to. A missing or malformed value stops the
start with one line that names it.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv

Value = TypeVar("Value")
_env = FileAwareEnv()


def _read(name: str, reader: Callable[[], Value], expected: str) -> Value:
    try:
        return reader()
    except ImproperlyConfigured:
        raise SystemExit(f"{name} is missing. Set it to {expected} (docs/reference/environment.md).") from None
    except (ValueError, KeyError, TypeError):
        raise SystemExit(f"{name} is malformed. It must be {expected} (docs/reference/environment.md).") from None


def text(name: str, default: str | None = None, *, expected: str = "a text") -> str:
    """Return a text; required when no default is given."""
    if default is None:
        value = _read(name, lambda: str(_env.str(name)), expected)
        if not value:
            raise SystemExit(f"{name} is empty. Set it to {expected} (docs/reference/environment.md).")
        return value
    return _read(name, lambda: str(_env.str(name, default=default)), expected)


def flag(name: str, default: bool) -> bool:
    """Return true or false from 1/0, true/false, yes/no, on/off; anything else stops the start."""
    raw = text(name, "").strip().lower() or ("true" if default else "false")
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise SystemExit(f"{name} is malformed. It must be true or false (docs/reference/environment.md).")


def words(name: str, default: list[str]) -> list[str]:
    """Return a list from a comma-separated text."""
    return [word.strip() for word in text(name, "").split(",") if word.strip()] or default


def number(name: str, default: int) -> int:
    """Return a whole number."""
    return _read(name, lambda: int(text(name, "") or default), "a whole number")


def database(name: str, default: str) -> dict:
    """Return Django's settings for one database from its address, `sqlite:///…` or `postgres://…`."""
    expected = "a database address such as sqlite:////path/file.sqlite3 or postgres://user:password@host/name"
    address = text(name, default) or default
    parsed = _read(name, lambda: dict(_env.db_url_config(address)), expected)
    if not parsed.get("ENGINE") or parsed["ENGINE"] not in {
        "django.db.backends.sqlite3",
        "django.db.backends.postgresql",
    }:
        raise SystemExit(f"{name} is malformed. It must be {expected} (docs/reference/environment.md).")
    return parsed


def cache(name: str, default: str) -> dict:
    """Return Django's settings for one cache from its address."""
    address = text(name, default) or default
    return _read(name, lambda: dict(_env.cache_url_config(address)), "a cache address such as redis://host/1")


def email(name: str, default: str) -> dict:
    """Return Django's e-mail settings from one address such as smtp+tls://user:password@host:587."""
    address = text(name, default) or default
    return _read(name, lambda: dict(_env.email_url_config(address)), "an e-mail address for sending, smtp://…")
