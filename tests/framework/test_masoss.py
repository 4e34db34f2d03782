"""The MASOSS framework as it is delivered: six elements, their competencies, and the jobs that need them."""

from __future__ import annotations

import pytest
from django.conf import settings

from framework.actions import read_framework_file
from framework.models import Competency, CompetencyLevel, EvidenceRule, Framework, Requirement, RoleProfile
from framework.queries import standard_for
from framework.rules import evaluate, leaf_kinds
from learning.people.queries import local_today

LEVELS = ["foundation", "practitioner", "lead"]
JOBS = ["support-worker", "social-worker", "occupational-therapist", "commissioner", "in-house-trainer"]
FILE = settings.BASE_DIR / "fixtures" / "framework" / "masoss.yaml"


@pytest.fixture
def masoss(db) -> Framework:
    return Framework.objects.get(code="masoss")


def test_the_six_elements_spell_its_name(masoss):
    assert list(masoss.elements.values_list("letter", "title")) == [
        ("M", "Mindset"),
        ("A", "Aspirations"),
        ("S", "Strengths"),
        ("O", "Outcomes"),
        ("S", "Solutions"),
        ("S", "Services"),
    ]


def test_there_are_at_least_twelve_competencies_and_two_in_each_element(masoss):
    assert Competency.objects.filter(element__framework=masoss).count() >= 12
    assert all(element.competencies.count() >= 2 for element in masoss.elements.all())


def test_the_levels_rise_from_foundation_to_lead(masoss):
    assert list(masoss.levels.values_list("code", flat=True)) == LEVELS


def test_every_competency_says_at_each_level_what_is_seen_what_is_not_yet_and_what_proves_it(masoss):
    standards = CompetencyLevel.objects.filter(competency__element__framework=masoss)
    assert standards.count() == len(LEVELS) * Competency.objects.count()
    for standard in standards.prefetch_related("anchors", "evidence_rules"):
        anchors = list(standard.anchors.all())
        assert len(anchors) >= 2, standard
        assert all(anchor.shows and anchor.not_yet and anchor.shows != anchor.not_yet for anchor in anchors), standard
        assert standard.rule_in_force(local_today()), standard
        assert standard.proof_in_words != "nothing has been agreed yet", standard


def test_no_rule_is_met_by_nothing_and_a_lead_is_always_seen_at_work(masoss):
    for rule in EvidenceRule.objects.select_related("competency_level__level"):
        assert not evaluate(rule.rule, []).met, rule
        if rule.competency_level.level.code == "lead":
            assert leaf_kinds(rule.rule) & {"observation", "attendance", "sign_off"}, rule


@pytest.mark.parametrize("code", JOBS)
def test_each_job_needs_competencies_that_are_described_at_the_level_asked_for(db, code):
    requirements = list(Requirement.objects.filter(role_profile__code=code).in_force(local_today()))
    assert len(requirements) >= 5
    for needed in requirements:
        assert standard_for(needed.competency, needed.level), needed
        assert 1 <= needed.due_within_days <= 260, needed
    assert any(needed.mandatory for needed in requirements)


def test_each_job_tells_its_profession(db):
    titles = dict(RoleProfile.objects.filter(code__in=JOBS).values_list("code", "title"))
    assert titles == {
        "support-worker": "Support worker",
        "social-worker": "Social worker",
        "occupational-therapist": "Occupational therapist",
        "commissioner": "Commissioner",
        "in-house-trainer": "In-house trainer",
    }
    assert all(RoleProfile.objects.filter(code__in=JOBS).values_list("profession", flat=True))


def test_a_competency_that_is_not_described_at_a_level_has_no_standard_there(masoss):
    competency = Competency.objects.get(code="masoss-m1")
    unused = masoss.levels.create(code="expert", title="Expert", order=9)
    assert standard_for(competency, unused) is None
    assert standard_for(competency, masoss.levels.get(code="lead")).competency == competency


def test_the_file_names_where_its_ideas_come_from():
    sources = read_framework_file(FILE)["framework"]["sources"]
    assert len(sources) >= 3
    assert all(source["title"] and source["detail"] for source in sources)
