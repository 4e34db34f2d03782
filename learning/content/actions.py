"""Loading modules and pathways from files. Blocks get ids that follow from their keys, so they stay the same."""

from __future__ import annotations

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from framework.files import read_yaml
from framework.models import Competency, CompetencyLevel, RoleProfile
from learning.content.models import ItemKind, LessonPage, ModulePage, PathwayItem, PathwayPage, Stage
from learning.content.rules import clean_html
from learning.people.models import Person, Unit

BLOCK_IDS = uuid.UUID("6a2a3f3e-8d0e-4f86-9a57-3f0c7f1f2b11")
HTML_FIELDS = {
    *("html", "situation", "first_thought", "strengths_led", "result", "answer"),
    *("introduction", "debrief", "transcript"),
}
KEPT_AS_THEY_ARE = {"jobs"}  # lists of codes, not of items with ids
KEYED = {"nodes"}  # their keys are written by hand and named by choices, so they are a field as well as an id
DOCUMENT_FIELDS = {"document", "video", "captions", "audio"}


def read_module_file(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(path)
    data["folder"] = path.parent
    return data


@transaction.atomic
def load_module(
    data: dict[str, Any], *, parent: Page, organisation: Unit, owner: Person, review_on: date
) -> ModulePage:
    """Publish a module and its lessons from a file's content; a module that exists is left to its editors."""
    facts = data["module"]
    existing: ModulePage | None = ModulePage.objects.filter(slug=facts["slug"], organisation=organisation).first()
    if existing:
        return existing
    module = ModulePage(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        organisation=organisation,
        content_owner=owner,
        review_on=review_on,
        sources=[("source", {"title": item["title"], "detail": item["detail"]}) for item in facts["sources"]],
    )
    parent.add_child(instance=module)
    module.competencies.set(Competency.objects.filter(code__in=facts["competencies"]))
    module.save_revision().publish()
    for lesson in data["lessons"]:
        _load_lesson(module, lesson, data["folder"])
    return module


@transaction.atomic
def draft_module(
    module: ModulePage, data: dict[str, Any], *, competencies: list[Competency], parent: Page
) -> ModulePage:
    """Keep a new module unpublished, with the lessons of a starting point: nobody can open it yet."""
    module.live = False
    module.summary = data["module"]["summary"]
    parent.add_child(instance=module)
    module.competencies.set(competencies)
    module.save_revision()
    for item in data["lessons"]:
        lesson = _lesson(module, item, data["folder"])
        lesson.live = False
        module.add_child(instance=lesson)
        lesson.save_revision()
    return module


def _load_lesson(module: ModulePage, data: dict[str, Any], folder: Path) -> LessonPage:
    lesson = _lesson(module, data, folder)
    module.add_child(instance=lesson)
    lesson.save_revision().publish()
    return lesson


def _lesson(module: ModulePage, data: dict[str, Any], folder: Path) -> LessonPage:
    body = raw_body(f"{module.slug}/{data['slug']}", data["blocks"], folder)
    return LessonPage(title=data["title"], slug=data["slug"], aim=data["aim"], body=json.dumps(body))


def raw_body(place: str, blocks: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Return a lesson's blocks as a StreamField stores them; `place`, module/lesson, makes their ids."""
    return [_raw_block(place, block, folder) for block in blocks]


def _raw_block(place: str, data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a block as a StreamField stores it."""
    place = f"{place}/{data['key']}"
    kind = data["type"]
    fields = {name: value for name, value in data.items() if name not in {"key", "type"}}
    value: Any
    if kind == "text":
        value = clean_html(fields["html"])
    elif kind == "heading":
        value = fields["text"]
    else:
        value = _clean_fields(place, _load_files(fields, folder))
    return {"type": kind, "id": _block_id(place), "value": value}


def _load_files(fields: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a block's fields with its picture and documents stored, each in place of its file name."""
    loaded = {name: value for name, value in fields.items() if name != "file"}
    if "file" in fields:
        loaded["image"] = load_image(folder / "images" / fields["file"], fields["alt"]).pk
    for name in DOCUMENT_FIELDS & set(fields):
        loaded[name] = _load_document(folder / "documents" / fields[name]).pk
    return loaded


def _clean_fields(place: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean_field(place, name, value) for name, value in fields.items()}


def _clean_field(place: str, name: str, value: Any) -> Any:
    if name in KEPT_AS_THEY_ARE:
        return value
    if isinstance(value, list):
        return _raw_list(f"{place}/{name}", value)
    if name == "group":
        return str(value)
    return clean_html(value) if name in HTML_FIELDS else value


def _raw_list(place: str, items: list[Any]) -> list[dict[str, Any]]:
    is_keyed = place.rsplit("/", 1)[-1] in KEYED
    raw = []
    for number, item in enumerate(items, 1):
        key = item.get("key", number) if isinstance(item, dict) else number
        value = item
        if isinstance(item, dict):
            fields = {name: content for name, content in item.items() if is_keyed or name != "key"}
            value = _clean_fields(f"{place}/{key}", fields)
        raw.append({"type": "item", "id": _block_id(f"{place}/{key}"), "value": value})
    return raw


def _block_id(place: str) -> str:
    return str(uuid.uuid5(BLOCK_IDS, place))


def load_image(path: Path, description: str) -> Any:
    """Store a picture once, found again by its file name."""
    images = get_image_model()
    existing = images.objects.filter(title=path.stem).first()
    if existing:
        return existing
    with path.open("rb") as file:
        return images.objects.create(
            title=path.stem, description=description[:255], file=ImageFile(file, name=path.name)
        )


def _load_document(path: Path) -> Any:
    """Store a document once, found again by its file name."""
    documents = get_document_model()
    existing = documents.objects.filter(title=path.stem).first()
    if existing:
        return existing
    with path.open("rb") as file:
        return documents.objects.create(title=path.stem, file=File(file, name=path.name))


@transaction.atomic
def load_pathway(
    data: dict[str, Any],
    *,
    parent: Page,
    organisation: Unit,
    owner: Person,
    review_on: date,
    enrols_from: date,
) -> PathwayPage:
    """Publish a pathway from a file's content; one that exists is left to its editors."""
    facts = data["pathway"]
    existing: PathwayPage | None = PathwayPage.objects.filter(slug=facts["slug"], organisation=organisation).first()
    if existing:
        return existing
    page = PathwayPage(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        organisation=organisation,
        content_owner=owner,
        review_on=review_on,
        enrols_from=enrols_from,
    )
    page.stages = [
        Stage(
            title=stage["title"],
            due_within_days=stage["due_within_days"],
            sort_order=order,
            items=[_pathway_item(place, item, organisation) for place, item in enumerate(stage["items"])],
        )
        for order, stage in enumerate(data["stages"])
    ]
    page.role_profiles = RoleProfile.objects.filter(code__in=facts["role_profiles"])
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _pathway_item(order: int, data: dict[str, Any], organisation: Unit) -> PathwayItem:
    if "observation" in data:
        competency, level = data["observation"].split("/")
        standard = CompetencyLevel.objects.get(competency__code=competency, level__code=level)
        return PathwayItem(sort_order=order, kind=ItemKind.OBSERVATION, competency_level=standard)
    kind = ItemKind.MODULE if "module" in data else ItemKind.ASSESSMENT
    slug = data.get("module") or data["assessment"]
    module = ModulePage.objects.get(slug=slug, organisation=organisation)
    return PathwayItem(sort_order=order, kind=kind, module=module)
