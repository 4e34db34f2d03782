"""What an answer in a lesson means, line by line: what was chosen, whether it fits, what to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from learning.content.rules.gaps import fits
from learning.content.rules.scenario import walk
from learning.content.segments import Node, Segment
from learning.enrolment.rules import fills, is_right, shuffled


@dataclass(frozen=True)
class Sent:
    """What a form held, in the shape in which an answer is kept."""

    chosen: list[str] = field(default_factory=list)
    text: str = ""


def mark(segment: Segment, chosen: Sequence[str]) -> bool | None:
    """Answer whether an answer is right; None for what has no right answer."""
    if not segment.is_marked:
        return None
    if segment.kind == "gap_fill":
        return fills(chosen, [gap.words for gap in segment.gaps if gap.is_gap])
    return is_right(chosen, segment.right)


def ending_of(segment: Segment, chosen: Sequence[str]) -> str:
    """Return the id of the ending that a way through a scenario came to; nothing when it has not come to one."""
    node = node_at(segment, chosen)
    return node.id if node and node.ending else ""


def node_at(segment: Segment, chosen: Sequence[str]) -> Node | None:
    """Return the node that a way through a scenario leads to; None when it leads nowhere."""
    if segment.scenario is None:
        return None
    place = walk(segment.scenario.graph, chosen)[1]
    return segment.scenario.nodes.get(place.key) if place else None


def pairs_of(chosen: Iterable[str]) -> dict[str, str]:
    """Return what was chosen for each item of an answer kept as item:choice."""
    return dict(one.split(":", 1) for one in chosen if ":" in one)


@dataclass(frozen=True)
class Line:
    """One line of an activity: what it says, what was chosen for it, and what belongs there."""

    id: str
    text: str
    chosen: str = ""
    said: str = ""
    fitting: str = ""
    feedback: str = ""
    is_right: bool = False


def lines_of(segment: Segment, given: Sequence[str]) -> list[Line]:
    """Return the lines of an activity with what was given for each, kept or only typed."""
    if segment.kind == "sorting":
        return _sorting_lines(segment, pairs_of(given))
    if segment.kind == "matching":
        return _matching_lines(segment, pairs_of(given))
    return _gap_lines(segment, given) if segment.kind == "gap_fill" else []


def _sorting_lines(segment: Segment, given: dict[str, str]) -> list[Line]:
    names = {str(number): name for number, name in enumerate(segment.groups, 1)}
    return [
        Line(
            id=line.id,
            text=line.text,
            chosen=given.get(line.id, ""),
            said=names.get(given.get(line.id, ""), ""),
            fitting=names.get(line.group, ""),
            feedback=line.feedback,
            is_right=given.get(line.id) == line.group,
        )
        for line in segment.lines
    ]


def _matching_lines(segment: Segment, given: dict[str, str]) -> list[Line]:
    rights = {pair.id: pair.right for pair in segment.pairs}
    return [
        Line(
            id=pair.id,
            text=pair.left,
            chosen=given.get(pair.id, ""),
            said=rights.get(given.get(pair.id, ""), ""),
            fitting=pair.right,
            feedback=pair.feedback,
            is_right=given.get(pair.id) == pair.id,
        )
        for pair in segment.pairs
    ]


def _gap_lines(segment: Segment, given: Sequence[str]) -> list[Line]:
    """Return the whole text in order: what stands written without an id, each gap with its number as one."""
    typed = dict(enumerate(given, 1))
    return [
        Line(
            id=str(part.number),
            text="",
            chosen=typed.get(part.number, ""),
            fitting=" or ".join(part.words),
            is_right=fits(typed.get(part.number, ""), part.words),
        )
        if part.is_gap
        else Line(id="", text=part.text)
        for part in segment.gaps
    ]


def rights_of(segment: Segment) -> list[tuple[str, str]]:
    """Return what can be matched, in an order that gives nothing away."""
    texts = {pair.id: pair.right for pair in segment.pairs}
    return [(key, texts[key]) for key in shuffled(texts)]


@dataclass(frozen=True)
class Told:
    """One step of the way through a scenario, in words; `keep` steps lead back to it."""

    keep: int
    title: str
    text: str


@dataclass(frozen=True)
class Play:
    """A scenario where the learner stands in it."""

    here: Node
    path: list[str]
    told: list[Told] = field(default_factory=list)
    feedback: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    found: list[Node] = field(default_factory=list)
    endings: int = 0

    @property
    def last(self) -> Told | None:
        return self.told[-1] if self.told else None

    @property
    def still_hidden(self) -> int:
        return self.endings - len(self.found)


def play(segment: Segment, path: Sequence[str], found: Iterable[str]) -> Play | None:
    """Return where a way through a scenario stands; None when the scenario has no such way, or no beginning."""
    scenario = segment.scenario
    here = node_at(segment, path)
    if scenario is None or here is None:
        return None
    steps, place = walk(scenario.graph, path)
    return Play(
        here=here,
        path=list(path),
        told=[Told(keep, step.place.title, step.way.text) for keep, step in enumerate(steps)],
        feedback=scenario.feedback.get(path[-1], "") if path else "",
        choices=[(way.id, way.text) for way in place.ways] if place else [],
        found=[node for node in scenario.nodes.values() if node.ending and node.id in set(found)],
        endings=len(scenario.graph.endings),
    )
