"""The starting points that authors choose from. Each is a file in the shape of a module's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from learning.content.actions import read_module_file

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "templates"
IN_ORDER = ("induction-module", "trainer-pack", "taught-course")


@dataclass(frozen=True)
class StartingPoint:
    """What an author may begin with; `data` is what its file holds.

    `may_stay` names what is ready to use as it is: summary, lesson/aim, lesson/key, a text of it such as
    lesson/key/title, or a question's code.
    """

    slug: str
    title: str
    about: str
    minutes_to_write: int
    data: dict[str, Any]
    may_stay: frozenset[str]

    @property
    def lessons(self) -> int:
        return len(self.data["lessons"])

    @property
    def questions(self) -> int:
        return len(self.data["questions"])


@cache
def starting_points() -> dict[str, StartingPoint]:
    """Return every starting point by its name, in the order in which they are offered."""
    found = {}
    for slug in IN_ORDER:
        data = read_module_file(FOLDER / f"{slug}.yaml")
        facts = data["template"]
        may_stay = frozenset(facts["may_stay"])
        found[slug] = StartingPoint(slug, facts["title"], facts["about"], facts["minutes_to_write"], data, may_stay)
    return found
