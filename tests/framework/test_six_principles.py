"""The six principles: a second framework to read, complete, with nothing in it that anybody is tested on."""

from __future__ import annotations

import pytest
from django.conf import settings

from framework.actions import load_framework, read_framework_file
from framework.models import Competency, Element, Framework
from learning.people.models import Unit

FILE = settings.BASE_DIR / "fixtures" / "framework" / "six-principles.yaml"


@pytest.fixture
def principles(db) -> Framework:
    return Framework.objects.get(code="six-principles")


def test_there_are_six_each_with_its_own_letter(principles):
    letters = list(principles.elements.values_list("letter", flat=True))
    assert letters == ["G", "S", "R", "M", "H", "C"]


def test_every_principle_says_what_it_means_four_views_and_what_to_ask(principles, asha, signed_in):
    client = signed_in(asha)
    for element in principles.elements.select_related("page"):
        page = client.get(element.page.url).content.decode()
        assert page.count("<section><h3>") == 4, element
        assert "Questions to ask" in page
        assert '<h2 class="govuk-heading-l">Competencies</h2>' not in page


def test_the_whole_reads_well_without_competencies(principles, asha, signed_in):
    page = signed_in(asha).get("/framework/six-principles/").content.decode()
    assert "Every competency" not in page
    assert page.count('class="gt-wheel__part"') == 6
    assert "<tspan" in page
    assert "Where it comes from" in page


def test_nobody_is_asked_to_prove_one_thing_twice(principles):
    assert not Competency.objects.filter(element__framework=principles).exists()
    assert not principles.levels.exists()


def test_loading_it_again_changes_nothing(principles):
    before = list(Element.objects.order_by("pk").values())
    load_framework(read_framework_file(FILE))
    assert list(Element.objects.order_by("pk").values()) == before


def test_an_element_may_leave_the_list_of_competencies_out(db):
    data = read_framework_file(FILE)
    for element in data["elements"]:
        del element["competencies"]
    assert load_framework(data).elements.count() == 6


def test_the_six_questions_that_prepare_an_assessment_are_there(principles):
    questions = Element.objects.get(code="six-principles-strengths").page.questions_to_ask[0].value
    assert len(questions) == 6


def test_sam_does_not_read_it_until_his_organisation_works_by_it(principles, sam, signed_in):
    client = signed_in(sam)
    paths = ["/framework/six-principles/", "/framework/six-principles/goals/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    Unit.objects.get(name="Southmere Care").frameworks.add(principles)
    assert [client.get(path).status_code for path in paths] == [200, 200]


def test_the_shelf_leads_to_both_frameworks_and_what_stands_beside_them(db, asha, signed_in):
    page = signed_in(asha).get("/framework/").content.decode()
    for path in ("/framework/masoss/", "/framework/six-principles/", "/framework/practice-models/"):
        assert f'href="{path}"' in page
    assert "Frameworks side by side" in page
