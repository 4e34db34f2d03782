"""Loading a framework from a file, and making its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from wagtail.models import Page

from framework.files import FrameworkFileError, read_yaml
from framework.models import (
    Anchor,
    Competency,
    CompetencyLevel,
    Element,
    ElementPage,
    EvidenceRule,
    Framework,
    FrameworkPage,
    Level,
    Requirement,
    RoleProfile,
)

LONG_AGO = date(2015, 1, 1)
OUT_OF_THE_WAY = 1000


def read_framework_file(path: Path) -> dict[str, Any]:
    """Return a framework file's content; raise FrameworkFileError when it is not one."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not {"framework", "levels", "elements"} <= set(data):
        raise FrameworkFileError(f"{path.name} needs the parts framework, levels and elements.")
    return data


@transaction.atomic
def load_framework(data: dict[str, Any], *, in_force_from: date = LONG_AGO) -> Framework:
    """Create or update a framework with its role profiles. All or nothing; a changed rule becomes a new version."""
    try:
        framework = _load_scale(data["framework"], data["levels"])
        _make_room(framework.elements.all(), data["elements"])
        levels = {level.code: level for level in framework.levels.all()}
        for order, element in enumerate(data["elements"], 1):
            _load_element(framework, levels, order, element, in_force_from)
        for profile in data.get("role_profiles", []):
            _load_role_profile(levels, profile, in_force_from)
    except KeyError as error:
        raise FrameworkFileError(f"{error} is missing, or used and not defined.") from None
    except (TypeError, AttributeError) as error:
        raise FrameworkFileError(f"The file is not put together as it should be: {error}") from None
    return framework


def _make_room(rows: QuerySet[Any], items: list[dict[str, Any]]) -> None:
    """Move what the file is about to place out of the way: two may not stand at one place even for a moment."""
    rows.filter(code__in=[item["code"] for item in items]).update(order=F("order") + OUT_OF_THE_WAY)


def _refuse_what_belongs_to(other: Framework | None, code: str) -> None:
    if other is not None:
        raise FrameworkFileError(f"{code} belongs to {other}. Give it a code of its own.")


def _load_scale(data: dict[str, Any], levels: list[dict[str, Any]]) -> Framework:
    framework, _ = Framework.objects.update_or_create(
        code=data["code"],
        defaults={key: data[key] for key in ("title", "summary", "version", "sources")},
    )
    _make_room(framework.levels.all(), levels)
    for order, level in enumerate(levels, 1):
        Level.objects.update_or_create(
            framework=framework,
            code=level["code"],
            defaults={"title": level["title"], "summary": level["summary"], "order": order},
        )
    return framework


def _load_element(
    framework: Framework, levels: dict[str, Level], order: int, data: dict[str, Any], in_force_from: date
) -> None:
    others = Framework.objects.exclude(pk=framework.pk)
    _refuse_what_belongs_to(others.filter(elements__code=data["code"]).first(), data["code"])
    element, _ = Element.objects.update_or_create(
        code=data["code"],
        defaults={
            "framework": framework,
            "letter": data["letter"],
            "title": data["title"],
            "summary": data["summary"],
            "order": order,
        },
    )
    for place, item in enumerate(data.get("competencies", []), 1):
        _refuse_what_belongs_to(others.filter(elements__competencies__code=item["code"]).first(), item["code"])
        fields = {key: item[key] for key in ("short_code", "title", "statement", "why")}
        competency, _ = Competency.objects.update_or_create(
            code=item["code"], defaults={"element": element, "order": place, **fields}
        )
        for code, standard in item["levels"].items():
            _load_standard(competency, levels[code], standard, in_force_from)


