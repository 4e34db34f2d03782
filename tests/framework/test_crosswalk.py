"""Two frameworks side by side: read from either side, for those who may read both, in words, picture and table."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from framework.actions import FrameworkFileError, load_crosswalk
from framework.drawing import ROW, in_lines, middle_of, thread_path
from framework.models import Element, ElementMatch, Framework, MatchKind
from framework.queries import crosswalk_between
from learning.people.models import Unit

THERE, BACK = "/framework/crosswalk/masoss/six-principles/", "/framework/crosswalk/six-principles/masoss/"


def text(client, path: str) -> str:
    return client.get(path).content.decode()


def framework(code: str) -> Framework:
    return Framework.objects.get(code=code)


def test_every_line_reads_turned_round_from_the_other_side(db):
    first, other = framework("masoss"), framework("six-principles")
    there, back = crosswalk_between(first, other), crosswalk_between(other, first)
    turned = {(line.other.code, line.element.code, line.kind.seen_from_the_other_side) for line in back}
    assert {(line.element.code, line.other.code, line.kind) for line in there} == turned
    assert len(there) == 9
    assert all(line.note for line in there)


def test_turning_round_twice_is_where_it_began():
    assert [kind.seen_from_the_other_side.seen_from_the_other_side for kind in MatchKind] == list(MatchKind)
    assert MatchKind.BROADER.seen_from_the_other_side == MatchKind.NARROWER


def test_every_principle_and_every_element_of_masoss_meets_something(db):
    lines = crosswalk_between(framework("masoss"), framework("six-principles"))
    for code, side in (("masoss", "element"), ("six-principles", "other")):
        met = {getattr(line, side).pk for line in lines}
        assert met == set(framework(code).elements.values_list("pk", flat=True))


def test_asha_reads_it_in_words_as_a_picture_and_as_a_table(asha, signed_in):
    page = text(signed_in(asha), THERE)
    assert "6 of 6 elements of the" in page
    assert page.count('class="gt-threads__thread ') == 9
    assert page.count("<tr>") == 10
    assert 'class="gt-threads" aria-hidden="true"' in page
    assert "takes in more than" in page
    assert "is a part of" in text(signed_in(asha), BACK)


def test_with_two_frameworks_there_is_nothing_to_choose(asha, signed_in):
    assert signed_in(asha).get("/framework/crosswalk/").url == THERE


def test_with_three_asha_chooses(asha, signed_in):
    third = Framework.objects.create(code="third", title="Third", summary="T", version="1")
    Unit.objects.get(name="Northvale Council").frameworks.add(third)
    assert signed_in(asha).get("/framework/crosswalk/").url == THERE  # without a page there is nothing to read


def test_sam_finds_nothing_to_compare_even_when_one_side_is_his(sam, signed_in):
    client = signed_in(sam)
    assert "When your organisation works by two frameworks" in text(client, "/framework/crosswalk/")
    Unit.objects.get(name="Southmere Care").frameworks.add(framework("masoss"))
    assert client.get(THERE).status_code == 404
    page = text(client, "/framework/masoss/outcomes/")
    assert "In other frameworks" not in page
    assert "Goal setting" not in page
    assert "Side by side" not in text(client, "/framework/masoss/")


@pytest.mark.parametrize("path", ["/framework/crosswalk/masoss/masoss/", "/framework/crosswalk/masoss/none/"])
def test_what_cannot_be_compared_is_not_found(asha, signed_in, path):
    assert signed_in(asha).get(path).status_code == 404


def test_an_element_page_says_what_it_is_in_other_frameworks(asha, signed_in):
    client = signed_in(asha)
    page = text(client, "/framework/masoss/outcomes/")
    assert "In other frameworks" in page
    assert 'href="/framework/six-principles/goals/"' in page
    assert "Outcomes says the same as" in page
    other = text(client, "/framework/six-principles/resources/")
    assert "Resources around the person takes in more than" in other
    assert f'href="{THERE}"' in text(client, "/framework/masoss/")


def test_a_page_taken_down_leaves_no_dead_link(asha, signed_in):
    Element.objects.get(code="six-principles-goals").page.unpublish()
    page = text(signed_in(asha), THERE)
    assert "/framework/six-principles/goals/" not in page
    assert "Goal setting" in page


def test_nobody_wrote_how_two_frameworks_meet(asha, signed_in):
    ElementMatch.objects.all().delete()
    assert "Nobody has written yet how these two meet." in text(signed_in(asha), THERE)


@pytest.mark.parametrize(
    ("path", "most"), [(THERE, 18), ("/framework/crosswalk/", 18), ("/framework/masoss/outcomes/", 30)]
)
def test_reading_it_asks_few_questions_of_the_database(asha, signed_in, django_assert_max_num_queries, path, most):
    client = signed_in(asha)
    with django_assert_max_num_queries(most):
        client.get(path)


def test_a_pair_is_matched_once_whichever_side_comes_first(db):
    found = ElementMatch.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ElementMatch.objects.create(element=found.other, other=found.element, kind="EXACT")
    with pytest.raises(IntegrityError), transaction.atomic():
        ElementMatch.objects.create(element=found.element, other=found.element, kind="EXACT")


def test_a_match_leads_to_another_framework(db):
    mindset, outcomes = Element.objects.filter(code__in=["masoss-mindset", "masoss-outcomes"])
    with pytest.raises(ValidationError, match="Choose an element of another framework"):
        ElementMatch(element=mindset, other=outcomes, kind="EXACT").full_clean()


def test_priya_adds_a_match_in_cms(priya, signed_in):
    client = signed_in(priya)
    codes = ["masoss-mindset", "six-principles-choice"]
    mindset, choice = (Element.objects.get(code=code) for code in codes)
    sent = {"element": mindset.pk, "other": choice.pk, "kind": "RELATED", "note": "They meet here."}
    assert client.post("/cms/elementmatch/new/", sent).url == "/cms/elementmatch/"
    assert "They meet here." in text(client, THERE)
    again = client.post("/cms/elementmatch/new/", {**sent, "element": choice.pk, "other": mindset.pk})
    assert again.status_code == 200
    assert ElementMatch.objects.count() == 10


def test_loading_it_again_changes_nothing_from_either_side(db):
    line = {"element": "masoss-mindset", "other": "six-principles-hope", "kind": "broader", "note": "N"}
    load_crosswalk([line])
    turned = {**line, "element": line["other"], "other": line["element"], "kind": "narrower"}
    load_crosswalk([turned])
    found = ElementMatch.objects.get(element__code="masoss-mindset")
    assert (found.kind, ElementMatch.objects.count()) == ("BROADER", 9)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"element": "masoss-mindset", "other": "none", "kind": "exact"}, "'none' is missing"),
        ({"element": "masoss-mindset", "kind": "exact"}, "'other' is missing"),
        ({"element": "masoss-mindset", "other": "six-principles-hope", "kind": "same"}, "same is no kind of match"),
    ],
)
def test_a_bad_crosswalk_file_is_refused(db, line, words):
    with pytest.raises(FrameworkFileError, match=words):
        load_crosswalk([line])


def test_threads_run_from_row_to_row():
    assert thread_path(0, 2).startswith(f"M46 {ROW / 2:g} C")
    assert thread_path(0, 2).endswith(f"274 {2.5 * ROW:g}")
    assert middle_of(1) - middle_of(0) == ROW


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Mindset", ["Mindset"]),
        ("Relationships that give hope", ["Relationships", "that give", "hope"]),
        ("Intergenerationality first", ["Intergenerationality", "first"]),
        ("", []),
    ],
)
def test_words_are_broken_into_lines(words, lines):
    assert in_lines(words, 13) == lines
