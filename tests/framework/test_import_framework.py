"""Taking a framework in: exactly what the dry run said, all or nothing, and never at the cost of what people hold."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from framework.actions.exchange import apply_import, preview, snapshot
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import Content, Record, arranged
from framework.models import (
    Anchor,
    Competency,
    CompetencyLevel,
    Element,
    ElementMatch,
    ElementPage,
    EvidenceRule,
    Framework,
    Level,
    Requirement,
)
from learning.outbox.models import Event
from learning.people.models import Unit
from learning.readiness.models import Stretch
from tests.framework.exchange_files import changed, make_framework, read_back, without, written


@pytest.fixture
def masoss(db) -> Framework:
    return Framework.objects.get(code="masoss")


def take_in(content: Content, **options) -> Framework:
    return apply_import(preview(content), **options)


def match(element: str, other: str, kind: str = "EXACT") -> Record:
    return Record("match", {"element": element, "other": other, "kind": kind, "note": "Why."})


def plus(content: Content, *records: Record) -> Content:
    return Content(arranged([*content.records, *records]))


def test_our_own_file_taken_in_again_changes_nothing(masoss):
    plan = preview(read_back(snapshot(masoss), "json"))
    assert not plan.does_something
    rules, before = EvidenceRule.objects.count(), snapshot(masoss)
    take_in(plan.content)
    assert snapshot(masoss) == before
    assert EvidenceRule.objects.count() == rules


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_a_new_framework_comes_in_whole_with_its_pages(db, form, asha, signed_in):
    content = changed(make_framework(), "element", "wold-e0", questions=["What matters?"], person=["They asked."])
    framework = take_in(read_back(content, form))
    assert snapshot(framework) == content
    assert framework.page.url == "/framework/wold/"
    assert ElementPage.objects.get(element__code="wold-e0").url == "/framework/wold/e0/"
    assert signed_in(asha).get("/framework/wold/").status_code == 404
    Unit.objects.get(name="Northvale Council").frameworks.add(framework)
    page = signed_in(asha).get("/framework/wold/e0/").content.decode()
    assert "What matters?" in page
    assert "They asked." in page
    assert signed_in(asha).get("/framework/wold/e0/c0x0/").status_code == 200


def test_what_is_taken_in_twice_is_there_once(db):
    take_in(make_framework())
    assert not preview(make_framework()).does_something


def test_everything_a_file_changes_is_changed_and_nothing_else(masoss, asha, signed_in):
    before = snapshot(masoss)
    content = changed(before, "element", "masoss-mindset", title="Mindset first", meaning="<p>New meaning.</p>")
    content = changed(content, "competency", "masoss-m1", statement="You start with strengths.")
    plan = preview(content)
    assert {line.name for line in plan.lines} == {"masoss-mindset: Mindset first", "masoss-m1: Put strengths first"}
    take_in(content)
    assert snapshot(masoss) == content
    page = signed_in(asha).get("/framework/masoss/mindset/").content.decode()
    assert "New meaning." in page
    assert "Mindset first" in page


def test_a_changed_rule_is_a_new_version_and_awards_keep_theirs(masoss):
    content = changed(snapshot(masoss), "standard", "masoss-m1", rule={"sign_off": {}})
    take_in(content)
    standard = CompetencyLevel.objects.get(competency__code="masoss-m1", level__code="foundation")
    assert [rule.version for rule in standard.evidence_rules.all()] == [2, 1]
    assert standard.proof_in_words == "sign-off by the line manager"


def test_what_people_hold_is_kept_when_a_file_leaves_it_out(masoss):
    stretches = list(Stretch.objects.order_by("pk").values())
    requirements = Requirement.objects.count()
    plan = preview(without(without(snapshot(masoss), "masoss-m1"), "masoss-services"))
    lines = [line for line in plan.lines if line.record.kind == "competency"]
    kept = {line.record["code"]: line.why for line in lines if line.status == "kept"}
    assert "awards" in kept["masoss-m1"]
    assert "requirements" in kept["masoss-m1"]
    apply_import(plan)
    assert Competency.objects.filter(code="masoss-m1").exists()
    assert Requirement.objects.count() == requirements
    assert list(Stretch.objects.order_by("pk").values()) == stretches


def test_what_nobody_relies_on_goes_with_all_that_belongs_to_it(db):
    content = make_framework()
    take_in(content)
    smaller = without(without(content, "wold-e1"), "wold-e1-c0")
    smaller = without(smaller, "wold-e1-c1")
    framework = take_in(smaller)
    assert snapshot(framework) == smaller
    assert not Element.objects.filter(code="wold-e1").exists()
    assert not ElementPage.objects.filter(slug="e1").exists()
    assert not Anchor.objects.filter(competency_level__competency__code="wold-e1-c0").exists()


def test_elements_and_levels_change_places(db):
    content = make_framework(elements=3, levels=3)
    take_in(content)
    turned = Content(arranged([*reversed(content.records)]))
    framework = take_in(turned)
    assert list(framework.elements.values_list("code", flat=True)) == ["wold-e2", "wold-e1", "wold-e0"]
    assert list(Level.objects.filter(framework=framework).values_list("order", flat=True)) == [1, 2, 3]
    assert snapshot(framework) == turned


def test_a_competency_moves_to_another_element_and_keeps_its_history(masoss):
    pk = Competency.objects.get(code="masoss-m2").pk
    content = changed(snapshot(masoss), "competency", "masoss-m2", element="masoss-services")
    content = Content(arranged(list(content.records)))
    take_in(content)
    assert Competency.objects.get(pk=pk).element.code == "masoss-services"
    assert snapshot(masoss) == content


def test_a_crosswalk_comes_and_goes_with_either_framework(db, masoss):
    framework = take_in(plus(make_framework(), match("wold-e0", "masoss-mindset", "BROADER")))
    found = ElementMatch.objects.get(element__framework=framework)
    assert (found.other.code, found.kind) == ("masoss-mindset", "BROADER")
    seen = [one for one in snapshot(masoss).of("match") if one["other"] == "wold-e0"]
    assert [(one["element"], one["kind"]) for one in seen] == [("masoss-mindset", "NARROWER")]
    turned = [
        Record("match", {**one.values, "kind": "BROADER"}) if one.values.get("other") == "wold-e0" else one
        for one in snapshot(masoss).records
    ]
    take_in(Content(tuple(turned)))
    assert [one["kind"] for one in snapshot(framework).of("match")] == ["NARROWER"]
    take_in(make_framework())
    assert not ElementMatch.objects.filter(element__framework=framework).exists()
    assert ElementMatch.objects.count() == 9


CLASHES = {
    "an element of another framework": (
        lambda c: Content(arranged([Record("element", {**c.of("element")[0].values, "code": "masoss-mindset"}),
                                    *(one for one in c.records)])),
        "masoss-mindset belongs to MASOSS practice framework.",
    ),
    "a competency of another framework": (
        lambda c: plus(c, Record("competency", {**c.of("competency")[0].values, "code": "masoss-m1"})),
        "masoss-m1 belongs to MASOSS practice framework.",
    ),
    "the address of the tools": (
        lambda c: Content(tuple(
            Record("framework", {**one.values, "code": "tools"}) if one.kind == "framework" else one
            for one in c.records
        )),
        "There is another page at /framework/tools/.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CLASHES)
def test_what_clashes_with_what_is_here_is_refused_and_writes_nothing(db, what):
    change, message = CLASHES[what]
    frameworks, elements = Framework.objects.count(), Element.objects.count()
    with pytest.raises(ExchangeError, match=message.replace(".", r"\.")):
        take_in(change(make_framework()))
    assert (Framework.objects.count(), Element.objects.count()) == (frameworks, elements)


def test_a_page_in_the_middle_of_being_changed_is_not_published_over(masoss, priya):
    page = ElementPage.objects.get(slug="mindset")
    page.meaning = "<p>Half a thought.</p>"
    page.save_revision(user=priya)
    with pytest.raises(ExchangeError, match="The page Mindset has a draft"):
        preview(changed(snapshot(masoss), "element", "masoss-mindset", meaning="<p>Other.</p>"))
    assert preview(changed(snapshot(masoss), "element", "masoss-outcomes", meaning="<p>Other.</p>")).does_something


def test_a_failure_half_way_leaves_everything_as_it_was(db, monkeypatch):
    monkeypatch.setattr("framework.actions.exchange.apply.publish_pages", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_in(make_framework())
    assert not Framework.objects.filter(code="wold").exists()
    assert not Element.objects.filter(code="wold-e0").exists()


def test_a_new_framework_opens_to_the_organisation_of_whoever_took_it_in_and_the_outbox_hears(
    db, priya, sam, signed_in
):
    framework = take_in(make_framework(), account=priya)
    assert [unit.name for unit in framework.organisations.all()] == ["Northvale Council"]
    event = Event.objects.get(name="people.framework_opened.v1")
    assert event.data["framework"] == "wold"
    assert signed_in(priya).get("/framework/wold/").status_code == 200
    assert signed_in(sam).get("/framework/wold/").status_code == 404
    take_in(changed(make_framework(), "element", "wold-e0", title="New"), account=priya)
    assert Event.objects.filter(name="people.framework_opened.v1").count() == 1
    assert ModelLogEntry.objects.filter(user=priya, object_id=framework.pk).count() == 2


def test_a_file_opens_no_framework_that_was_here_already(db, priya, masoss):
    Unit.objects.get(name="Northvale Council").frameworks.remove(masoss)
    take_in(changed(snapshot(masoss), "element", "masoss-mindset", title="New"), account=priya)
    assert not masoss.organisations.exists()


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_the_commands_take_out_and_take_in(db, tmp_path, capsys, form):
    path = tmp_path / f"masoss.{form}"
    call_command("export_framework", "masoss", str(path))
    assert f"MASOSS practice framework is written to masoss.{form}." in capsys.readouterr().out
    call_command("import_framework", str(path), "--no-input")
    assert "0 added, 0 changed, 0 removed, 0 kept, 0 left out" in capsys.readouterr().out


def test_the_dry_run_of_the_command_lists_and_writes_nothing(db, tmp_path, capsys, masoss):
    path = tmp_path / "changed.json"
    path.write_bytes(written(changed(snapshot(masoss), "element", "masoss-mindset", title="New"), "json"))
    call_command("import_framework", str(path), "--dry-run")
    out = capsys.readouterr().out
    assert "changed: Element masoss-mindset: New" in out
    assert "title: 'Mindset' → 'New'" in out
    assert Element.objects.get(code="masoss-mindset").title == "Mindset"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["export_framework", "nothing", "out.json"], "There is no framework nothing."),
        (["export_framework", "masoss", "out.pdf"], "out.pdf must end in .json, .xlsx or .csv."),
        (["export_framework", "masoss", "nowhere/out.json"], "No such file or directory"),
        (["import_framework", "nothing.json"], "nothing.json cannot be read"),
    ],
)
def test_the_commands_say_what_is_wrong(db, tmp_path, monkeypatch, command, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        call_command(*command)


def test_the_command_names_every_fault_of_a_file(db, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{")
    with pytest.raises(CommandError, match=r"bad.json was not taken in.\nThe file is not right as JSON at line 1"):
        call_command("import_framework", str(path))
