"""The framework as it is read: for the people of organisations that work by it, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from framework.models import ElementPage, EvidenceRule, Framework, FrameworkPage, Requirement
from learning.people.models import Unit
from learning.people.queries import local_today
from tests.people.world import day

WHOLE, ELEMENT, COMPETENCY = "/framework/masoss/", "/framework/masoss/mindset/", "/framework/masoss/mindset/m1/"
INSIDE = [WHOLE, ELEMENT, COMPETENCY]
COLLEAGUES = ["asha", "ngozi", "omar", "tess", "leila", "lena", "priya", "admin"]


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("name", COLLEAGUES)
def test_everybody_of_the_council_reads_it(db, signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    assert [client.get(path).status_code for path in ["/framework/", *INSIDE]] == [200] * 4


@pytest.mark.parametrize("path", ["/framework/", *INSIDE])
def test_a_stranger_is_sent_to_sign_in_and_back(db, client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_sam_finds_an_empty_shelf_and_nothing_behind_it(sam, signed_in):
    client = signed_in(sam)
    shelf = text_of(client, "/framework/")
    assert "Your organisation has not published a practice framework yet." in shelf
    assert "MASOSS" not in shelf
    assert [client.get(path).status_code for path in INSIDE] == [404] * 3


def test_sam_reads_it_once_his_organisation_works_by_it(sam, signed_in):
    Unit.objects.get(name="Southmere Care").frameworks.add(Framework.objects.get(code="masoss"))
    client = signed_in(sam)
    assert "MASOSS practice framework" in text_of(client, "/framework/")
    assert [client.get(path).status_code for path in INSIDE] == [200] * 3


@pytest.mark.parametrize(
    "path",
    [
        "/framework/none/",
        "/framework/masoss/none/",
        "/framework/masoss/mindset/zz/",
        "/framework/masoss/mindset/a1/",
        "/framework/masoss/mindset/m1/more/",
    ],
)
def test_what_is_not_there_is_not_found(asha, signed_in, path):
    assert signed_in(asha).get(path).status_code == 404


def test_the_code_of_a_competency_may_be_typed_in_capitals(asha, signed_in):
    assert signed_in(asha).get("/framework/masoss/mindset/M1/").status_code == 200


def test_the_whole_names_its_elements_in_order_with_every_competency(asha, signed_in):
    response = signed_in(asha).get(WHOLE)
    titles = [page.title for page in response.context["element_pages"]]
    assert titles == ["Mindset", "Aspirations", "Strengths", "Outcomes", "Solutions", "Services"]
    page = response.content.decode()
    assert page.count('class="gt-wheel__part"') == 6
    assert all(str(competency) in page for competency in response.context["competencies"])
    assert len(response.context["competencies"]) == 14


def test_the_wheel_is_only_a_picture_and_a_list_says_the_same(asha, signed_in):
    page = text_of(signed_in(asha), WHOLE)
    assert '<svg class="gt-wheel" viewBox="0 0 470 400" aria-hidden="true"' in page
    assert page.split('class="gt-elements"')[1].split("</ol>")[0].count("<li") == 6


def test_an_element_shows_four_views_and_its_competencies(asha, signed_in):
    page = text_of(signed_in(asha), ELEMENT)
    for words in ("You, the practitioner", "The manager", "The organisation", "The person who draws on support"):
        assert f"<h3>{words}</h3>" in page
    assert "What is going well for you at the moment, even if it is small?" in page
    assert 'href="/framework/masoss/mindset/m1/"' in page


def test_a_competency_shows_levels_anchors_proof_and_who_needs_it(asha, signed_in):
    page = text_of(signed_in(asha), COMPETENCY)
    assert all(f'id="{level}"' in page for level in ("foundation", "practitioner", "lead"))
    assert "<strong>What proves it:</strong> a passed assessment. It holds for 24 months." in page
    assert "Names something the person or group does, knows or has before naming a need." in page
    assert "Support worker: foundation, within 5 working days of starting" in page


def test_a_new_rule_is_shown_from_its_day_on(asha, signed_in, time_machine):
    rule = EvidenceRule.objects.get(competency_level__competency__code="masoss-m1", competency_level__level__order=1)
    EvidenceRule.objects.create(
        competency_level=rule.competency_level, version=2, expression={"sign_off": {}}, in_force_from=day(5)
    )
    client = signed_in(asha)
    shown = "<strong>What proves it:</strong> sign-off by the line manager."
    assert shown not in text_of(client, COMPETENCY)
    time_machine.move_to(f"{day(5)}T09:00:00+00:00")
    assert shown in text_of(client, COMPETENCY)


def test_a_requirement_is_shown_to_its_last_day(asha, signed_in):
    needed = Requirement.objects.filter(competency__code="masoss-m1", role_profile__code="support-worker")
    client = signed_in(asha)
    needed.update(in_force_to=local_today())
    assert "Support worker: foundation" in text_of(client, COMPETENCY)
    needed.update(in_force_to=day(-1))
    assert "Support worker: foundation" not in text_of(client, COMPETENCY)


def test_a_page_taken_down_by_its_editor_is_gone_and_leaves_no_dead_link(asha, signed_in):
    ElementPage.objects.get(slug="mindset").unpublish()
    client = signed_in(asha)
    assert client.get(ELEMENT).status_code == 404
    assert client.get(COMPETENCY).status_code == 404
    assert f'href="{ELEMENT}' not in text_of(client, WHOLE)
    FrameworkPage.objects.get(slug="masoss").unpublish()
    assert WHOLE not in text_of(client, "/framework/")


@pytest.mark.parametrize(("path", "most"), [("/framework/", 14), (WHOLE, 20), (ELEMENT, 30), (COMPETENCY, 32)])
def test_reading_asks_few_questions_of_the_database(asha, signed_in, django_assert_max_num_queries, path, most):
    client = signed_in(asha)
    with django_assert_max_num_queries(most):
        client.get(path)
