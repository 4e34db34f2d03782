"""Priya keeps the framework in /cms/: she lists, adds and edits; rules and what stands behind them are only added."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from framework.models import Competency, CompetencyLevel, Element, EvidenceRule, Framework, Requirement, RoleProfile
from learning.demo.site import AUTHORS
from tests.people.world import day

LISTS = ["framework", "element", "competency", "evidencerule", "roleprofile", "requirement"]
BAD = [
    ('{"knowlege": {}}', "rule: &#x27;knowlege&#x27; is not known. Use one of all_of, any_of, n_of, knowledge"),
    ('{"all_of": []}', "rule.all_of: write a list with at least one part."),
    ('{"n_of": {"n": 3, "of": [{"knowledge": {}}]}}', "rule.n_of.n: write a whole number from 1 to 1."),
    ('{"knowledge": {}', "Enter a valid JSON."),
    ("[]", "This field is required."),
    ("3", "rule: write one of all_of"),
]


@pytest.fixture
def rule(db) -> EvidenceRule:
    return EvidenceRule.objects.get(
        competency_level__competency__code="masoss-m1", competency_level__level__code="foundation"
    )


@pytest.fixture
def editor(priya, signed_in):
    return signed_in(priya)


def new_rule(rule: EvidenceRule, expression: str, version: int = 2) -> dict[str, object]:
    return {
        "competency_level": rule.competency_level_id,
        "version": version,
        "expression": expression,
        "in_force_from": day(1).isoformat(),
    }


@pytest.mark.parametrize("name", LISTS)
def test_priya_lists_each_part_of_the_framework(editor, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        page = editor.get(f"/cms/{name}/")
    assert page.status_code == 200
    assert len(page.context["object_list"]) >= 1


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["asha", "omar", "lena", "tess", "sam"])
def test_nobody_else_finds_the_lists(db, signed_in, request, who, name):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(f"/cms/{name}/").status_code == 404
    assert client.get(f"/cms/{name}/new/").status_code == 404


def test_priya_edits_a_job_and_readers_see_it(editor):
    job = RoleProfile.objects.get(code="support-worker")
    sent = {"code": job.code, "title": "Care and support worker", "profession": job.profession, "summary": "New."}
    assert editor.post(f"/cms/roleprofile/edit/{job.pk}/", sent).url == "/cms/roleprofile/"
    page = editor.get("/framework/masoss/mindset/m1/").content.decode()
    assert "Care and support worker: foundation" in page


def test_priya_adds_an_element_with_a_letter(editor):
    framework = Framework.objects.get(code="masoss")
    sent = {
        "framework": framework.pk,
        "code": "masoss-more",
        "letter": "X",
        "title": "More",
        "summary": "M",
        "order": 7,
    }
    assert editor.post("/cms/element/new/", sent).url == "/cms/element/"
    assert Element.objects.get(code="masoss-more").letter == "X"


def test_two_elements_never_stand_at_one_place(editor):
    framework = Framework.objects.get(code="masoss")
    sent = {
        "framework": framework.pk,
        "code": "masoss-more",
        "letter": "X",
        "title": "More",
        "summary": "M",
        "order": 1,
    }
    response = editor.post("/cms/element/new/", sent)
    assert response.status_code == 200
    assert 'value="masoss-more"' in response.content.decode()
    assert not Element.objects.filter(code="masoss-more").exists()


def test_priya_finds_a_competency_with_its_levels_and_anchors(editor):
    competency = Competency.objects.get(code="masoss-m1")
    page = editor.get(f"/cms/competency/edit/{competency.pk}/").content.decode()
    assert "Names something the person or group does, knows or has before naming a need." in page
    assert 'name="levels-TOTAL_FORMS"' in page


def test_priya_finds_a_competency_by_its_words(editor):
    found = editor.get("/cms/competency/", {"q": "strengths first"}).context["object_list"]
    assert "masoss-m1" in {competency.code for competency in found}


def test_a_new_rule_is_a_new_version_from_its_day_on(editor, rule):
    sent = new_rule(rule, '{"all_of": [{"knowledge": {}}, {"observation": {"count": 2, "assessors": 2}}]}')
    assert editor.post("/cms/evidencerule/new/", sent).url == "/cms/evidencerule/"
    standard = CompetencyLevel.objects.get(pk=rule.competency_level_id)
    assert standard.rule_in_force(day(0)) == rule
    assert standard.rule_in_force(day(1)).in_words == (
        "a passed assessment and 2 observations of practice by 2 different assessors"
    )


@pytest.mark.parametrize(("expression", "words"), BAD)
def test_a_bad_rule_is_refused_in_clear_words_and_stays_in_the_form(editor, rule, expression, words):
    rules = EvidenceRule.objects.count()
    response = editor.post("/cms/evidencerule/new/", new_rule(rule, expression))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert response.context["form"]["version"].value() == "2"
    assert EvidenceRule.objects.count() == rules


def test_a_version_is_given_once(editor, rule):
    response = editor.post("/cms/evidencerule/new/", new_rule(rule, '{"sign_off": {}}', version=1))
    assert response.status_code == 200
    assert "already exists" in str(response.context["form"].errors)
    assert rule.competency_level.evidence_rules.count() == 1


@pytest.mark.parametrize("who", ["priya", "admin"])
@pytest.mark.parametrize("change", ["edit", "delete"])
def test_a_rule_that_stands_is_never_edited_or_deleted_whoever_asks(db, signed_in, request, rule, who, change):
    client = signed_in(request.getfixturevalue(who))
    path = f"/cms/evidencerule/{change}/{rule.pk}/"
    assert client.get(path).url == "/cms/"
    assert client.post(path, new_rule(rule, '{"sign_off": {}}', version=1)).url == "/cms/"
    rule.refresh_from_db()
    assert (rule.expression, rule.version) == ({"knowledge": {}}, 1)


def test_a_rule_can_be_looked_at(editor, rule):
    assert editor.get(f"/cms/evidencerule/inspect/{rule.pk}/").status_code == 200


def test_an_editor_who_may_not_add_rules_does_not(priya, signed_in, rule):
    group = priya.groups.get(name=AUTHORS)
    group.permissions.remove(Permission.objects.get(codename="add_evidencerule"))
    client = signed_in(priya)
    assert client.post("/cms/evidencerule/new/", new_rule(rule, '{"sign_off": {}}')).url == "/cms/"
    assert rule.competency_level.evidence_rules.count() == 1


@pytest.mark.parametrize("name", ["requirement", "competency", "roleprofile", "element", "framework"])
def test_priya_deletes_nothing_that_people_are_held_to(editor, name):
    model = {"requirement": Requirement, "competency": Competency, "roleprofile": RoleProfile}.get(
        name, Element if name == "element" else Framework
    )
    row = model.objects.first()
    assert editor.post(f"/cms/{name}/delete/{row.pk}/").url == "/cms/"
    assert model.objects.filter(pk=row.pk).exists()


def test_a_requirement_ends_after_it_starts(editor):
    needed = Requirement.objects.filter(competency__code="masoss-m1").first()
    sent = {
        "role_profile": needed.role_profile_id,
        "competency": needed.competency_id,
        "level": needed.level_id,
        "due_within_days": 5,
        "mandatory": "on",
        "in_force_from": "2026-01-05",
        "in_force_to": "2026-01-04",
    }
    response = editor.post(f"/cms/requirement/edit/{needed.pk}/", sent)
    assert response.status_code == 200
    assert "a_requirement_ends_after_it_starts" in response.content.decode()
    needed.refresh_from_db()
    assert needed.in_force_to is None
