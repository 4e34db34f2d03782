"""A publisher's new version meets what was changed here."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.sharing.rules.merging import BOTH, KEPT, TAKEN, merge


def block(name: str, text: str) -> dict:
    return {"id": name, "type": "text", "value": text}


BASE = {"title": "Mindset", "body": [block("a", "one"), block("b", "two"), block("c", "three")]}


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome", "stands"),
    [
        ("Mindset", "Mindset and hope", TAKEN, "Mindset and hope"),
        ("Our mindset", "Mindset", KEPT, "Our mindset"),
        ("Our mindset", "Mindset and hope", BOTH, "Our mindset"),
    ],
)
def test_a_field_changed_on_one_side_is_theirs_or_ours_and_on_both_ours(ours, theirs, outcome, stands):
    merged = merge(BASE, BASE | {"title": ours}, BASE | {"title": theirs})
    assert merged.value["title"] == stands
    assert [change.outcome for change in merged.changes] == [outcome]
    assert merged.needs_a_look == (outcome == BOTH)


def test_the_same_change_on_both_sides_is_no_change():
    both = BASE | {"title": "Hope"}
    assert merge(BASE, both, both).changes == ()


def test_a_local_block_stays_where_it_stood_when_the_next_version_comes():
    ours = BASE | {"body": [block("a", "one"), block("local", "in our town"), block("b", "two"), block("c", "three")]}
    theirs = BASE | {
        "body": [block("n", "new first"), block("a", "one, better"), block("b", "two"), block("c", "three")]
    }
    merged = merge(BASE, ours, theirs)
    assert [(one["id"], one["value"]) for one in merged.value["body"]] == [
        ("n", "new first"),
        ("a", "one, better"),
        ("local", "in our town"),
        ("b", "two"),
        ("c", "three"),
    ]


def test_a_block_they_took_out_goes_unless_it_was_changed_here():
    theirs = BASE | {"body": [block("a", "one"), block("c", "three")]}
    assert [one["id"] for one in merge(BASE, BASE, theirs).value["body"]] == ["a", "c"]
    ours = BASE | {"body": [block("a", "one"), block("b", "two, as we do it"), block("c", "three")]}
    merged = merge(BASE, ours, theirs)
    assert [one["id"] for one in merged.value["body"]] == ["a", "b", "c"]
    assert merged.needs_a_look


def test_what_was_taken_out_here_stays_out():
    ours = BASE | {"body": [block("a", "one"), block("c", "three")]}
    assert [one["id"] for one in merge(BASE, ours, BASE).value["body"]] == ["a", "c"]


def test_an_order_changed_here_only_is_kept():
    ours = BASE | {"body": list(reversed(BASE["body"]))}
    assert [one["id"] for one in merge(BASE, ours, BASE).value["body"]] == ["c", "b", "a"]


bodies = st.lists(
    st.builds(block, st.sampled_from("abcdefg"), st.sampled_from(["x", "y", "z"])), unique_by=lambda one: one["id"]
)
documents = st.fixed_dictionaries({"title": st.sampled_from(["m", "n", "o"]), "body": bodies})


@given(documents, documents, documents)
def test_whatever_the_three_are_nothing_of_ours_is_lost_and_nothing_stands_twice(base, ours, theirs):
    before = copy.deepcopy((base, ours, theirs))
    merged = merge(base, ours, theirs)
    assert (base, ours, theirs) == before
    ids = [one["id"] for one in merged.value["body"]]
    assert len(ids) == len(set(ids))
    was = {one["id"]: one for one in base["body"]}
    for mine in ours["body"]:
        if mine != was.get(mine["id"]):
            assert mine in merged.value["body"]


@given(documents, documents)
def test_untouched_here_becomes_theirs_and_untouched_there_stays_ours(base, other):
    assert merge(base, base, other).value == other
    assert merge(base, other, base).value == other
    assert merge(base, other, other).value == other
