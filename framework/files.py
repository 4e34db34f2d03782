"""Reading the files that frameworks, learning and the demo are written in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The loader in C reads the same safe subset some ten times as fast; not every installation has it.
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FrameworkFileError(ValueError):
    """A file does not hold what it should; the message says what and where."""


def read_yaml(path: Path) -> Any:
    """Return what a YAML file says, never building objects from it; raise FrameworkFileError when it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FrameworkFileError(f"{path.name} cannot be read: {error}") from None


def read_listed(path: Path, name: str) -> list[dict[str, Any]]:
    """Return the list that a YAML file holds under a name; raise FrameworkFileError when it holds none."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get(name), list):
        raise FrameworkFileError(f"{path.name} needs a list called {name}.")
    items: list[dict[str, Any]] = data[name]
    return items
