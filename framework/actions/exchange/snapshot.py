"""A framework as it stands now, as records: what an export writes and what an import is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from wagtail.rich_text import expand_db_html

from framework.exchange.fields import clean_html, keepable
from framework.exchange.kinds import VIEWS, Content, Record, arranged
from framework.models import (
    Anchor,
    Competency,
    CompetencyLevel,
    ElementMatch,
    ElementPage,
    EvidenceRule,
    Framework,
    FrameworkPage,
    MatchKind,
)
from framework.models.pages import lines_of


def snapshot(framework: Framework) -> Content:
    """Return everything of a framework that a file carries. A dozen queries, however large it is."""
    records = [
        _framework(framework),
        *_sources(framework),
        *(_record("level", row, "code", "title", "summary") for row in framework.levels.all()),
        *_elements(framework),
        *_competencies(framework),
        *_standards(framework),
        *_anchors(framework),
        *_matches(framework),
    ]
    return Content(arranged(records))


def _record(of: str, row: Any, *names: str, **more: Any) -> Record:
    return Record(of, {**{name: keepable(getattr(row, name)) for name in names}, **more})


def rich(html: str) -> str:
    """Return an editor's HTML as any other system reads it: a link to one of our pages becomes its address."""
    return clean_html(keepable(expand_db_html(html)))


def _framework(framework: Framework) -> Record:
    page = FrameworkPage.objects.filter(framework=framework).first()
    introduction = rich(page.introduction) if page else ""
    return _record("framework", framework, "code", "title", "summary", "version", introduction=introduction)


def _sources(framework: Framework) -> Iterator[Record]:
    seen: set[str] = set()
    for source in framework.sources:
        values = {name: keepable(str(source.get(name, ""))) for name in ("title", "detail")}
        if values["title"] not in seen:
            seen.add(values["title"])
            yield Record("source", values)


def _elements(framework: Framework) -> Iterator[Record]:
    pages = {page.element_id: page for page in ElementPage.objects.filter(element__framework=framework)}
    for element in framework.elements.all():
        wording = page_wording(pages.get(element.pk))
        yield _record("element", element, "code", "letter", "title", "summary", **wording)


def page_wording(page: ElementPage | None) -> dict[str, Any]:
    """Return what an element's page says, as records carry it."""
    if page is None:
        return {"meaning": "", **{name: [] for name in (*VIEWS, "questions")}}
    streams = {view: getattr(page, f"good_for_{view}") for view in VIEWS}
    streams["questions"] = page.questions_to_ask
    tidied = {name: [keepable(line) for line in lines_of(stream)] for name, stream in streams.items()}
    return {
        "meaning": rich(page.meaning),
        **{name: [line.replace("\n", " ") for line in lines if line] for name, lines in tidied.items()},
    }


def _competencies(framework: Framework) -> Iterator[Record]:
    rows = Competency.objects.filter(element__framework=framework).select_related("element")
    for row in rows.order_by("element__order", "order", "pk"):
        names = ("code", "short_code", "title", "statement", "why")
        yield _record("competency", row, *names, element=row.element.code)


def _standards(framework: Framework) -> Iterator[Record]:
    rules = newest_rules(framework)
    rows = CompetencyLevel.objects.filter(competency__element__framework=framework)
    for row in rows.select_related("competency", "level").order_by("pk"):
        rule = rules.get(row.pk)
        yield _record(
            "standard",
            row,
            "statement",
            competency=row.competency.code,
            level=row.level.code,
            validity_months=row.validity_months,
            rule=rule.expression if rule else None,
        )


def newest_rules(framework: Framework) -> dict[int, EvidenceRule]:
    """Return the newest evidence rule of each level of a competency, by the level's id."""
    rows = EvidenceRule.objects.filter(competency_level__competency__element__framework=framework)
    return {rule.competency_level_id: rule for rule in rows.order_by("version")}


def _anchors(framework: Framework) -> Iterator[Record]:
    rows = Anchor.objects.filter(competency_level__competency__element__framework=framework)
    rows = rows.select_related("competency_level__competency", "competency_level__level")
    for row in rows.order_by("order", "pk"):
        of = row.competency_level
        names = ("key", "shows", "not_yet")
        yield _record("anchor", row, *names, competency=of.competency.code, level=of.level.code)


def matches_of(framework: Framework) -> list[tuple[ElementMatch, str, str, MatchKind]]:
    """Return a framework's matches as seen from it: the row, its own element, the other one, and how they relate."""
    rows = ElementMatch.objects.filter(Q(element__framework=framework) | Q(other__framework=framework))
    found = []
    for row in rows.select_related("element", "other"):
        kind = MatchKind(row.kind)
        if row.element.framework_id == framework.pk:
            found.append((row, row.element.code, row.other.code, kind))
        else:
            found.append((row, row.other.code, row.element.code, kind.seen_from_the_other_side))
    return found


def _matches(framework: Framework) -> Iterator[Record]:
    for row, element, other, kind in matches_of(framework):
        yield _record("match", row, "note", element=element, other=other, kind=kind.value)