def _load_standard(competency: Competency, level: Level, data: dict[str, Any], in_force_from: date) -> None:
    standard, _ = CompetencyLevel.objects.update_or_create(
        competency=competency,
        level=level,
        defaults={"statement": data["statement"], "validity_months": data["validity_months"]},
    )
    for order, anchor in enumerate(data["anchors"], 1):
        Anchor.objects.update_or_create(
            competency_level=standard,
            key=anchor["key"],
            defaults={"shows": anchor["shows"], "not_yet": anchor["not_yet"], "order": order},
        )
    set_evidence_rule(standard, expression=data["rule"], in_force_from=in_force_from)


def set_evidence_rule(standard: CompetencyLevel, *, expression: object, in_force_from: date) -> EvidenceRule:
    """Set what proves a competency at a level from a day on; the same expression again changes nothing."""
    newest: EvidenceRule | None = standard.evidence_rules.order_by("-version").first()
    if newest and newest.expression == expression:
        return newest
    rule = EvidenceRule(
        competency_level=standard,
        version=newest.version + 1 if newest else 1,
        expression=expression,
        in_force_from=in_force_from,
    )
    try:
        rule.full_clean()
    except ValidationError as error:
        raise FrameworkFileError(f"{standard}: {'; '.join(error.messages)}") from None
    rule.save()
    return rule


def _load_role_profile(levels: dict[str, Level], data: dict[str, Any], in_force_from: date) -> None:
    profile, _ = RoleProfile.objects.update_or_create(
        code=data["code"],
        defaults={key: data[key] for key in ("title", "profession", "summary")},
    )
    competencies = {competency.code: competency for competency in Competency.objects.all()}
    for item in data["requirements"]:
        Requirement.objects.update_or_create(
            role_profile=profile,
            competency=competencies[item["competency"]],
            in_force_from=in_force_from,
            defaults={
                "level": levels[item["level"]],
                "due_within_days": item["due_within_days"],
                "mandatory": item.get("mandatory", True),
            },
        )


@transaction.atomic
def make_framework_pages(framework: Framework, data: dict[str, Any], *, parent: Page) -> FrameworkPage:
    """Publish a page for a framework and one for each element; pages that exist are left to their editors."""
    existing: FrameworkPage | None = FrameworkPage.objects.filter(framework=framework).first()
    if existing:
        return existing
    page = FrameworkPage(
        title=framework.title,
        slug=framework.code,
        framework=framework,
        introduction=data["framework"]["introduction"],
        **review_fields(data["framework"]),
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    for item in data["elements"]:
        _make_element_page(page, item)
    return page


def _make_element_page(parent: FrameworkPage, data: dict[str, Any]) -> None:
    good = data["good_looks_like"]
    page = ElementPage(
        title=data["title"],
        slug=data["code"].removeprefix(f"{parent.framework.code}-"),
        element=Element.objects.get(code=data["code"]),
        meaning=data["meaning"],
        questions_to_ask=[("lines", data["questions_to_ask"])],
        good_for_practitioner=[("lines", good["practitioner"])],
        good_for_manager=[("lines", good["manager"])],
        good_for_organisation=[("lines", good["organisation"])],
        good_for_person=[("lines", good["person"])],
        **review_fields(data),
    )
    parent.add_child(instance=page)
    page.save_revision().publish()


def review_fields(data: dict[str, Any]) -> dict[str, Any]:
    """Return who answers for a page, when it is looked at, what it rests on and what changed, where a file says so."""
    fields: dict[str, Any] = {"owner_job": data["owner_job"]} if "owner_job" in data else {}
    fields |= {name: _day(data[name]) for name in ("reviewed_on", "review_on") if name in data}
    evidence = [("evidence", {"url": "", **piece}) for piece in data.get("evidence", [])]
    changes = [("change", {**change, "changed_on": _day(change["changed_on"])}) for change in data.get("changes", [])]
    return {**fields, "evidence": evidence, "changes": changes}


def _day(written: object) -> date:
    """Return the day of a text such as 2026-10-05; YAML reads it as a day when it stands without quotation marks."""
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise FrameworkFileError(f"{written} is not a day. Write it like 2026-10-05.") from None
