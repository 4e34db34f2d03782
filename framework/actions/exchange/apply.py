"""Does what a dry run said, in one transaction and in few statements however large the framework is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from wagtail.log_actions import log

from framework.actions.exchange.pages import publish_pages
from framework.actions.exchange.preview import Preview
from framework.actions.exchange.snapshot import matches_of, newest_rules
from framework.exchange.changes import ADDED, CHANGED, REMOVED, Change
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
)
from framework.signals import framework_imported

BATCH = 200
OUT_OF_THE_WAY = 10_000
Rows = dict[tuple[str, ...], Any]


@transaction.atomic
def apply_import(plan: Preview, *, account: Any = None, with_pages: bool = True) -> Framework:
    """Make a framework what a file says, as `plan` listed it; rooms that must follow are told at once.

    Pages are made and published unless they come by another way, as drafts.
    """
    is_new = plan.framework is None
    framework = _framework(plan)
    levels = _ordered_rows(framework.levels, Level, plan, "level", {"framework": framework})
    elements = _ordered_rows(framework.elements, Element, plan, "element", {"framework": framework})
    competencies = _competencies(framework, plan, elements)
    standards = _standards(framework, plan, competencies, levels)
    _rules(framework, plan, standards)
    _anchors(framework, plan, standards)
    _matches(framework, plan, elements)
    _remove(framework, plan)
    if with_pages:
        publish_pages(framework, plan, account)
    log(framework, "wagtail.create" if is_new else "wagtail.edit", user=account)
    framework_imported.send(sender=Framework, framework=framework, account=account, is_new=is_new)
    return framework


def _of(plan: Preview, kind: str, *statuses: str) -> list[Change]:
    return [change for change in plan.changes if change.record.kind == kind and change.status in statuses]


def _framework(plan: Preview) -> Framework:
    record = plan.content.framework
    framework = plan.framework or Framework(code=record["code"])
    for name in ("title", "summary", "version"):
        setattr(framework, name, record[name])
    framework.sources = [dict(source.values) for source in plan.content.of("source")]
    framework.save()
    return framework


def _ordered_rows(manager: Any, model: type[Model], plan: Preview, kind: str, more: dict[str, Any]) -> Rows:
    """Add and change levels or elements. All move out of the way first: two may not stand at one place for a moment."""
    rows: dict[str, Any] = {row.code: row for row in manager.all()}
    touched = _of(plan, kind, ADDED, CHANGED)
    names = [name for name in ("letter", "title", "summary") if any(name in change.record.values for change in touched)]
    manager.update(order=F("order") + OUT_OF_THE_WAY)
    listed = plan.content.of(kind)
    made: list[Any] = []
    for place, record in enumerate(listed, 1):
        row: Any = rows.get(record["code"])
        if row is None:
            row = model(code=record["code"], **more)
            made.append(row)
        _set(row, record.values, ["letter", "title", "summary"])
        row.order = place
    left = [row for code, row in rows.items() if code not in {record["code"] for record in listed}]
    for place, row in enumerate(left, len(listed) + 1):
        row.order = place
    model._default_manager.bulk_update(rows.values(), [*names, "order"], batch_size=BATCH)
    model._default_manager.bulk_create(made, batch_size=BATCH)
    return {(row.code,): row for row in [*rows.values(), *made]}


def _set(row: Any, values: Any, names: Iterable[str]) -> None:
    for name in names:
        if name in values:
            setattr(row, name, values[name])


def _take(
    model: type[Model], changes: list[Change], rows: Rows, names: list[str], fill: Callable[[Any, Change], None]
) -> Rows:
    """Add and change the rows of a kind; return all rows by key."""
    made: list[Any] = []
    changed: list[Any] = []
    for change in changes:
        key = change.record.key
        row = rows.get(key)
        (changed if row is not None else made).append(rows.setdefault(key, row or model()))
        _set(rows[key], change.record.values, names)
        fill(rows[key], change)
    columns = _columns(model, changes)
    if columns:
        model._default_manager.bulk_update(changed, columns, batch_size=BATCH)
    model._default_manager.bulk_create(made, batch_size=BATCH)
    return rows


def _columns(model: type[Model], changes: list[Change]) -> list[str]:
    """Return the columns in which rows of a kind changed: to write the others too would take many times as long."""
    named = {field.name for change in changes if change.status == CHANGED for field in change.fields}
    named |= {"order"} if "place" in named else set()
    named |= {"element", "other"} if model is ElementMatch else set()  # it may have been written from the other side
    return [field.name for field in model._meta.concrete_fields if field.name in named]


def _competencies(framework: Framework, plan: Preview, elements: Rows) -> Rows:
    rows: Rows = {(row.code,): row for row in Competency.objects.filter(element__framework=framework)}

    def fill(row: Competency, change: Change) -> None:
        row.element, row.order = elements[(change.record["element"],)], change.place

    names = ["code", "short_code", "title", "statement", "why"]
    return _take(Competency, _of(plan, "competency", ADDED, CHANGED), rows, names, fill)


def _standards(framework: Framework, plan: Preview, competencies: Rows, levels: Rows) -> Rows:
    found = CompetencyLevel.objects.filter(competency__element__framework=framework)
    rows: Rows = {(row.competency.code, row.level.code): row for row in found.select_related("competency", "level")}

    def fill(row: CompetencyLevel, change: Change) -> None:
        row.competency, row.level = competencies[change.record.key[:1]], levels[change.record.key[1:]]

    names = ["statement", "validity_months"]
    return _take(CompetencyLevel, _of(plan, "standard", ADDED, CHANGED), rows, names, fill)


def _rules(framework: Framework, plan: Preview, standards: Rows) -> None:
    """A changed rule is a new version from today on; a file that gives none leaves what proves it as it is."""
    newest, today = newest_rules(framework), timezone.localdate()
    made = []
    for change in _of(plan, "standard", ADDED, CHANGED):
        expression, standard = change.record["rule"], standards[change.record.key]
        old = newest.get(standard.pk)
        if expression is not None and (old is None or old.expression != expression):
            version = old.version + 1 if old else 1
            made.append(
                EvidenceRule(competency_level=standard, version=version, expression=expression, in_force_from=today)
            )
    EvidenceRule.objects.bulk_create(made, batch_size=BATCH)


def _anchors(framework: Framework, plan: Preview, standards: Rows) -> None:
    found = Anchor.objects.filter(competency_level__competency__element__framework=framework)
    codes = {row.pk: key for key, row in standards.items()}
    rows: Rows = {(*codes[row.competency_level_id], row.key): row for row in found}

    def fill(row: Anchor, change: Change) -> None:
        row.competency_level, row.order = standards[change.record.key[:2]], change.place

    _take(Anchor, _of(plan, "anchor", ADDED, CHANGED), rows, ["key", "shows", "not_yet"], fill)


def _matches(framework: Framework, plan: Preview, elements: Rows) -> None:
    """Matches are written as seen from this framework, whichever side they were first written from."""
    rows: Rows = {(element, other): row for row, element, other, _ in matches_of(framework)}
    wanted = _of(plan, "match", ADDED, CHANGED)
    others = {row.code: row for row in Element.objects.filter(code__in=[change.record["other"] for change in wanted])}

    def fill(row: ElementMatch, change: Change) -> None:
        row.element, row.other = elements[(change.record["element"],)], others[change.record["other"]]

    _take(ElementMatch, wanted, rows, ["kind", "note"], fill)


def _remove(framework: Framework, plan: Preview) -> None:
    """Take away what the file leaves out and nothing relies on, from the leaves up."""
    gone = {
        kind: [change.record.key for change in _of(plan, kind, REMOVED)]
        for kind in ("match", "anchor", "standard", "competency", "element", "level")
    }
    by_pair = {(element, other): row.pk for row, element, other, _ in matches_of(framework)}
    ElementMatch.objects.filter(pk__in=[by_pair[key] for key in gone["match"] if key in by_pair]).delete()
    standards = CompetencyLevel.objects.filter(competency__element__framework=framework)
    keys = {tuple(names): pk for pk, *names in standards.values_list("pk", "competency__code", "level__code")}
    anchors = Anchor.objects.filter(competency_level__in=standards)
    named = anchors.values_list("pk", "competency_level__competency__code", "competency_level__level__code", "key")
    by_name = {tuple(names): pk for pk, *names in named}
    Anchor.objects.filter(pk__in=[by_name[key] for key in gone["anchor"]]).delete()
    leaving = [keys[key] for key in gone["standard"]]
    EvidenceRule.objects.filter(competency_level__in=leaving).delete()
    CompetencyLevel.objects.filter(pk__in=leaving).delete()
    Competency.objects.filter(code__in=[code for (code,) in gone["competency"]]).delete()
    codes = [code for (code,) in gone["element"]]
    for page in ElementPage.objects.filter(element__framework=framework, element__code__in=codes):
        page.delete()
    framework.elements.filter(code__in=codes).delete()
    framework.levels.filter(code__in=[code for (code,) in gone["level"]]).delete()
