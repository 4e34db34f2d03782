"""Builds a CASE 1.1 package from a framework. What CASE has no place for stands in `extensions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from framework.exchange.case.words import MATCHES, NOT_YET, OURS, THERE, identifier
from framework.exchange.kinds import VIEWS, Content, Record

Json = dict[str, Any]


@dataclass(frozen=True)
class Maker:
    """Makes the parts of one package: all carry the site's address, the framework's code and the same moment."""

    content: Content
    site: str
    at: str

    @property
    def code(self) -> str:
        return str(self.content.framework["code"])

    @property
    def document_id(self) -> str:
        return identifier("framework", self.code)

    def part(self, *names: str, **more: Any) -> Json:
        found = identifier(*names)
        return {"identifier": found, "uri": self.uri(found), "lastChangeDateTime": self.at, **more}

    def uri(self, found: str) -> str:
        return f"{self.site}/framework/{self.code}/#{found}"

    def link(self, title: str, *names: str) -> Json:
        found = identifier(*names)
        return {"title": title, "identifier": found, "uri": self.uri(found)}


def build_case(content: Content, *, site: str, creator: str, at: str) -> Json:
    """Return a framework as a CFPackage; `at` is the moment of the export as an ISO 8601 date and time."""
    make = Maker(content, site.rstrip("/"), at)
    elements, competencies = content.of("element"), content.of("competency")
    return {
        "CFDocument": _document(make, creator),
        "CFItems": [_element(make, one) for one in elements] + [_competency(make, one) for one in competencies],
        "CFAssociations": [
            *_children(make, elements, competencies),
            *(_match(make, one) for one in content.of("match")),
        ],
        "CFRubrics": [_rubric(make, one) for one in content.of("standard")],
    }


def _document(make: Maker, creator: str) -> Json:
    framework = make.content.framework
    ours = {
        "code": framework["code"],
        "introduction": framework["introduction"],
        "sources": [dict(source.values) for source in make.content.of("source")],
        "levels": [dict(level.values) for level in make.content.of("level")],
    }
    return make.part(
        "framework",
        make.code,
        caseVersion="1.1",
        creator=creator,
        title=framework["title"],
        description=framework["summary"],
        version=framework["version"],
        language="en",
        adoptionStatus="Adopted",
        extensions={OURS: ours},
    )


def _element(make: Maker, element: Record) -> Json:
    names = ("code", "letter", "meaning", *VIEWS, "questions")
    return make.part(
        "element",
        element["code"],
        CFItemType="Element",
        fullStatement=element["summary"],
        abbreviatedStatement=element["title"],
        humanCodingScheme=element["letter"],
        language="en",
        extensions={OURS: {name: element[name] for name in names}},
    )


def _competency(make: Maker, competency: Record) -> Json:
    standards = [
        {
            "level": one["level"],
            "rubric": identifier("standard", *one.key),
            "validity_months": one["validity_months"],
            "rule": one["rule"],
        }
        for one in make.content.of_parent("standard", competency["code"])
    ]
    notes = {"notes": competency["why"]} if competency["why"] else {}
    return make.part(
        "competency",
        competency["code"],
        CFItemType="Competency",
        fullStatement=competency["statement"],
        abbreviatedStatement=competency["title"],
        humanCodingScheme=competency["short_code"],
        language="en",
        **notes,
        extensions={OURS: {"code": competency["code"], "standards": standards}},
    )


def _children(make: Maker, elements: list[Record], competencies: list[Record]) -> list[Json]:
    top = make.link(make.content.framework["title"], "framework", make.code)
    titles = {element["code"]: element["title"] for element in elements}
    found = [
        _child(make, ("element", one["code"]), one["title"], top, number) for number, one in enumerate(elements, 1)
    ]
    for number, one in enumerate(competencies, 1):
        parent = make.link(titles[one["element"]], "element", one["element"])
        found.append(_child(make, ("competency", one["code"]), one["title"], parent, number))
    return found


def _child(make: Maker, names: tuple[str, str], title: str, parent: Json, number: int) -> Json:
    return make.part(
        "child",
        *names,
        associationType="isChildOf",
        sequenceNumber=number,
        originNodeURI=make.link(title, *names),
        destinationNodeURI=parent,
    )


def _match(make: Maker, match: Record) -> Json:
    notes = {"notes": match["note"]} if match["note"] else {}
    return make.part(
        "match",
        *match.key,
        associationType=MATCHES[match["kind"]],
        originNodeURI=make.link(match["element"], "element", match["element"]),
        destinationNodeURI=make.link(match["other"], "element", match["other"]),
        **notes,
        extensions={OURS: {"other": match["other"]}},
    )


def _rubric(make: Maker, standard: Record) -> Json:
    anchors = make.content.of_parent("anchor", *standard.key)
    return make.part(
        "standard",
        *standard.key,
        title=f"{standard['competency']}, {standard['level']}",
        description=standard["statement"],
        CFRubricCriteria=[_criterion(make, standard, anchor, number) for number, anchor in enumerate(anchors, 1)],
    )


def _criterion(make: Maker, standard: Record, anchor: Record, number: int) -> Json:
    shown = [(THERE, anchor["shows"]), (NOT_YET, anchor["not_yet"])]
    return make.part(
        "anchor",
        *anchor.key,
        category=anchor["key"],
        position=number,
        rubricId=identifier("standard", *standard.key),
        CFItemURI=make.link(standard["competency"], "competency", standard["competency"]),
        CFRubricCriterionLevels=[
            make.part(
                "anchor",
                *anchor.key,
                quality,
                quality=quality,
                description=words,
                position=place,
                rubricCriterionId=identifier("anchor", *anchor.key),
            )
            for place, (quality, words) in enumerate(shown, 1)
        ],
    )
