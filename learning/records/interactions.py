"""What was asked in a lesson and answered there, in the words of xAPI's interactions."""

from __future__ import annotations

from collections.abc import Sequence

from learning.content.queries import Segment
from learning.content.rules.gaps import fits
from learning.content.rules.scenario import walk
from learning.enrolment.answers import node_at, pairs_of
from learning.records.xapi.statements import Asked

NOT_THERE_YET = ""


def asked_in_lesson(segment: Segment, chosen: Sequence[str]) -> Asked:
    """Return a question of a lesson with its answer, never in words that a learner typed, only in its author's."""
    if segment.kind == "sorting":
        return _sorting(segment, pairs_of(chosen))
    if segment.kind == "matching":
        return _matching(segment, pairs_of(chosen))
    if segment.kind == "gap_fill":
        return _gaps(segment, chosen)
    return Asked(
        path=f"check/{segment.id}",
        stem=segment.prompt,
        kind="MULTIPLE" if segment.several else "SINGLE",
        options={choice.id: choice.text for choice in segment.choices},
        right=tuple(segment.right),
        chosen=tuple(chosen),
    )


def _sorting(segment: Segment, chosen: dict[str, str]) -> Asked:
    return Asked(
        path=f"check/{segment.id}",
        stem=segment.prompt,
        kind="MATCHING",
        options={line.id: line.text for line in segment.lines},
        matches={f"group-{number}": name for number, name in enumerate(segment.groups, 1)},
        right=tuple(f"group-{line.group}" for line in segment.lines),
        chosen=tuple(f"group-{chosen[line.id]}" for line in segment.lines),
    )


def _matching(segment: Segment, chosen: dict[str, str]) -> Asked:
    return Asked(
        path=f"check/{segment.id}",
        stem=segment.prompt,
        kind="MATCHING",
        options={pair.id: pair.left for pair in segment.pairs},
        matches={pair.id: pair.right for pair in segment.pairs},
        right=tuple(pair.id for pair in segment.pairs),
        chosen=tuple(chosen[pair.id] for pair in segment.pairs),
    )


def _gaps(segment: Segment, typed: Sequence[str]) -> Asked:
    gaps = [gap.words for gap in segment.gaps if gap.is_gap]
    text = "".join("____" if part.is_gap else part.text for part in segment.gaps)
    return Asked(
        path=f"check/{segment.id}",
        stem=f"{segment.prompt} {text}",
        kind="GAPS",
        options={},
        words=tuple(gaps),
        right=tuple(words[0] for words in gaps),
        chosen=tuple(_as_written(word, words) for word, words in zip(typed, gaps, strict=False)),
    )


def _as_written(typed: str, words: tuple[str, ...]) -> str:
    """Return the author's word that was meant; nothing for any other, which may hold what nobody else should read."""
    return next((word for word in words if fits(typed, (word,))), NOT_THERE_YET)


def choice_in_scenario(segment: Segment, path: Sequence[str]) -> Asked:
    """Return the last choice of a way through a scenario, with the others that were open there."""
    here = node_at(segment, path[:-1])
    if segment.scenario is None or here is None:
        raise LookupError(f"Block {segment.id} has no such way")
    place = walk(segment.scenario.graph, path[:-1])[1]
    return Asked(
        path=f"scenario/{segment.id}/{here.id}",
        stem=f"{segment.prompt}: {here.title}",
        kind="SINGLE",
        options={way.id: way.text for way in place.ways} if place else {},
        right=(),
        chosen=(path[-1],),
    )
