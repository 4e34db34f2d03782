"""Rubrics as what a competency asks for at a level, and their criteria as behavioural anchors."""

from __future__ import annotations

from typing import Any

from framework.exchange.case.json_text import Json, a_number, a_text, objects
from framework.exchange.case.words import NOT_YET, THERE
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import Raw


class Rubrics:
    """The rubrics of a package by identifier, and which of them a competency has asked for."""

    def __init__(self, package: Json) -> None:
        self.found: dict[str, tuple[str, Json]] = {}
        self.used: set[str] = set()
        for place, rubric in objects(package, "CFRubrics", ""):
            name = a_text(rubric, "identifier", place)
            if name in self.found:
                raise ExchangeError(f"{place}.identifier: {name[:60]} is used twice.")
            self.found[name] = (place, rubric)

    def standards(self, competency: Any, own: Json, where: str) -> list[Raw]:
        """Return the levels of a competency with their anchors."""
        raws: list[Raw] = []
        for place, one in objects(own, "standards", where):
            name = a_text(one, "rubric", place)
            if name not in self.found:
                raise ExchangeError(f"{place}.rubric: there is no rubric {name[:60]} in the file.")
            self.used.add(name)
            rubric_place, rubric = self.found[name]
            values = {"competency": competency, "statement": rubric.get("description"), **_known(one)}
            raws.append(Raw("standard", place, values, {"statement": f"{rubric_place}.description"}))
            raws += _anchors(competency, one.get("level"), rubric_place, rubric)
        return raws

    def unread(self) -> list[str]:
        left = len(self.found) - len(self.used)
        return [f"{left} × rubric that no competency of the file asks for"] if left else []


def _known(one: Json) -> Json:
    return {"level": one.get("level"), "validity_months": one.get("validity_months"), "rule": one.get("rule")}


def _anchors(competency: Any, level: Any, place: str, rubric: Json) -> list[Raw]:
    placed = []
    for number, (where, one) in enumerate(objects(rubric, "CFRubricCriteria", place)):
        wanted = a_number(one, "position", where)
        values = {"competency": competency, "level": level, "key": one.get("category"), **_levels(where, one)}
        placed.append((number if wanted is None else wanted, number, Raw("anchor", where, values)))
    return [raw for _, _, raw in sorted(placed, key=lambda one: one[:2])]


def _levels(where: str, criterion: Json) -> Json:
    found = {}
    for place, one in objects(criterion, "CFRubricCriterionLevels", where):
        quality = a_text(one, "quality", place)
        names = {THERE: "shows", NOT_YET: "not_yet"}
        if quality not in names:
            raise ExchangeError(f"{place}.quality: write {THERE!r} or {NOT_YET!r}.")
        found[names[quality]] = one.get("description")
    return found
