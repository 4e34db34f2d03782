"""Questions as 1EdTech QTI 3.0 items in a package: choice, order and match interactions.

Our tags stand in `data-` attributes of the interaction, which the standard leaves to us; feedback stands inside its
choice. Text is read as words: whatever mark-up another system put there is dropped, never shown.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from learning.assessment.exchange.archives import open_archive, read_member
from learning.assessment.exchange.reading import (
    FileRefused,
    ReadRow,
    RowProblem,
    check_size,
    refuse_too_many,
)
from learning.assessment.rules.marking import MATCHING, MULTIPLE, ORDERING, SINGLE
from learning.assessment.rules.questions import SLUG, OptionDraft, QuestionDraft, clean_draft, clean_text

ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MARKING = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
MANIFEST = "imsmanifest.xml"
TYPE = "imsqti_item_xmlv3p0"
INTERACTIONS = {
    "qti-choice-interaction": "",
    "qti-order-interaction": ORDERING,
    "qti-match-interaction": MATCHING,
}
CARDINALITY = {SINGLE: "single", MULTIPLE: "multiple", ORDERING: "ordered", MATCHING: "multiple"}
BREAKS = {"br"}
PARAGRAPHS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
FEEDBACK = "qti-feedback-inline"
DEEPEST = 60
NOT_KNOWN = "Only choice, order and match interactions can be taken from QTI; "


class _NotTaken(ValueError):
    """An item that cannot be taken; the message says why."""


def write_qti(drafts: Sequence[QuestionDraft]) -> bytes:
    """Return questions as a QTI 3 package: a zip with its manifest and one file for each."""
    made = io.BytesIO()
    manifest = Element("manifest", {"xmlns": PACKAGE, "identifier": "golden-thread-questions"})
    about = SubElement(manifest, "metadata")
    SubElement(about, "schema").text = "QTI Package"
    SubElement(about, "schemaversion").text = "3.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, draft in enumerate(drafts, 1):
            name = f"items/{draft.code}.xml"
            resource = {"identifier": f"item-{number}", "type": TYPE, "href": name}
            SubElement(SubElement(resources, "resource", resource), "file", {"href": name})
            archive.writestr(name, _as_text(_item(draft)))
        archive.writestr(MANIFEST, _as_text(manifest))
    return made.getvalue()


def _as_text(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _item(draft: QuestionDraft) -> Element:
    names = {"identifier": draft.code, "title": draft.code, "adaptive": "false", "time-dependent": "false"}
    item = Element("qti-assessment-item", {"xmlns": ITEM, "xml:lang": "en-GB", **names})
    base = "directedPair" if draft.kind == MATCHING else "identifier"
    response = {"identifier": "RESPONSE", "cardinality": CARDINALITY[draft.kind], "base-type": base}
    declared = SubElement(item, "qti-response-declaration", response)
    right = SubElement(declared, "qti-correct-response")
    for value in _right_values(draft):
        SubElement(right, "qti-value").text = value
    score = {"identifier": "SCORE", "cardinality": "single", "base-type": "float"}
    SubElement(item, "qti-outcome-declaration", score)
    shown = {"identifier": "FEEDBACK", "cardinality": "multiple", "base-type": "identifier"}
    SubElement(item, "qti-outcome-declaration", shown)
    _write_interaction(SubElement(item, "qti-item-body"), draft)
    SubElement(item, "qti-response-processing", {"template": MARKING})
    return item


def _key(number: int) -> str:
    return f"choice-{number}"


def _right_values(draft: QuestionDraft) -> list[str]:
    numbered = list(enumerate(draft.options, 1))
    if draft.kind == MATCHING:
        return [f"{_key(number)} match-{number}" for number, _ in numbered]
    return [_key(number) for number, option in numbered if draft.kind == ORDERING or option.correct]


def _write_interaction(body: Element, draft: QuestionDraft) -> None:
    name = next((name for name, kind in INTERACTIONS.items() if kind == draft.kind), "qti-choice-interaction")
    facts = {"response-identifier": "RESPONSE", "shuffle": "true"}
    facts |= {"data-competency": draft.competency, "data-difficulty": draft.difficulty.lower()}
    facts |= {"data-revisit": draft.revisit} if draft.revisit else {}
    if name == "qti-choice-interaction":
        facts["max-choices"] = "1" if draft.kind == SINGLE else "0"
    interaction = SubElement(body, name, facts)
    _write_words(SubElement(interaction, "qti-prompt"), draft.stem)
    if draft.kind != MATCHING:
        _write_choices(interaction, "qti-simple-choice", draft)
        return
    _write_choices(SubElement(interaction, "qti-simple-match-set"), "qti-simple-associable-choice", draft)
    matches = SubElement(interaction, "qti-simple-match-set")
    for number, option in enumerate(draft.options, 1):
        named = {"identifier": f"match-{number}", "match-max": "1"}
        _write_words(SubElement(matches, "qti-simple-associable-choice", named), option.match)


def _write_choices(parent: Element, name: str, draft: QuestionDraft) -> None:
    for number, option in enumerate(draft.options, 1):
        facts = {"identifier": _key(number)}
        facts |= {"match-max": "1"} if draft.kind == MATCHING else {}
        facts |= {"data-misconception": option.misconception} if option.misconception else {}
        choice = SubElement(parent, name, facts)
        _write_words(choice, option.text)
        if option.feedback:
            shown = {"outcome-identifier": "FEEDBACK", "identifier": _key(number), "show-hide": "show"}
            _write_words(SubElement(choice, FEEDBACK, shown), option.feedback)


def _write_words(parent: Element, text: str) -> None:
    first, *rest = text.split("\n")
    parent.text = first
    for line in rest:
        SubElement(parent, "br").tail = line


def read_qti(data: bytes, *, competency: str = "", difficulty: str = "") -> list[ReadRow]:
    """Return the items of a QTI 3 package, or of one item's XML; raises FileRefused with the file and line.

    `competency` and `difficulty` are for items that name none.
    """
    check_size(data)
    if not data.startswith(b"PK"):
        return [_read_item("The file", _parse("The file", data), competency, difficulty)]
    with open_archive(data) as archive:
        names = list(_item_names(archive))
        refuse_too_many(len(names))
        if not names:
            raise FileRefused(f"{MANIFEST} names no QTI 3 item. Export the questions as QTI 3 and choose that file.")
        return [_read_item(name, _parse(name, read_member(archive, name)), competency, difficulty) for name in names]


def _item_names(archive: zipfile.ZipFile) -> Iterator[str]:
    manifest = _parse(MANIFEST, read_member(archive, MANIFEST))
    for resource in manifest.iter():
        if _tag(resource) == "resource" and resource.get("type", "").startswith(TYPE):
            name = resource.get("href", "")
            path = PurePosixPath(name)
            if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
                raise FileRefused(f"{MANIFEST} names a path that leads out of the package: {name[:80]}")
            yield name


def _parse(place: str, data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise FileRefused(f"{place}, line {error.position[0]}: this is not well-formed XML. Save it again.") from None
    except DefusedXmlException:
        raise FileRefused(f"{place} declares a document type or entities, which are not read. Take them out.") from None
    except (ValueError, LookupError, RecursionError):
        raise FileRefused(f"{place} is not XML in UTF-8. Save it again.") from None
    return root


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _all(node: Element, name: str) -> list[Element]:
    return [found for found in node.iter() if _tag(found) == name]


def _read_item(place: str, item: Element, competency: str, difficulty: str) -> ReadRow:
    code = item.get("identifier", "")[:200]
    try:
        if _tag(item) != "qti-assessment-item":
            raise _NotTaken(f"This is ‘{_tag(item)[:40]}’, not a QTI 3 item. Export it as QTI 3.")
        draft = _draft(code, item, competency, difficulty)
    except _NotTaken as reason:
        return ReadRow(place, code, None, (RowProblem("item", str(reason)),))
    return ReadRow(place, draft.code, draft)


def _draft(code: str, item: Element, competency: str, difficulty: str) -> QuestionDraft:
    interactions = [node for node in item.iter() if _tag(node).endswith("-interaction")]
    names = sorted({_tag(node) for node in interactions} - set(INTERACTIONS))
    if names:
        raise _NotTaken(f"{NOT_KNOWN}this is a {names[0][:40]}.")
    if len(interactions) != 1:
        raise _NotTaken(f"{NOT_KNOWN}one in each item. Here are {len(interactions)}.")
    asked = interactions[0]
    right = _right(item, asked.get("response-identifier", ""))
    kind = INTERACTIONS[_tag(asked)] or (SINGLE if asked.get("max-choices", "1") == "1" else MULTIPLE)
    readers = {MATCHING: _read_matching, ORDERING: _read_ordering}
    body = next((node for node in item.iter() if _tag(node) == "qti-item-body"), item)
    draft = QuestionDraft(
        code=code if SLUG.fullmatch(code) else re.sub(r"[^-a-zA-Z0-9_]+", "-", code).strip("-"),
        kind=kind,
        stem=_words(body, without={_tag(asked)}, prompt=asked),
        competency=asked.get("data-competency") or competency,
        difficulty=asked.get("data-difficulty") or difficulty,
        revisit=asked.get("data-revisit", ""),
        options=tuple(readers.get(kind, _read_choice)(asked, right)),
    )
    return clean_draft(draft)


def _right(item: Element, name: str) -> list[str]:
    for declared in _all(item, "qti-response-declaration"):
        if declared.get("identifier") == name:
            return [" ".join((node.text or "").split()) for node in _all(declared, "qti-value")]
    return []


def _option(choice: Element, *, correct: bool = False, match: str = "") -> OptionDraft:
    feedback = " ".join(_words(node) for node in _all(choice, FEEDBACK))
    misconception = choice.get("data-misconception", "")
    return OptionDraft(_words(choice, without={FEEDBACK}), feedback, correct, match, misconception)


def _read_choice(asked: Element, right: list[str]) -> list[OptionDraft]:
    choices = _all(asked, "qti-simple-choice")
    return [_option(choice, correct=choice.get("identifier", "") in right) for choice in choices]


def _read_ordering(asked: Element, right: list[str]) -> list[OptionDraft]:
    choices = {choice.get("identifier", ""): choice for choice in _all(asked, "qti-simple-choice")}
    if sorted(choices) != sorted(right):
        raise _NotTaken("The correct response must name every choice once, in the right order.")
    return [_option(choices[key]) for key in right]


def _read_matching(asked: Element, right: list[str]) -> list[OptionDraft]:
    sets = _all(asked, "qti-simple-match-set")
    if len(sets) != 2:
        raise _NotTaken("A match interaction has two sets of choices.")
    matches = {node.get("identifier", ""): node for node in _all(sets[1], "qti-simple-associable-choice")}
    pairs = dict(value.split(" ", 1) for value in right if " " in value)
    lefts = _all(sets[0], "qti-simple-associable-choice")
    if {pairs.get(left.get("identifier", "")) for left in lefts} != set(matches) or len(lefts) != len(matches):
        raise _NotTaken("The correct response must pair every choice of the first set with another one of the second.")
    return [_option(left, match=_words(matches[pairs[left.get("identifier", "")]])) for left in lefts]


def _words(node: Element, *, without: set[str] | None = None, prompt: Element | None = None) -> str:
    """Return the words in a node: its line breaks and paragraphs as line ends, without parts of some names.

    The prompt of an interaction stands where the interaction does.
    """
    pieces: list[str] = []
    _collect(node, without or set(), pieces, 0)
    if prompt is not None:
        for part in _all(prompt, "qti-prompt"):
            pieces.append("\n")
            _collect(part, set(), pieces, 0)
    return clean_text("".join(pieces))


def _collect(node: Element, without: set[str], pieces: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise _NotTaken("Its text is nested too deep to read. Write it as plain text.")
    pieces.append(_one_line(node.text))
    for child in node:
        name = _tag(child)
        if name in BREAKS:
            pieces.append("\n")
        elif name and name not in without:
            _collect(child, without, pieces, depth + 1)
            pieces.append("\n" if name in PARAGRAPHS else "")
        pieces.append(_one_line(child.tail))


def _one_line(text: str | None) -> str:
    """Return a text without the line ends by which a file is laid out."""
    if not text or "\n" not in text:
        return text or ""
    first, *inner, last = text.split("\n")
    return " ".join([first.rstrip(), *(line.strip() for line in inner if line.strip()), last.lstrip()])
