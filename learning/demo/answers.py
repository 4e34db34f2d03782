"""What a learner who does well answers in a lesson."""

from __future__ import annotations

from collections.abc import Iterator

from learning.content.queries import Segment
from learning.content.rules.scenario import shortest_way


def good_answers(segment: Segment, note: str) -> Iterator[tuple[list[str], str]]:
    """Yield what is chosen and written for a block: nothing for what is only read; of a story a way, step by step."""
    if segment.is_marked:
        yield segment.right, ""
    elif segment.kind == "reflection":
        yield [], note
    elif segment.kind == "scale":
        yield [str(segment.steps)], ""
    elif segment.kind == "poll":
        yield [segment.choices[0].id], ""
    elif segment.scenario is not None:
        way = _to_a_good_ending(segment)
        yield from ((way[:made], "") for made in range(1, len(way) + 1))


def _to_a_good_ending(segment: Segment) -> list[str]:
    graph = segment.scenario.graph if segment.scenario else None
    endings = sorted(graph.endings, key=lambda place: place.ending != "good") if graph else []
    ways = (shortest_way(graph, place.key) for place in endings if graph)
    return next((way for way in ways if way), [])
