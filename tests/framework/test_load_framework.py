"""Loading a framework from its file: again changes nothing, a bad file changes nothing, a second one stands beside."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from framework.actions import FrameworkFileError, load_framework, read_framework_file, set_evidence_rule
from framework.models import Competency, CompetencyLevel, Element, EvidenceRule, Framework, Requirement

FILE = settings.BASE_DIR / "fixtures" / "framework" / "masoss.yaml"
MODELS = ["framework", "level", "element", "competency", "competencylevel", "anchor", "evidencerule", "roleprofile"]
TO_COME = date(2030, 1, 1)


@pytest.fixture(scope="module")
def original() -> dict[str, Any]:
    return read_framework_file(FILE)


@pytest.fixture
def data(db, original) -> dict[str, Any]:
    return copy.deepcopy(original)


def everything() -> dict[str, list[dict]]:
    """Return every row of the framework's tables."""
    names = [*MODELS, "requirement"]
    return {name: list(apps.get_model("framework", name).objects.order_by("pk").values()) for name in names}


def second_version(data: dict[str, Any]) -> dict[str, Any]:
    """Return the framework as another one with codes of its own."""
    return json.loads(json.dumps(data).replace("masoss", "masoss2"))


def standard(data: dict[str, Any], level: str = "foundation") -> dict[str, Any]:
    return data["elements"][0]["competencies"][0]["levels"][level]


def test_loading_it_again_changes_nothing(data):
    before = everything()
    load_framework(data)
    assert everything() == before


def test_a_changed_rule_becomes_a_new_version_and_the_old_one_stays(data):
    m1 = CompetencyLevel.objects.get(competency__code="masoss-m1", level__code="foundation")
    old = m1.evidence_rules.get()
    standard(data)["rule"] = {"all_of": [{"knowledge": {}}, {"sign_off": {}}]}
    load_framework(data, in_force_from=TO_COME)
    assert list(m1.evidence_rules.values_list("version", "in_force_from")) == [(2, TO_COME), (1, old.in_force_from)]
    assert m1.rule_in_force(date(2029, 12, 31)) == old
    assert m1.rule_in_force(TO_COME).version == 2
    assert m1.rule_in_force(date(2014, 12, 31)) is None


def test_two_rules_of_one_day_the_newer_version_holds(data):
    m1 = CompetencyLevel.objects.get(competency__code="masoss-m1", level__code="foundation")
    newer = set_evidence_rule(m1, expression={"sign_off": {}}, in_force_from=m1.evidence_rules.get().in_force_from)
    assert m1.rule_in_force(TO_COME) == newer


def test_changed_words_are_taken_over_in_place(data):
    rules = EvidenceRule.objects.count()
    data["framework"]["summary"] = "Said anew."
    standard(data)["statement"] = "Said anew too."
    load_framework(data)
    assert Framework.objects.get(code="masoss").summary == "Said anew."
    assert CompetencyLevel.objects.filter(statement="Said anew too.").count() == 1
    assert EvidenceRule.objects.count() == rules


@pytest.mark.parametrize("what", ["elements", "levels"])
def test_what_has_moved_in_the_file_moves(data, what):
    wanted = [item["code"] for item in reversed(data[what])]
    data[what].reverse()
    framework = load_framework(data)
    assert list(getattr(framework, what).values_list("code", flat=True)) == wanted


def test_a_second_version_loads_beside_the_first(data):
    before = everything()
    second = load_framework(second_version(data))
    after = everything()
    for name in MODELS:
        kept = {row["id"]: row for row in after[name]}
        assert all(kept[row["id"]] == row for row in before[name]), name
    first = Framework.objects.get(code="masoss")
    for framework in (first, second):
        assert framework.elements.count() == 6
        assert Competency.objects.filter(element__framework=framework).count() == 14


@pytest.mark.parametrize("kept", ["elements", "competencies"])
def test_another_framework_does_not_take_over_what_belongs_to_the_first(data, kept):
    before = everything()
    other = second_version(data)
    for element, old in zip(other["elements"], data["elements"], strict=True):
        if kept == "elements":
            element["code"] = old["code"]
        else:
            element["competencies"] = old["competencies"]
    with pytest.raises(FrameworkFileError, match="belongs to MASOSS practice framework"):
        load_framework(other)
    assert everything() == before


BROKEN = {
    "an element without a title": (lambda d: d["elements"][0].pop("title"), "'title' is missing"),
    "a level nobody defined": (
        lambda d: standard_levels(d).update(expert=standard(d)),
        "'expert' is missing, or used and not defined.",
    ),
    "a rule that is none": (
        lambda d: standard(d).update(rule={"knowlege": {}}),
        "M1 Put strengths first (Foundation): rule: 'knowlege' is not known.",
    ),
    "a job that needs what is not there": (
        lambda d: d["role_profiles"][0]["requirements"][0].update(competency="masoss-z9"),
        "'masoss-z9' is missing",
    ),
    "levels that are no list": (lambda d: d.update(levels=None), "is not put together as it should be"),
    "a framework that is a word": (lambda d: d.update(framework="masoss"), "is not put together as it should be"),
    "an element without competencies": (
        lambda d: d["elements"][2].update(competencies=None),
        "is not put together as it should be",
    ),
}


def standard_levels(data: dict[str, Any]) -> dict[str, Any]:
    return data["elements"][0]["competencies"][0]["levels"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_is_refused_by_the_place_and_changes_nothing(data, name):
    before = everything()
    change, message = BROKEN[name]
    data["framework"]["summary"] = "Must not be kept."
    change(data)
    with pytest.raises(FrameworkFileError) as refused:
        load_framework(data)
    assert message in str(refused.value)
    assert everything() == before


def test_a_requirement_loaded_again_from_another_day_stands_beside_the_old_one(data):
    before = Requirement.objects.count()
    load_framework(data, in_force_from=TO_COME)
    assert Requirement.objects.count() == 2 * before
    assert Element.objects.filter(framework__code="masoss").count() == 6


def test_the_command_says_what_it_loaded_and_leaves_the_pages_to_their_editors(db, capsys):
    page = Framework.objects.get(code="masoss").page
    page.introduction = "<p>Said by Priya.</p>"
    page.save()
    call_command("load_framework", str(FILE))
    assert "MASOSS practice framework is loaded: 6 elements." in capsys.readouterr().out
    page.refresh_from_db()
    assert page.introduction == "<p>Said by Priya.</p>"


def test_the_command_makes_pages_for_a_new_framework(data, tmp_path, client):
    path = tmp_path / "second.yaml"
    path.write_text(yaml.safe_dump(second_version(data)), encoding="utf-8")
    call_command("load_framework", str(path), "--no-input")
    page = Framework.objects.get(code="masoss2").page
    assert page.get_children().live().count() == 6
    assert page.url == "/framework/masoss2/"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"framework: [", "bad.yaml cannot be read"),
        (b"\xff\xfe", "bad.yaml cannot be read"),
        (b"- a\n- b\n", "bad.yaml needs the parts framework, levels and elements."),
        (b"framework: {}\nlevels: []\n", "bad.yaml needs the parts framework, levels and elements."),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(db, tmp_path, content, message):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("load_framework", str(path))


def test_the_command_says_that_there_is_no_such_file(db, tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.yaml cannot be read"):
        call_command("load_framework", str(tmp_path / "nothing.yaml"))
