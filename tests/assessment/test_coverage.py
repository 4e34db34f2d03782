"""The coverage map: what each part of the framework has, what it lacks, and where that is made."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from framework.models import Anchor, Competency, Element, Framework, ShelfPage, ToolPage
from learning.assessment.models import BlueprintRow, Question
from learning.assessment.queries.coverage import coverage_map, coverage_of_module, too_few_questions
from learning.assessment.rules.coverage import coverage_gaps
from learning.content.models import ModulePage
from learning.people.models import Unit
from learning.people.queries import local_today
from tests.stories import module

MAP = "/cms/coverage/masoss/"


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


def cells(code: str) -> dict[str, tuple[int, str]]:
    """Return the cells of an element or a competency, by kind."""
    for row in coverage_map(Framework.objects.get(code="masoss"), ModulePage.objects.all()):
        if row.element.code == code:
            return {cell.kind: (cell.have, cell.amount) for cell in row.cells}
        for line in row.competencies:
            if line.competency.code == code:
                return {cell.kind: (cell.have, cell.amount) for cell in line.cells}
    raise LookupError(code)


def take_away_tools(element: str) -> None:
    """Leave an element without tools: the demo has one for each."""
    for tool in ToolPage.objects.all():
        tool.elements.set(tool.elements.exclude(code=element))
        tool.save()


def anchors(code: str) -> int:
    return Anchor.objects.filter(competency_level__competency__code=code).count()


def test_a_competency_with_everything_has_enough(db):
    have = Question.objects.filter(module=module("mindset"), competency__code="masoss-m2").count()
    assert cells("masoss-m2") == {
        "content": (1, "ENOUGH"),
        "question": (have, "ENOUGH"),
        "observation": (anchors("masoss-m2"), "ENOUGH"),
    }


def test_a_competency_that_no_module_serves_is_empty(db):
    for page in ModulePage.objects.filter(competencies__code="masoss-v3"):
        page.competencies.remove(Competency.objects.get(code="masoss-v3"))
        page.save()
    Question.objects.filter(competency__code="masoss-v3").update(withdrawn_on=local_today())
    found = cells("masoss-v3")
    assert found["content"] == found["question"] == (0, "NONE")
    assert found["observation"][1] == "ENOUGH"


def test_questions_are_enough_at_twice_what_is_drawn(db):
    row = BlueprintRow.objects.get(assessment__module=module("mindset"), competency__code="masoss-m2")
    have = cells("masoss-m2")["question"][0]
    BlueprintRow.objects.filter(pk=row.pk).update(count=have // 2)
    assert cells("masoss-m2")["question"] == (have, "ENOUGH")
    BlueprintRow.objects.filter(pk=row.pk).update(count=have // 2 + 1)
    assert cells("masoss-m2")["question"] == (have, "TOO_FEW")
    assert cells("masoss-mindset")["question"][1] == "TOO_FEW"


def test_questions_nobody_is_asked_are_not_enough(db):
    BlueprintRow.objects.filter(competency__code="masoss-m2").delete()
    assert cells("masoss-m2")["question"][1] == "TOO_FEW"


def test_the_plenty_of_one_module_does_not_hide_the_want_of_another(db):
    Question.objects.filter(module=module("mindset"), competency__code="masoss-m3").update(withdrawn_on="2026-01-01")
    other = module("why-strengths-based-practice")
    assert Question.objects.filter(module=other, competency__code="masoss-m3").exists()
    assert cells("masoss-m3")["question"][1] == "TOO_FEW"


def test_what_is_not_published_or_withdrawn_does_not_count(db):
    Question.objects.filter(module=module("mindset")).update(withdrawn_on="2026-01-01")
    assert cells("masoss-m2")["question"] == (0, "NONE")
    Page.objects.filter(pk=module("mindset").pk).update(live=False)
    assert cells("masoss-m2")["content"] == (0, "NONE")


def test_a_module_without_a_lesson_teaches_nothing(db):
    found = module("mindset")
    Page.objects.child_of(found).update(live=False)
    assert cells("masoss-m2")["content"] == (0, "NONE")


def test_a_tool_counts_for_its_elements(db):
    take_away_tools("masoss-mindset")
    assert cells("masoss-mindset")["tool"] == (0, "NONE")
    tool = ToolPage(title="A map of our own", slug="a-map-of-our-own", summary="A map.")
    tool.elements = [Element.objects.get(code="masoss-mindset")]
    ShelfPage.objects.get(slug="tools").add_child(instance=tool)
    assert cells("masoss-mindset")["tool"] == (1, "ENOUGH")


def test_without_anchors_there_is_nothing_to_observe(db):
    Anchor.objects.filter(competency_level__competency__code="masoss-m2").delete()
    assert cells("masoss-m2")["observation"] == (0, "NONE")


def test_every_empty_cell_says_so_and_leads_to_where_it_is_made(cms):
    take_away_tools("masoss-services")
    Anchor.objects.filter(competency_level__competency__code="masoss-m2").delete()
    Question.objects.filter(competency__code="masoss-v3").update(withdrawn_on=local_today())
    page = cms.get(MAP).content.decode()
    empty = re.findall(r'<td class="gtq-cell gtq-cell--NONE">(.*?)</td>', page, re.DOTALL)
    assert len(empty) == 3
    assert f"{len(empty)} cells are empty." in page
    for cell in empty:
        assert "None yet" in cell
        address = re.search(r'href="([^"]+)"', cell)
        assert cms.get(address[1].replace("&amp;", "&")).status_code == 200, address[1]


def test_too_few_questions_lead_to_the_module_that_lacks_them(cms):
    BlueprintRow.objects.filter(assessment__module=module("mindset"), competency__code="masoss-m2").update(count=40)
    page = cms.get(MAP).content.decode()
    assert f"/cms/questions/{module('mindset').pk}/add/?competency=masoss-m2" in page
    assert "of 80 needed" in page


def test_the_map_costs_the_same_however_much_there_is(cms, django_assert_max_num_queries):
    cms.get(MAP)
    with django_assert_max_num_queries(28):
        cms.get(MAP)


def test_the_menu_leads_to_a_choice_of_frameworks_and_with_one_straight_to_its_map(cms, priya):
    page = cms.get("/cms/coverage/").content.decode()
    assert MAP in page
    assert "/cms/coverage/six-principles/" in page
    only = Framework.objects.filter(code="masoss")
    Unit.objects.get(name="Northvale Council").frameworks.set(only)
    assert cms.get("/cms/coverage/").url == MAP
    assert cms.get("/cms/coverage/nothing/").status_code == 404


def test_a_module_of_the_demo_has_all_that_a_gate_asks(db):
    for slug in ("why-strengths-based-practice", "mindset", "aspirations"):
        assert coverage_gaps(coverage_of_module(module(slug))) == []
        assert too_few_questions(module(slug)) == []


def test_a_module_says_which_competencies_have_too_few_questions(db):
    Question.objects.filter(module=module("mindset"), competency__code="masoss-m2").update(withdrawn_on="2026-01-01")
    (gap,) = too_few_questions(module("mindset"))
    assert (gap.competency, gap.have) == ("masoss-m2", 0)
    assert gap.words.startswith("masoss-m2 has no question yet; it needs ")
