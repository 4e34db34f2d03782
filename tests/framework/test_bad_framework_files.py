"""A bad framework file is refused in words that name the place: by hand for what people do, then by the thousand."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from framework.exchange.errors import ExchangeError
from framework.exchange.files import LARGEST, read_file, refuse_too_large
from tests.framework.exchange_files import make_framework, package, read_package, written

GOOD = package(make_framework())
TABLE = written(make_framework(), "csv").decode("utf-8-sig")
BOOK = written(make_framework(), "xlsx")


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ExchangeError) as refused:
        read_file(name, data)
    return str(refused.value)


def changed_package(change) -> bytes:
    data = copy.deepcopy(GOOD)
    change(data)
    return json.dumps(data).encode()


def child(origin: str, destination: str) -> dict[str, Any]:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"associationType": "isChildOf", **ends}


def go_round(data: dict[str, Any]) -> None:
    first, second = (item["identifier"] for item in data["CFItems"][:2])
    rest = [one for one in data["CFAssociations"] if one["originNodeURI"]["identifier"] not in {first, second}]
    data["CFAssociations"] = [*rest, child(first, second), child(second, first)]


def hang_deeper(data: dict[str, Any]) -> None:
    last = data["CFItems"][-1]
    data["CFItems"].append({"identifier": "deep", "fullStatement": "Deep."})
    data["CFAssociations"].append(child("deep", last["identifier"]))


JSON_FILES = {
    "broken": (b'{"CFDocument": {\n  "title": oops', "line 2, column 12"),
    "not UTF-8": ('{"CFDocument": "é"}'.encode("latin-1"), "not in UTF-8: byte 17"),
    "UTF-16": ("{}".encode("utf-16"), "not in UTF-8: byte 1"),
    "a list": (b"[]", "The file: there must be an object in braces."),
    "nested too deeply": (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
    "a name given twice": (b'{"a": 1, "a": 2}', "gives 'a' twice"),
    "no number": (b'{"a": NaN}', "NaN, which is not a number"),
    "a number too long to read": (b'{"a": ' + b"9" * 5_000 + b"}", "a number of 5000 digits"),
    "empty": (b"  \n", "The file is empty."),
    "nothing in it": (b"{}", "CFDocument: there must be an object in braces."),
    "a document without a name": (
        changed_package(lambda d: d["CFDocument"].pop("identifier")),
        "CFDocument.identifier: there must be a text.",
    ),
    "items that are no list": (changed_package(lambda d: d.update(CFItems={})), "CFItems: there must be a list"),
    "no elements": (changed_package(lambda d: d.update(CFItems=[], CFAssociations=[])), "The file has no elements."),
    "a title that is a number": (
        changed_package(lambda d: d["CFItems"][0].update(abbreviatedStatement=7)),
        "CFItems[0].abbreviatedStatement: write text.",
    ),
    "a statement that is missing": (
        changed_package(lambda d: d["CFItems"][0].pop("fullStatement")),
        "CFItems[0].fullStatement: there must be a text.",
    ),
    "a code that stands twice": (
        changed_package(
            lambda d: d["CFItems"][1]["extensions"]["goldenThread"].update(
                code=d["CFItems"][0]["extensions"]["goldenThread"]["code"]
            )
        ),
        "CFItems[1]: wold-e0 stands twice; first at CFItems[0].",
    ),
    "an identifier that stands twice": (
        changed_package(lambda d: d["CFItems"][1].update(identifier=d["CFItems"][0]["identifier"])),
        "CFItems[1].identifier:",
    ),
    "a cycle": (changed_package(go_round), "it is its own child"),
    "a child of nothing in the file": (
        changed_package(lambda d: d["CFAssociations"][0]["destinationNodeURI"].update(identifier="gone")),
        "CFAssociations[0].destinationNodeURI: there is no item gone in the file.",
    ),
    "a child that is not in the file": (
        changed_package(lambda d: d["CFAssociations"].append(child("gone", "gone"))),
        "originNodeURI: there is no item gone in the file.",
    ),
    "an item that stands nowhere": (
        changed_package(lambda d: d["CFAssociations"].pop(0)),
        "CFItems[0]: nothing says where it stands.",
    ),
    "a third level": (changed_package(hang_deeper), "it stands 3 levels down. We keep two"),
    "a rubric that is not there": (
        changed_package(lambda d: d.update(CFRubrics=[])),
        "standards[0].rubric: there is no rubric",
    ),
    "a rule that is none": (
        changed_package(
            lambda d: d["CFItems"][-1]["extensions"]["goldenThread"]["standards"][0].update(rule={"knowlege": {}})
        ),
        "rule: rule: 'knowlege' is not known.",
    ),
    "months below nothing": (
        changed_package(
            lambda d: d["CFItems"][-1]["extensions"]["goldenThread"]["standards"][0].update(validity_months=-3)
        ),
        "write a whole number of months from 1 to 1200",
    ),
    "a character that cannot be kept": (
        changed_package(lambda d: d["CFItems"][0].update(fullStatement="a\x00b")),
        "CFItems[0].fullStatement: take out the character U+0000",
    ),
    "half a character": (
        changed_package(lambda d: d["CFItems"][0].update(fullStatement="a\ud800b")),
        "take out the character U+D800",
    ),
    "a code that is a path": (
        changed_package(lambda d: d["CFDocument"]["extensions"]["goldenThread"].update(code="../../x")),
        "code: write letters, digits and hyphens only.",
    ),
    "the address of the crosswalk": (
        changed_package(lambda d: d["CFDocument"]["extensions"]["goldenThread"].update(code="crosswalk")),
        "is the address of another page",
    ),
}


@pytest.mark.parametrize("name", JSON_FILES)
def test_a_bad_case_file_is_refused_by_its_place(name):
    data, message = JSON_FILES[name]
    assert message in refusal("framework.json", data)


def table(change) -> bytes:
    return change(TABLE).encode()


def cell(row: str, name: str, text: str):
    """Return a change that writes a text into one cell of the first row of a kind."""

    def change(found: str) -> str:
        lines = found.split("\r\n")
        header = lines[0].split(",")
        number = next(place for place, line in enumerate(lines) if line.startswith(f"{row},"))
        cells = lines[number].split(",")
        cells[header.index(name)] = text
        lines[number] = ",".join(cells)
        return "\r\n".join(lines)

    return change


CSV_FILES = {
    "columns of another table": (b"name,age\r\nA,1\r\n", "row 1: the column ‘what’ is missing."),
    "a column too many": (table(lambda t: t.replace("what,", "what,colour,", 1)), "there is no column ‘colour’"),
    "a column twice": (table(lambda t: t.replace("what,code,", "what,code,code,", 1)), "‘code’ stands twice"),
    "a formula": (table(cell("element", "title", "=1+1")), "Row 6, column title: this looks like a formula."),
    "a formula that begins with a sign": (table(cell("element", "title", "+cmd")), "this looks like a formula."),
    "a call of another file": (table(cell("element", "title", "@SUM(A1)")), "this looks like a formula."),
    "an unknown kind": (table(cell("element", "what", "elephant")), "column what: write one of framework, source"),
    "text in a column of another kind": (table(cell("element", "note", "Hi")), "column note: a element has no note."),
    "a month that is a word": (
        table(cell("standard", "validity_months", "two")),
        "column validity_months (validity_months): write a whole number of months",
    ),
    "a rule that is no JSON": (table(cell("standard", "rule", "knowledge")), "write a rule such as"),
    "a competency of an element that is not there": (
        table(cell("competency", "element", "gone")),
        "there is no element gone in the file.",
    ),
    "a letter too long": (table(cell("element", "letter", "ABC")), "write at most 2 characters; these are 3."),
    "an open quote": (table(lambda t: t + '"'), "cannot be read as CSV"),
    "Latin-1": (table(cell("element", "title", "Caf\u00e9")).replace("é".encode(), b"\xe9"), "not in UTF-8"),
    "two frameworks": (
        table(lambda t: t.replace("\r\nsource", "\r\nframework,x,t,s,i,1\r\nsource", 1)),
        "it describes 2.",
    ),
}


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_bad_table_is_refused_by_its_cell(name):
    data, message = CSV_FILES[name]
    assert message in refusal("framework.csv", data)


def book(change) -> bytes:
    found = load_workbook(io.BytesIO(BOOK))
    change(found)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def put(sheet: str, where: str, value: Any):
    def change(found: Workbook) -> None:
        found[sheet][where] = value

    return change


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """Return the bomb with the size it unpacks to written as 9 bytes."""
    size = (200_000_000).to_bytes(4, "little")
    return bomb().replace(size, (9).to_bytes(4, "little"))


def with_entities() -> bytes:
    """Return the workbook with a sheet that would grow to a billion laughs."""
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, evil if name.startswith("xl/worksheets/sheet") else old.read(name))
    return out.getvalue()


XLSX_FILES = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "The file is not a workbook"),
    "an archive of something else": (
        (lambda out: (zipfile.ZipFile(out, "w").writestr("a.txt", "a"), out.getvalue())[1])(io.BytesIO()),
        "The file",
    ),
    "a zip bomb": (bomb(), "unpacks to 200 MB"),
    "a bomb that says it is small": (lying_bomb(), "The workbook is damaged in xl/worksheets/sheet1.xml."),
    "entities that grow": (with_entities(), "cannot be read as a workbook"),
    "a formula": (book(put("Elements", "C2", "=1+1")), "Elements, row 2, column C (title): this is a formula."),
    "an error": (book(put("Elements", "C2", "#REF!")), "this cell shows an error"),
    "a wrong heading": (book(put("Elements", "C1", "Titel")), "Elements, row 1: the column ‘title’ is missing."),
    "a sheet too many": (book(lambda b: b.create_sheet("Budget")), "There is no sheet 'Budget' in a framework."),
    "a sheet too few": (book(lambda b: b.remove(b["Elements"])), "The sheet Elements is missing."),
    "a code that stands twice": (
        book(put("Competencies", "A3", "wold-e0-c0")),
        "Competencies, row 3: wold-e0-c0 stands twice; first at Competencies, row 2.",
    ),
    "text beside the table": (book(put("Elements", "Z2", "note")), "there is text in a column without a name."),
    "a row a million down": (book(put("Elements", "A1000000", "x")), "has more than 30000 rows"),
}


@pytest.mark.parametrize("name", XLSX_FILES)
def test_a_bad_workbook_is_refused_by_its_cell(name):
    data, message = XLSX_FILES[name]
    assert message in refusal("framework.xlsx", data)


def test_numbers_that_a_program_made_of_codes_are_taken_as_they_look():
    data = book(lambda b: (put("Framework", "E2", 2)(b), put("What each level asks for", "D2", 36.0)(b)))
    content = read_file("framework.xlsx", data)
    assert content.framework["version"] == "2"
    assert content.of("standard")[0]["validity_months"] == 36


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(ExchangeError, match=r"The file has 50 MB\. A framework file has at most 10 MB\."):
        refuse_too_large(50_000_000)
    assert "at most 10 MB" in refusal("framework.json", b" " * (LARGEST + 1))


def test_a_file_with_many_faults_names_twenty_and_says_how_many_more():
    data = copy.deepcopy(package(make_framework(elements=30, each=0)))
    for item in data["CFItems"]:
        item["abbreviatedStatement"] = ""
    with pytest.raises(ExchangeError) as refused:
        read_package(data)
    assert (len(refused.value.problems), refused.value.left_out) == (20, 10)


HOSTILE = '<p onclick="x()">A<script>alert(1)</script><a href="javascript:x()">b</a><img src=x onerror=y></p>'


def test_hostile_html_is_cleaned_to_what_an_author_may_write():
    data = copy.deepcopy(GOOD)
    data["CFItems"][0]["extensions"]["goldenThread"]["meaning"] = HOSTILE
    assert read_package(data).of("element")[0]["meaning"] == "<p>A<a>b</a></p>"


def test_a_match_inside_one_framework_is_refused():
    data = copy.deepcopy(GOOD)
    first, second = (item["identifier"] for item in data["CFItems"][:2])
    data["CFAssociations"].append({**child(first, second), "associationType": "exactMatchOf"})
    assert "does not lead from an element to another framework" in read_package(data).notes[0]
