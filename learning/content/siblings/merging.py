"""A lesson in the words of another version: read block by block, and asked as the reader's own version asks it.

Every block that still says what it said when the other version was brought into step is shown in that version's words.
A block that reads differently by now, or that the other version does not have, is shown as the reader's own version has
it. So every question can be answered, is marked as it was asked, and counts once in whatever words it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from learning.content.queries import LessonSnapshot
from learning.content.rules.scenario import Graph
from learning.content.segments import Segment

OWN = "en-GB"


@dataclass(frozen=True)
class Merged:
    """A lesson in other words, and how much of it had to stay as it was."""

    lesson: LessonSnapshot
    kept: int


def merge(pinned: LessonSnapshot, sibling: LessonSnapshot, step: LessonSnapshot | None, *, language: str) -> Merged:
    """Return a lesson as its reader has it, in the words of its sibling; `step` is what the sibling was made from."""
    known = {segment.id: segment for segment in step.segments} if step else {}
    shared = {segment.id for segment in pinned.segments} | set(known)
    extras = _extras(sibling, shared, language)
    shown, kept = list(extras.get("", [])), 0
    for segment in pinned.segments:
        other = sibling.segment(segment.id)
        if other is not None and known.get(segment.id) == segment and fits(segment, other):
            shown.append(_in_words(segment, other, language))
        else:
            shown.append(replace(segment, language=OWN, original=segment))
            kept += 1
        shown += extras.get(segment.id, [])
    same_head = step is not None and (step.title, step.aim) == (pinned.title, pinned.aim)
    head = sibling if same_head else pinned
    return Merged(LessonSnapshot(head.title, head.aim, pinned.minutes, tuple(shown)), kept)


def _extras(sibling: LessonSnapshot, shared: set[str], language: str) -> dict[str, list[Segment]]:
    """Return what the sibling has beyond the page, such as pictures, by the shared block that it follows."""
    found: dict[str, list[Segment]] = {}
    after = ""
    for segment in sibling.segments:
        if segment.id in shared:
            after = segment.id
        elif not segment.is_answered:
            found.setdefault(after, []).append(replace(segment, language=language, is_added=True))
    return found


def fits(segment: Segment, other: Segment) -> bool:
    """Answer whether a question in other words is the same question: the same kind, options and ways to answer."""
    return segment.kind == other.kind and shape(segment) == shape(other)


def shape(segment: Segment) -> tuple[Any, ...]:
    """Return what an answer to a block refers to. Of a text with gaps these are the words themselves."""
    return (
        segment.several,
        frozenset(choice.id for choice in segment.choices),
        len(segment.groups),
        frozenset(line.id for line in segment.lines),
        frozenset(pair.id for pair in segment.pairs),
        [gap.words for gap in segment.gaps if gap.is_gap],
        segment.steps,
        _ways(segment.scenario.graph) if segment.scenario else None,
    )


def _ways(graph: Graph) -> tuple[Any, ...]:
    places = [(place.key, place.ending, {(way.id, way.to) for way in place.ways}) for place in graph.places]
    return graph.start, sorted(places, key=lambda place: place[0])


def _in_words(segment: Segment, other: Segment, language: str) -> Segment:
    """Return a block in other words. What is right about it, and in what order it stands, stay its own."""
    return replace(
        other,
        choices=_each(segment.choices, other.choices, lambda mine, theirs: replace(theirs, correct=mine.correct)),
        lines=_each(segment.lines, other.lines, lambda mine, theirs: replace(theirs, group=mine.group)),
        pairs=_each(segment.pairs, other.pairs, lambda mine, theirs: theirs),
        language=language,
        original=segment,
    )


def _each(mine: tuple[Any, ...], theirs: tuple[Any, ...], join: Callable[[Any, Any], Any]) -> tuple[Any, ...]:
    by_id = {one.id: one for one in theirs}
    return tuple(join(one, by_id[one.id]) for one in mine)
