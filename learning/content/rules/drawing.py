"""The map of a branching scenario as boxes and lines, level by level from the start. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

from learning.content.rules.scenario import Flaw, Graph, Place, depths, flaws

BOX_WIDTH, BOX_HEIGHT = 168, 52
GAP_ACROSS, GAP_DOWN = 28, 56
MARGIN = 14
BULGE, ARCH = 60, 34
LONGEST_NAME = 17


@dataclass(frozen=True)
class Box:
    """A node on the map: where it stands, what it says, what is wrong with it."""

    place: Place
    number: int
    x: int
    y: int
    flaws: tuple[str, ...]
    is_start: bool

    @property
    def label(self) -> str:
        name = self.place.title or self.place.key or "No title"
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"

    @property
    def centre(self) -> int:
        return self.x + BOX_WIDTH // 2

    @property
    def first_line(self) -> int:
        return self.y + BOX_HEIGHT // 2 - 3

    @property
    def second_line(self) -> int:
        return self.y + BOX_HEIGHT // 2 + 15

    @property
    def kind(self) -> str:
        if self.place.ending:
            return f"{self.place.ending} ending"
        return "start" if self.is_start else "node"


@dataclass(frozen=True)
class Line:
    """A choice on the map: down from box to box, in an arch where it leads across, round the side where back."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_back: bool = False

    @property
    def curve(self) -> str:
        start, end = f"{self.x1} {self.y1}", f"{self.x2} {self.y2}"
        if self.is_back and self.y1 == self.y2 and self.x1 != self.x2:
            return f"M{start} C{self.x1} {self.y1 - ARCH} {self.x2} {self.y2 - ARCH} {end}"
        if self.is_back:
            return f"M{start} C{self.x1 + BULGE} {self.y1} {self.x2 + BULGE} {self.y2} {end}"
        bend = (self.y2 - self.y1) // 2
        return f"M{start} C{self.x1} {self.y1 + bend} {self.x2} {self.y2 - bend} {end}"


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    flaws: tuple[Flaw, ...]
    words: str


def draw(graph: Graph) -> Map:
    """Return the map of a scenario, sound or not: nodes that no way leads to stand in a row of their own below."""
    found, reached = tuple(flaws(graph)), depths(graph)
    rows = _rows(graph, reached)
    at = {number: (row, column) for row, numbers in enumerate(rows) for column, number in enumerate(numbers)}
    boxes = tuple(_box(graph, number, at[number], found) for number in range(len(graph.places)))
    widest = max((len(row) for row in rows), default=1)
    return Map(
        width=widest * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS + 2 * MARGIN + BULGE,
        height=max(len(rows), 1) * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN + 2 * MARGIN,
        boxes=boxes,
        lines=tuple(_lines(boxes)),
        flaws=found,
        words=_words(graph, found),
    )


def _rows(graph: Graph, reached: dict[str, int]) -> list[list[int]]:
    """Return the nodes by number, level by level; two with one key stand on one level."""
    levels: dict[int, list[int]] = {}
    for number, place in enumerate(graph.places):
        levels.setdefault(reached.get(place.key, len(graph.places)), []).append(number)
    return [levels[level] for level in sorted(levels)]


def _box(graph: Graph, number: int, at: tuple[int, int], found: tuple[Flaw, ...]) -> Box:
    place, (row, column) = graph.places[number], at
    return Box(
        place=place,
        number=number + 1,
        x=MARGIN + column * (BOX_WIDTH + GAP_ACROSS),
        y=MARGIN + row * (BOX_HEIGHT + GAP_DOWN),
        flaws=tuple(flaw.words for flaw in found if flaw.key == place.key),
        is_start=place.key == graph.start,
    )


def _lines(boxes: tuple[Box, ...]) -> list[Line]:
    by_key = {box.place.key: box for box in reversed(boxes)}
    drawn = {_line(box, by_key[way.to]) for box in boxes for way in box.place.ways if way.to in by_key}
    return sorted(drawn, key=lambda line: (line.y1, line.x1, line.y2, line.x2))


def _line(box: Box, other: Box) -> Line:
    if other.y > box.y:
        return Line(box.centre, box.y + BOX_HEIGHT, other.centre, other.y)
    if other.y == box.y and other.x != box.x:
        return Line(box.centre, box.y, other.centre, other.y, is_back=True)
    sides = (box.x + BOX_WIDTH, box.y + BOX_HEIGHT // 2, other.x + BOX_WIDTH, other.y + BOX_HEIGHT // 2)
    return Line(*sides, is_back=True)


def _words(graph: Graph, found: tuple[Flaw, ...]) -> str:
    nodes, endings = len(graph.places), len(graph.endings)
    size = f"{nodes} node{'' if nodes == 1 else 's'}, {endings} of them ending{'' if endings == 1 else 's'}."
    if not found:
        return f"{size} Every ending can be reached, and every choice leads to one."
    count = "One thing is" if len(found) == 1 else f"{len(found)} things are"
    return f"{size} {count} still to mend."
