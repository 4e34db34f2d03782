"""What a dry run says: a table of what a file may do to a framework, and what is never taken away."""

from __future__ import annotations

import pytest

from framework.exchange.changes import ADDED, CHANGED, KEPT, LEFT_OUT, REMOVED, compare, counted, fingerprint
from framework.exchange.kinds import Content, Record, arranged
from tests.framework.exchange_files import changed, element, make_framework, without

OLD = make_framework()


def lines(after: Content, in_use=None, others=()):
    found = compare(OLD, after, in_use=in_use or {}, other_elements=others)
    return [(one.status, one.record.kind, *one.record.key) for one in found if one.status != "unchanged"]


def test_the_same_framework_changes_nothing_and_a_new_one_adds_everything():
    assert lines(OLD) == []
    new = compare(None, OLD, in_use={}, other_elements=())
    assert counted(new)[ADDED] == len(OLD.records)


def test_a_changed_word_is_one_line_with_before_and_after():
    after = changed(OLD, "competency", "wold-e0-c0", title="Ask first", why="")
    change = next(one for one in compare(OLD, after, in_use={}, other_elements=()) if one.status == CHANGED)
    assert [(one.name, one.before, one.after) for one in change.fields] == [
        ("title", "Competency wold-e0-c0", "Ask first"),
        ("why", "It helps.", ""),
    ]


def test_a_moved_element_says_from_where_to_where():
    codes = ["wold-e1", "wold-e0"]
    elements = sorted(OLD.of("element"), key=lambda one: codes.index(one["code"]))
    rest = [one for one in OLD.records if one.kind != "element"]
    found = compare(OLD, Content(arranged([*elements, *rest])), in_use={}, other_elements=())
    moved = {one.name: one.fields for one in found if one.status == CHANGED}
    assert [(field.name, field.before, field.after) for field in moved["wold-e1: Element wold-e1"]] == [
        ("place", "2", "1")
    ]


def test_what_the_file_leaves_out_goes_with_all_that_belongs_to_it():
    gone = lines(without(OLD, "wold-e0-c0"))
    assert {status for status, *_ in gone} <= {REMOVED, CHANGED}
    assert sum(status == REMOVED for status, *_ in gone) == 1 + 2 + 4


USED = {
    "a competency": (("competency", "wold-e0-c0"), 1 + 2 + 4),
    "a level of it": (("standard", "wold-e0-c0", "level-0"), 1 + 2 + 4),
}


@pytest.mark.parametrize("what", USED)
def test_what_is_relied_on_is_kept_whole_and_says_why(what):
    key, kept = USED[what]
    found = compare(OLD, without(OLD, "wold-e0-c0"), in_use={key: "relied on by awards"}, other_elements=())
    assert counted(found)[KEPT] == kept
    assert counted(found)[REMOVED] == 0
    assert "relied on by awards" in {one.why for one in found}


def test_an_element_stays_for_the_sake_of_one_competency_in_it():
    smaller = Content(
        tuple(one for one in OLD.records if "wold-e0" not in str(one.values.get("code", one.values.get("competency"))))
    )
    found = lines(smaller, {("competency", "wold-e0-c1"): "relied on by awards"})
    assert (KEPT, "element", "wold-e0") in found
    assert (KEPT, "competency", "wold-e0-c1") in found
    assert (REMOVED, "competency", "wold-e0-c0") in found


def test_a_level_that_a_kept_competency_has_stays_too():
    smaller = Content(tuple(one for one in OLD.records if one.values.get("level", one.values.get("code")) != "level-1"))
    found = lines(smaller, {("standard", "wold-e0-c0", "level-1"): "relied on by observations"})
    assert (KEPT, "level", "level-1") in found
    assert (KEPT, "anchor", "wold-e0-c0", "level-1", "k0") in found
    assert (REMOVED, "standard", "wold-e0-c1", "level-1") in found


def test_a_match_with_an_element_that_is_not_here_is_left_out():
    match = Record("match", {"element": "wold-e0", "other": "far-1", "kind": "EXACT", "note": ""})
    after = Content(arranged([*OLD.records, match]))
    assert lines(after) == [(LEFT_OUT, "match", "wold-e0", "far-1")]
    assert lines(after, others={"far-1"}) == [(ADDED, "match", "wold-e0", "far-1")]


def test_a_file_that_gives_no_rule_leaves_what_proves_it():
    records = [Record(one.kind, {**one.values, "rule": None}) if one.kind == "standard" else one for one in OLD.records]
    assert lines(Content(tuple(records))) == []


def test_a_fingerprint_differs_when_anything_does():
    assert fingerprint(None) == ""
    assert fingerprint(OLD) == fingerprint(make_framework())
    more = Content(arranged([*OLD.records, element("wold-e2")]))
    assert len({fingerprint(OLD), fingerprint(more), fingerprint(changed(OLD, "element", "wold-e0", letter="B"))}) == 3
