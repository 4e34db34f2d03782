"""Reads a CASE package: one of ours with everything in it, or another system's with what CASE itself carries."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import Any

from framework.exchange.case.json_text import Json, a_text, an_object, objects, read_json
from framework.exchange.case.rubrics import Rubrics
from framework.exchange.case.tree import Item, Tree, ends, read_tree
from framework.exchange.case.words import MATCHES, OURS, TURNED
from framework.exchange.check import checked
from framework.exchange.kinds import VIEWS, Content, Raw

KINDS_OF_MATCH = {name: kind for kind, name in MATCHES.items()}


def read_case(data: bytes) -> Content:
    """Return the framework of a CASE file; raise ExchangeError that names what is wrong and where."""
    reader = _Reader(an_object(read_json(data), "The file"))
    reader.read()
    return checked(reader.raws, reader.all_notes())


def slug(text: str, most: int = 50) -> str:
    """Return a text as a code: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-")


def ours(data: Json, place: str) -> Json:
    """Return our own part of a thing's extensions; empty in files from elsewhere."""
    extensions = data.get("extensions")
    found = an_object(extensions, f"{place}.extensions").get(OURS) if extensions is not None else None
    return an_object(found, f"{place}.extensions.{OURS}") if found is not None else {}


@dataclass
class _Reader:
    package: Json
    raws: list[Raw] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Any] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    def read(self) -> None:
        document = an_object(self.package.get("CFDocument"), "CFDocument")
        self.rubrics = Rubrics(self.package)
        tree = read_tree(self.package, a_text(document, "identifier", "CFDocument"))
        framework = self._document(document)
        for number, (name, item) in enumerate(tree.below(tree.document), 1):
            element = self._element(framework, name, item, number)
            for place, (below, competency) in enumerate(tree.below(name), 1):
                self._competency(element, below, competency, f"{element['letter']}{place}")
        for where, association in tree.others:
            self._match(tree, where, association)

    def all_notes(self) -> list[str]:
        left = [f"{count} × {what}" for what, count in sorted(self.left.items())]
        return left + self.rubrics.unread()

    def _document(self, data: Json) -> str:
        own = ours(data, "CFDocument")
        title = a_text(data, "title", "CFDocument")
        values = {
            "code": own.get("code", slug(title)),
            "title": title,
            "summary": data.get("description", title),
            "introduction": own.get("introduction", ""),
            "version": data.get("version", "1"),
        }
        places = {"title": "CFDocument.title", "summary": "CFDocument.description", "version": "CFDocument.version"}
        self.raws.append(Raw("framework", "CFDocument", values, places))
        for name, kind in (("sources", "source"), ("levels", "level")):
            for place, one in objects(own, name, f"CFDocument.extensions.{OURS}"):
                self.raws.append(Raw(kind, place, one))
        return str(values["code"])

    def _code(self, name: str, wanted: Any, prefix: str, rest: str) -> Any:
        """Return an item's code: ours if it has one, else one made of what names it, never given twice."""
        code = wanted
        if code is None:
            base = slug(f"{prefix}-{rest}", 45) or "item"
            self.made[base] += 1
            code = base if self.made[base] == 1 else f"{base}-{self.made[base]}"
        self.codes[name] = code
        return code

    def _element(self, framework: str, name: str, item: Item, number: int) -> Json:
        own, data, place = ours(item.data, item.place), item.data, item.place
        statement = a_text(data, "fullStatement", place)
        title = _short(data, statement, 100)
        values = {
            "code": self._code(name, own.get("code"), framework, title[:30] if isinstance(title, str) else str(number)),
            "letter": own.get("letter", title.strip()[:1].upper() if isinstance(title, str) else ""),
            "title": title,
            "summary": statement,
            "meaning": own.get("meaning", _paragraph(data.get("notes"))),
            **{view: own.get(view, []) for view in (*VIEWS, "questions")},
        }
        places = {"title": f"{place}.abbreviatedStatement", "summary": f"{place}.fullStatement"}
        self.raws.append(Raw("element", place, values, places))
        return values

    def _competency(self, element: Json, name: str, item: Item, short: str) -> None:
        own, data, place = ours(item.data, item.place), item.data, item.place
        scheme = data.get("humanCodingScheme")
        statement = a_text(data, "fullStatement", place)
        if "code" not in own:
            scheme = slug(scheme, 10) if isinstance(scheme, str) and 0 < len(slug(scheme)) <= 10 else short
        values = {
            "code": self._code(name, own.get("code"), str(element["code"])[:38], str(scheme)),
            "element": element["code"],
            "short_code": scheme,
            "title": _short(data, statement, 200),
            "statement": statement,
            "why": data.get("notes", ""),
        }
        places = {
            "short_code": f"{place}.humanCodingScheme",
            "title": f"{place}.abbreviatedStatement",
            "statement": f"{place}.fullStatement",
            "why": f"{place}.notes",
        }
        self.raws.append(Raw("competency", place, values, places))
        self.raws += self.rubrics.standards(values["code"], own, f"{place}.extensions.{OURS}")

    def _match(self, tree: Tree, place: str, data: Json) -> None:
        kind = a_text(data, "associationType", place)
        origin, destination = ends(data, place)
        if kind not in KINDS_OF_MATCH:
            self.left[f"association {kind[:40]}: we keep no such relation"] += 1
            return
        match, turned = KINDS_OF_MATCH[kind], origin not in tree.items
        inner, outer = (destination, origin) if turned else (origin, destination)
        if inner not in tree.items:
            raise_at = "originNodeURI" if not turned else "destinationNodeURI"
            self.left[f"association {kind} ({raise_at}) between things that are not in this file"] += 1
        elif tree.items[inner].parent != tree.document or outer in tree.items:
            self.left[f"association {kind} that does not lead from an element to another framework"] += 1
        elif "other" not in ours(data, place):
            self.left[f"association {kind} that leads to something whose code is not given"] += 1
        else:
            values = {
                "element": self.codes[inner],
                "other": ours(data, place)["other"],
                "kind": TURNED.get(match, match) if turned else match,
                "note": data.get("notes", ""),
            }
            self.raws.append(Raw("match", place, values, {"note": f"{place}.notes"}))


def _short(data: Json, statement: str, most: int) -> Any:
    """Return an item's title; without one, the beginning of its statement on one line."""
    given = data.get("abbreviatedStatement")
    if given is not None:
        return given
    words = " ".join(statement.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def _paragraph(notes: Any) -> Any:
    return f"<p>{escape(notes)}</p>" if isinstance(notes, str) and notes.strip() else "" if notes is None else notes
