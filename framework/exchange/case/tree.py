"""The tree that isChildOf draws: elements below the document, competencies below elements, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from framework.exchange.case.json_text import Json, a_number, a_text, an_object, objects
from framework.exchange.errors import ExchangeError

DEEPEST = 2


@dataclass
class Item:
    """A CFItem with its place in the file and below its parent."""

    place: str
    data: Json
    parent: str = ""
    number: tuple[int, int] = (0, 0)


@dataclass
class Tree:
    """All items by identifier, and the associations that are no isChildOf."""

    document: str
    items: dict[str, Item] = field(default_factory=dict)
    others: list[tuple[str, Json]] = field(default_factory=list)

    def below(self, parent: str) -> list[tuple[str, Item]]:
        return sorted(self._children.get(parent, []), key=lambda pair: pair[1].number)

    @cached_property
    def _children(self) -> dict[str, list[tuple[str, Item]]]:
        found: dict[str, list[tuple[str, Item]]] = {}
        for name, item in self.items.items():
            found.setdefault(item.parent, []).append((name, item))
        return found


def read_tree(package: Json, document: str) -> Tree:
    """Return the tree of a package; raise ExchangeError at the first place where it is none."""
    tree = Tree(document)
    for place, data in objects(package, "CFItems", ""):
        name = a_text(data, "identifier", place)
        if name in tree.items or name == document:
            raise ExchangeError(f"{place}.identifier: {name[:60]} is used twice.")
        tree.items[name] = Item(place, data)
    for number, (place, data) in enumerate(objects(package, "CFAssociations", "")):
        if a_text(data, "associationType", place) == "isChildOf":
            _hang(tree, place, data, number)
        else:
            tree.others.append((place, data))
    for name, item in tree.items.items():
        _refuse_bad_depth(tree, name, item)
    return tree


def ends(data: Json, place: str) -> tuple[str, str]:
    """Return the identifiers an association leads from and to."""
    found = []
    for name in ("originNodeURI", "destinationNodeURI"):
        node = an_object(data.get(name), f"{place}.{name}")
        found.append(a_text(node, "identifier", f"{place}.{name}"))
    return found[0], found[1]


def _hang(tree: Tree, place: str, data: Json, number: int) -> None:
    child, parent = ends(data, place)
    if child not in tree.items:
        raise ExchangeError(f"{place}.originNodeURI: there is no item {child[:60]} in the file.")
    if parent not in tree.items and parent != tree.document:
        raise ExchangeError(f"{place}.destinationNodeURI: there is no item {parent[:60]} in the file.")
    item = tree.items[child]
    if item.parent:
        raise ExchangeError(f"{place}: {child[:60]} is a child twice. It can stand in one place only.")
    item.parent = parent
    wanted = a_number(data, "sequenceNumber", place)
    item.number = (number if wanted is None else wanted, number)


def _refuse_bad_depth(tree: Tree, name: str, item: Item) -> None:
    seen, depth, at = {name}, 1, item.parent
    while at != tree.document:
        if not at:
            raise ExchangeError(f"{item.place}: nothing says where it stands. Add an isChildOf association for it.")
        if at in seen:
            raise ExchangeError(f"{item.place}: it is its own child, by way of {at[:60]}. isChildOf must not go round.")
        seen.add(at)
        depth, at = depth + 1, tree.items[at].parent
    if depth > DEEPEST:
        raise ExchangeError(
            f"{item.place}: it stands {depth} levels down. We keep two: elements, and competencies in them."
        )
