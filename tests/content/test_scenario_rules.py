"""The graph of a scenario: refused with a reason that names the node, or playable to an ending. Nothing between."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.content.rules.drawing import draw
from learning.content.rules.scenario import (
    Graph,
    Place,
    Way,
    depths,
    flaws,
    keys_on_the_way,
    keys_that_finish,
    shortest_way,
    walk,
)


def place(key: str, *to: str, ending: str = "", title: str = "") -> Place:
    return Place(
        key, title or key.title(), tuple(Way(f"{key}-{n}", f"Way {n}", one) for n, one in enumerate(to)), ending
    )


GOOD, HARD = place("good", ending="good"), place("hard", ending="hard")
SOUND = Graph("start", (place("start", "middle", "hard"), place("middle", "good", "start"), GOOD, HARD))


def test_a_sound_scenario_has_no_flaw_although_a_way_leads_back():
    assert flaws(SOUND) == []


@pytest.mark.parametrize(
    ("graph", "kinds", "words"),
    [
        (Graph("start"), ["EMPTY"], "Add a first node"),
        (Graph("", (place("a", "g", "g"), place("g", ending="good"))), ["NO_START"], "write the key of the first node"),
        (
            Graph("x", (place("a", "g", "g"), place("g", ending="good"))),
            ["NO_START"],
            "It starts at x, and no node has",
        ),
        (Graph("a", (place("a", "g", "x"), place("g", ending="good"))), ["LEADS_NOWHERE"], "leads to the key x"),
        (Graph("a", (place("a", "g", ""), place("g", ending="good"))), ["LEADS_NOWHERE"], "“Way 1” leads nowhere"),
        (
            Graph("a", (place("a", "g", "b"), place("b"), GOOD, place("g", ending="good"))),
            ["NOTHING_FOLLOWS"],
            "“B” (b)",
        ),
        (Graph("a", (place("a", "g", "g"), place("g", "a", "a", ending="good"))), ["GOES_ON"], "“G” (g) is an ending"),
        (Graph("a", (place("a", "g"), place("g", ending="good"))), ["CHOICES"], "has only 1 choice. Give it 2 to 4."),
        (Graph("a", (place("a", *"ggggg"), place("g", ending="good"))), ["CHOICES"], "has 5 choices"),
        (
            Graph("a", (place("a", "g", "g"), place("g", ending="good"), HARD)),
            ["UNREACHED"],
            "The ending “Hard” (hard)",
        ),
        (
            Graph("a", (place("a", "g", "g"), place("g", ending="good"), place("b", "g", "a"))),
            ["UNREACHED"],
            "“B” (b) cannot be reached. Let a choice lead to b",
        ),
        (Graph("a", (place("a", "b", "b"), place("b", "a", "a"))), ["NO_ENDING"], "No node is an ending."),
        (
            Graph("a", (place("a", "g", "b"), place("g", ending="good"), place("b", "b", "b"))),
            ["NO_WAY_OUT"],
            "From “B” (b) no ending can be reached.",
        ),
        (
            Graph("a", (place("a", "g", "g"), place("g", ending="good"), place("g", ending="hard"))),
            ["SAME_KEY"],
            "2 nodes have the key g.",
        ),
        (
            Graph("a", (place("a", "g", "g"), place("g", ending="good"), Place(""))),
            ["NO_KEY", "NOTHING_FOLLOWS"],
            "no key",
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(graph, kinds, words):
    found = flaws(graph)
    assert [flaw.kind for flaw in found] == kinds
    assert words in found[0].words


def test_walking_follows_the_choices_and_stops_where_there_is_none():
    steps, here = walk(SOUND, ["start-0", "middle-0"])
    assert [(step.place.key, step.way.to) for step in steps] == [("start", "middle"), ("middle", "good")]
    assert here == GOOD
    assert walk(SOUND, []) == ([], SOUND.places[0])
    assert walk(SOUND, ["start-9"])[1] is None
    assert walk(SOUND, ["start-1", "start-0"])[1] is None
    assert walk(Graph("nowhere"), [])[1] is None


def test_the_shortest_way_and_the_nodes_on_it():
    assert shortest_way(SOUND, "good") == ["start-0", "middle-0"]
    assert shortest_way(SOUND, "start") == []
    assert shortest_way(SOUND, "nowhere") is None
    assert keys_on_the_way(SOUND, ["start-0", "middle-0"]) == ["start", "middle", "good"]


def test_the_map_tells_in_words_and_puts_what_no_way_leads_to_below():
    drawn = draw(SOUND)
    assert drawn.words == "4 nodes, 2 of them endings. Every ending can be reached, and every choice leads to one."
    assert [(box.number, box.place.key, box.kind) for box in drawn.boxes] == [
        (1, "start", "start"),
        (2, "middle", "node"),
        (3, "good", "good ending"),
        (4, "hard", "hard ending"),
    ]
    assert [line.is_back for line in drawn.lines].count(True) == 1
    lost = draw(Graph("start", (*SOUND.places, place("lost", "good", "hard"))))
    assert lost.words.endswith("One thing is still to mend.")
    assert lost.boxes[-1].y > max(box.y for box in lost.boxes[:-1])
    assert "cannot be reached" in lost.boxes[-1].flaws[0]


KEYS = st.sampled_from(["a", "b", "c", "d", "e", ""])
WAYS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "x", ""]), max_size=5)
PLACES = st.builds(
    lambda key, to, ending: place(key, *to, ending=ending),
    KEYS,
    WAYS,
    st.sampled_from(["", "", "good", "mixed", "hard"]),
)
GRAPHS = st.builds(Graph, st.sampled_from(["a", "b", "", "x"]), st.lists(PLACES, max_size=6).map(tuple))


def reachable(graph: Graph, start: str) -> set[str]:
    """Return what can be reached, told again in the plainest way, to hold the rules against."""
    found, places = set(), {one.key: one for one in graph.places}
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in places and key not in found:
            found.add(key)
            waiting += [way.to for way in places[key].ways]
    return found


@given(GRAPHS)
@example(SOUND)
def test_any_scenario_is_refused_for_a_reason_that_holds_or_can_be_played_to_an_ending_from_everywhere(graph):
    found, keys = flaws(graph), [one.key for one in graph.places]
    endings = {one.key for one in graph.endings}
    for flaw in found:
        assert reason_holds(graph, flaw.kind, flaw.key), flaw
    if found:
        return
    assert graph.start in keys and len(set(keys)) == len(keys) and endings
    assert reachable(graph, graph.start) == set(keys) == set(depths(graph)) == keys_that_finish(graph)
    for one in graph.places:
        assert reachable(graph, one.key) & endings
        assert bool(one.ways) is not bool(one.ending)
        way = shortest_way(graph, one.key)
        assert walk(graph, way)[1] == one


def reason_holds(graph: Graph, kind: str, key: str) -> bool:
    """Answer whether what a scenario is refused for is so."""
    at = graph.place(key)
    keys = [one.key for one in graph.places]
    endings = {one.key for one in graph.endings}
    holds = {
        "EMPTY": lambda: not graph.places,
        "NO_KEY": lambda: "" in keys,
        "SAME_KEY": lambda: keys.count(key) > 1,
        "NO_START": lambda: graph.start not in keys or not graph.start,
        "LEADS_NOWHERE": lambda: any(w.to not in keys for p in graph.places if p.key == key for w in p.ways),
        "NOTHING_FOLLOWS": lambda: any(not p.ways and not p.ending for p in graph.places if p.key == key),
        "GOES_ON": lambda: any(p.ways and p.ending for p in graph.places if p.key == key),
        "CHOICES": lambda: any(len(p.ways) in (1, 5) for p in graph.places if p.key == key),
        "UNREACHED": lambda: key not in reachable(graph, graph.start),
        "NO_ENDING": lambda: not endings,
        "NO_WAY_OUT": lambda: at is not None and not reachable(graph, key) & endings,
    }
    return bool(holds[kind]())


@given(GRAPHS)
def test_any_scenario_can_be_drawn_and_no_two_boxes_lie_on_each_other(graph):
    drawn = draw(graph)
    assert len(drawn.boxes) == len(graph.places)
    assert len({(box.x, box.y) for box in drawn.boxes}) == len(drawn.boxes)
    assert all(0 <= box.x <= drawn.width and 0 <= box.y <= drawn.height for box in drawn.boxes)
    assert bool(drawn.flaws) == ("to mend" in drawn.words)


def test_a_hundred_nodes_that_all_lead_to_each_other_are_no_trouble():
    size = 100
    places = [place(str(n), *(str((n * 7 + k) % size) for k in range(1, 5))) for n in range(size)]
    graph = Graph("0", (*places[:-1], place("99", ending="good")))
    assert {flaw.kind for flaw in flaws(graph)} <= {"UNREACHED"}
    assert draw(graph).width > 0
