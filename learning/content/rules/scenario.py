"""The graph of a branching scenario: what is wrong with it, and walking through it. Pure: no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LEAST_CHOICES, MOST_CHOICES = 2, 4
LONGEST_WAY = 60


@dataclass(frozen=True)
class Way:
    """A choice: its id, what it says and the key of the node it leads to."""

    id: str
    text: str
    to: str


@dataclass(frozen=True)
class Place:
    """A node: its key, its title, the ways out of it, and what kind of ending it is, if any."""

    key: str
    title: str = ""
    ways: tuple[Way, ...] = ()
    ending: str = ""

    @property
    def name(self) -> str:
        """Return what an author knows it by."""
        return f"“{self.title}” ({self.key})" if self.title else f"the node {self.key or 'without a key'}"


@dataclass(frozen=True)
class Graph:
    start: str
    places: tuple[Place, ...] = ()

    def place(self, key: str) -> Place | None:
        return next((place for place in self.places if place.key == key), None)

    @property
    def endings(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.ending)


@dataclass(frozen=True)
class Flaw:
    """Something that keeps a scenario from being played: its kind, the node it is about, and what to do."""

    kind: str
    key: str
    words: str


def flaws(graph: Graph) -> list[Flaw]:
    """Return everything that keeps a scenario from being played to an ending, the most basic first."""
    if not graph.places:
        return [Flaw("EMPTY", "", "Add a first node, what can be chosen there, and where each choice leads.")]
    broken = [*_keys(graph), *_start(graph), *_ways(graph)]
    # While a way leads to nothing, saying what cannot be reached would only repeat it.
    return broken or [*_unreached(graph), *_circles(graph)]


def _keys(graph: Graph) -> Iterator[Flaw]:
    for key, times in Counter(place.key for place in graph.places).items():
        if not key:
            yield Flaw("NO_KEY", "", "A node has no key. Give it a short one, such as ask-her.")
        elif times > 1:
            words = (
                f"{times} nodes have the key {key}. Give each a key of its own, and say again which choices lead there."
            )
            yield Flaw("SAME_KEY", key, words)


def _start(graph: Graph) -> Iterator[Flaw]:
    if not graph.start:
        yield Flaw("NO_START", "", "Say where it starts: write the key of the first node under Start.")
    elif graph.place(graph.start) is None:
        words = f"It starts at {graph.start}, and no node has that key. Write the key of the first node under Start."
        yield Flaw("NO_START", graph.start, words)


def _ways(graph: Graph) -> Iterator[Flaw]:
    known = {place.key for place in graph.places}
    for place in graph.places:
        yield from _shape(place)
        for way in place.ways:
            if way.to not in known:
                where = f"leads to the key {way.to}, and no node has it" if way.to else "leads nowhere"
                words = f"At {place.name} the choice “{way.text}” {where}. Write the key of the node it leads to."
                yield Flaw("LEADS_NOWHERE", place.key, words)


def _shape(place: Place) -> Iterator[Flaw]:
    if not place.ways and not place.ending:
        words = f"Nothing follows {place.name}. Add choices to it, or say what kind of ending it is."
        yield Flaw("NOTHING_FOLLOWS", place.key, words)
    elif place.ways and place.ending:
        words = f"{_upper(place.name)} is an ending and has choices too. Take the choices out, or make it no ending."
        yield Flaw("GOES_ON", place.key, words)
    elif place.ways and not LEAST_CHOICES <= len(place.ways) <= MOST_CHOICES:
        words = (
            f"{_upper(place.name)} has {_count(len(place.ways), 'choice')}. Give it {LEAST_CHOICES} to {MOST_CHOICES}."
        )
        yield Flaw("CHOICES", place.key, words)


def _unreached(graph: Graph) -> Iterator[Flaw]:
    reached = set(depths(graph))
    for place in graph.places:
        if place.key not in reached:
            name = f"The ending {place.name.removeprefix('the node ')}" if place.ending else _upper(place.name)
            words = f"{name} cannot be reached. Let a choice lead to {place.key}, or take it out."
            yield Flaw("UNREACHED", place.key, words)


def _circles(graph: Graph) -> Iterator[Flaw]:
    finishing = keys_that_finish(graph)
    if not graph.endings:
        yield Flaw(
            "NO_ENDING",
            "",
            "No node is an ending. Add one: a node without choices that says what kind of ending it is.",
        )
        return
    for place in graph.places:
        if place.key not in finishing:
            words = f"From {place.name} no ending can be reached. Let one of its choices lead on to an ending."
            yield Flaw("NO_WAY_OUT", place.key, words)


def depths(graph: Graph) -> dict[str, int]:
    """Return how many choices each node is from the start, by its key; what cannot be reached is left out."""
    places = {place.key: place for place in graph.places}
    found = {graph.start: 0} if graph.start in places else {}
    edge = list(found)
    while edge:
        after = [way.to for key in edge for way in places[key].ways if way.to in places]
        edge = [key for key in dict.fromkeys(after) if key not in found]
        found |= {key: max(found.values()) + 1 for key in edge}
    return found


def keys_that_finish(graph: Graph) -> set[str]:
    """Return the keys of the endings and of every node from which one can be reached."""
    found = {place.key for place in graph.endings}
    before = -1
    while len(found) != before:
        before = len(found)
        found |= {place.key for place in graph.places if any(way.to in found for way in place.ways)}
    return found


@dataclass(frozen=True)
class Step:
    """One choice that was made: where, and which."""

    place: Place
    way: Way


def walk(graph: Graph, path: Sequence[str]) -> tuple[list[Step], Place | None]:
    """Follow choices by their ids from the start; return the steps and where they lead, None when they lead nowhere."""
    here = graph.place(graph.start)
    steps: list[Step] = []
    for wanted in path:
        way = next((way for way in here.ways if way.id == wanted), None) if here else None
        if here is None or way is None:
            return steps, None
        steps.append(Step(here, way))
        here = graph.place(way.to)
    return steps, here


def shortest_way(graph: Graph, key: str) -> list[str] | None:
    """Return the ids of the choices that lead from the start to a node; None when none do."""
    ways: dict[str, list[str]] = {graph.start: []}
    edge = [graph.start]
    while edge and key not in ways:
        here = graph.place(edge.pop(0))
        for way in here.ways if here else ():
            if way.to not in ways:
                ways[way.to] = [*ways[here.key], way.id] if here else []
                edge.append(way.to)
    return ways.get(key)


def keys_on_the_way(graph: Graph, path: Iterable[str]) -> list[str]:
    """Return the keys of the nodes a path comes through, the last one included."""
    steps, here = walk(graph, list(path))
    return [step.place.key for step in steps] + ([here.key] if here else [])


def _count(number: int, word: str) -> str:
    return f"{'only ' if number == 1 else ''}{number} {word}{'' if number == 1 else 's'}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
