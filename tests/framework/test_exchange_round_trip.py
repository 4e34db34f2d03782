"""Out to a file and in again: whatever a framework says, nothing of it is lost on the way, in any form."""

from __future__ import annotations

import csv
import io
import re
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from framework.actions.exchange import snapshot
from framework.exchange.case.words import identifier
from framework.exchange.errors import ExchangeError
from framework.exchange.sheets import DANGEROUS, defused, undefused
from framework.models import Framework
from tests.framework.exchange_files import (
    FORMS,
    SITE,
    changed,
    frameworks,
    make_framework,
    package,
    read_back,
    read_package,
    words,
    written,
)

ASSOCIATION_TYPES = {"isChildOf", "exactMatchOf", "isRelatedTo"}


@pytest.mark.parametrize("form", FORMS)
@given(content=frameworks())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_framework_says_comes_back_as_it_was(form, content):
    assert read_back(content, form) == content


@given(text=words(lines=True))
@settings(max_examples=200, deadline=None)
def test_a_defused_cell_begins_with_nothing_a_program_runs_and_gives_back_what_was_written(text):
    cell = defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "|", "%", "\t"))
    assert undefused(cell, "here") == text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", ["masoss", "six-principles"])
def test_our_own_frameworks_lose_nothing_either(db, code, form):
    content = snapshot(Framework.objects.get(code=code))
    assert read_back(content, form) == content


def test_the_csv_file_holds_no_cell_that_a_program_would_compute():
    content = changed(make_framework(), "element", "wold-e0", title="=HYPERLINK(1)", summary="@SUM(1)")
    rows = list(csv.reader(io.StringIO(written(content, "csv").decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_workbook_holds_text_only_even_where_it_looks_like_a_formula():
    content = changed(make_framework(), "element", "wold-e0", title="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(written(content, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if DANGEROUS.match(cell.value))
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}


def test_the_same_codes_have_the_same_identifiers_everywhere_and_addresses_on_this_site():
    first, again = package(make_framework()), package(make_framework())
    assert first == again
    assert first["CFDocument"]["identifier"] == identifier("framework", "wold")
    everything = [first["CFDocument"], *first["CFItems"], *first["CFAssociations"], *first["CFRubrics"]]
    names = [one["identifier"] for one in everything]
    assert len(set(names)) == len(names)
    assert all(uuid.UUID(name).version == 5 for name in names)
    assert all(one["uri"] == f"{SITE}/framework/wold/#{one['identifier']}" for one in everything)


def test_the_package_has_what_case_asks_for(db):
    found = package(snapshot(Framework.objects.get(code="masoss")))
    document = found["CFDocument"]
    assert document["caseVersion"] == "1.1"
    assert {"identifier", "uri", "creator", "title", "lastChangeDateTime"} <= set(document)
    for item in found["CFItems"]:
        assert {"identifier", "uri", "fullStatement", "lastChangeDateTime"} <= set(item)
    for one in found["CFAssociations"]:
        assert one["associationType"] in ASSOCIATION_TYPES or one["associationType"].startswith("ext:")
        for end in ("originNodeURI", "destinationNodeURI"):
            assert {"title", "identifier", "uri"} == set(one[end])
    assert len(found["CFItems"]) == 6 + 14
    assert len(found["CFRubrics"]) == 42


def test_a_package_of_another_system_is_taken_in_with_what_case_carries():
    def link(name: str) -> dict:
        return {"title": name, "identifier": name, "uri": f"https://elsewhere.example/{name}"}

    def child(name: str, parent: str, number: int) -> dict:
        ends = {"originNodeURI": link(name), "destinationNodeURI": link(parent)}
        return {"associationType": "isChildOf", "sequenceNumber": number, **ends}

    content = read_package(
        {
            "CFDocument": {"identifier": "doc", "title": "Ashdale’s way of working", "creator": "Ashdale"},
            "CFItems": [
                {"identifier": "b", "fullStatement": "Hope", "notes": "Why & how"},
                {"identifier": "a", "fullStatement": "A long statement. " * 20, "humanCodingScheme": "1"},
                {"identifier": "c", "fullStatement": "You can listen.", "humanCodingScheme": "1.1"},
            ],
            "CFAssociations": [
                child("a", "doc", 1),
                child("b", "doc", 2),
                child("c", "a", 1),
                {"associationType": "precedes", "originNodeURI": link("a"), "destinationNodeURI": link("b")},
            ],
            "CFRubrics": [{"identifier": "r", "title": "Unused"}],
        }
    )
    assert content.framework["code"] == "ashdales-way-of-working"
    assert [one["title"][:6] for one in content.of("element")] == ["A long", "Hope"]
    assert len(content.of("element")[0]["title"]) <= 100
    assert content.of("element")[1]["meaning"] == "<p>Why &amp; how</p>"
    assert [one["short_code"] for one in content.of("competency")] == ["1-1"]
    assert len(content.notes) == 2
    assert all(re.search("precedes|rubric", note) for note in content.notes)


def test_a_match_written_from_the_other_side_is_turned_round():
    found = package(make_framework())
    ours, theirs = found["CFItems"][0]["identifier"], str(uuid.uuid4())
    found["CFAssociations"].append(
        {
            "associationType": "ext:isBroaderThan",
            "originNodeURI": {"identifier": theirs},
            "destinationNodeURI": {"identifier": ours},
            "extensions": {"goldenThread": {"other": "elsewhere-1"}},
        }
    )
    match = read_package(found).of("match")[0]
    assert (match["element"], match["other"], match["kind"]) == ("wold-e0", "elsewhere-1", "NARROWER")


def test_what_looks_like_an_escape_of_the_workbook_format_is_carried_or_refused():
    content = changed(make_framework(), "element", "wold-e0", title="a_x0041_b")
    assert read_back(content, "xlsx") == content
    with pytest.raises(ExchangeError, match="Export CASE instead"):
        written(changed(make_framework(), "element", "wold-e0", title="x005F_"), "xlsx")
