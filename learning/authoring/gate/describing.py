"""A page of Wagtail as the plain data that the rules of the gate read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.blocks.base import get_error_json_data
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from framework.models import Anchor
from learning.assessment.models import Assessment, BlueprintRow, Question
from learning.authoring.rules.findings import Described, Draw, Module, Part, Served
from learning.authoring.rules.reading import lines_of_html
from learning.content.models import LessonPage, ModulePage
from learning.content.queries import Segment, snapshot_of
from learning.content.templatetags.lesson_words import block_name

# Short fields that are no sentences, or words of others that an author may not make easier.
NO_PROSE = {
    *("title", "heading", "who", "source", "url", "alt", "caption", "name", "label", "key", "code", "id", "link"),
    *("leads_to", "goes_to", "start", "kind", "speaker", "claim", "detail", "owner_job"),
}
WITHOUT_PROSE = {"heading", "quotation"}
PLAYED = {"video", "audio"}


def describe(page: Page) -> Described:
    """Return a page, as the object holds it now, the way the gate reads it. Nothing of it need be finished."""
    problems = _field_problems(page)
    if isinstance(page, LessonPage):
        parts = [_field("aim", page, problems), *_lesson_parts(page)]
    else:
        parts = [part for field in _own_fields(page) for part in _parts_of(field, page, problems)]
    module = _module(page) if isinstance(page, ModulePage) else None
    return Described(page.title, (*_title(problems), *parts), module)


def _title(problems: dict[str, tuple[str, ...]]) -> list[Part]:
    """Return a part for what is wrong with fields that stand on another tab of the editor."""
    rest = tuple(f"{name}: {words}" for name, found in problems.items() for words in found if name in {"title", "slug"})
    return [Part("title", "title", "Title", problems=rest)] if rest else []


def _field_problems(page: Page) -> dict[str, tuple[str, ...]]:
    try:
        page.full_clean()
    except ValidationError as error:
        return {name: tuple(found) for name, found in error.message_dict.items()}
    return {}


def _own_fields(page: Page) -> Iterator[models.Field[Any, Any]]:
    inherited = {field.name for field in Page._meta.get_fields()}
    for field in page._meta.get_fields():
        is_text = isinstance(field, models.TextField | StreamField)
        if isinstance(field, models.Field) and is_text and field.name not in inherited:
            yield field


def _parts_of(field: models.Field[Any, Any], page: Page, problems: dict[str, tuple[str, ...]]) -> Iterator[Part]:
    if isinstance(field, StreamField):
        yield from _stream_parts(field.name, getattr(page, field.name))
    else:
        yield _field(field.name, page, problems)


def _field(name: str, page: Page, problems: dict[str, tuple[str, ...]]) -> Part:
    field = page._meta.get_field(name)
    value = str(getattr(page, name) or "")
    is_html = isinstance(field, RichTextField)
    label = str(field.verbose_name)
    return Part(
        place=name,
        kind="field",
        name=label[:1].upper() + label[1:],
        html=value if is_html else "",
        prose=lines_of_html(value) if is_html else value,
        problems=problems.get(name, ()),
    )


def _lesson_parts(page: LessonPage) -> Iterator[Part]:
    problems, general = _stream_problems(page.body)
    if general:
        yield Part("body", "body", "The lesson", problems=general)
    for number, block in enumerate(page.body):
        html = "" if number in problems else _lesson_html(page, number)
        yield _part(block, number, html, problems.get(number, ()))


def _lesson_html(page: LessonPage, number: int) -> str:
    return lesson_segment(page, number).html


def lesson_segment(page: LessonPage, number: int) -> Segment:
    """Return one finished block as learners meet it; the others may be as unfinished as they are."""
    block = page.body[number]
    alone = LessonPage(title=page.title, aim=page.aim)
    alone.body = StreamValue(page.body.stream_block, [(block.block_type, block.value, block.id)])
    return snapshot_of(alone, for_author=True).segments[0]


def _stream_parts(name: str, stream: Any) -> Iterator[Part]:
    problems, general = _stream_problems(stream)
    if general:
        yield Part(name, name, name.replace("_", " ").capitalize(), problems=general)
    for number, block in enumerate(stream):
        template = block.block.meta.template if hasattr(block.block.meta, "template") else None
        html = ""
        if template and number not in problems:
            html = render_to_string(template, {"value": block.value, "block_id": block.id})
        yield _part(block, number, html, problems.get(number, ()))


def _part(block: Any, number: int, html: str, problems: tuple[str, ...]) -> Part:
    kind = block.block_type
    prose = "" if kind in WITHOUT_PROSE else "\n".join(_prose(block.block, block.value, kind))
    return Part(
        place=block.id or f"place-{number}",
        kind=kind,
        name=gettext("%(kind)s, block %(number)s") % {"kind": block_name(kind), "number": number + 1},
        html=html or "".join(_rich(block.block, block.value)),
        prose=prose,
        problems=problems,
        lacks_transcript=not problems and _lacks_transcript(block),
    )


def _lacks_transcript(block: Any) -> bool:
    fields = getattr(block.block, "child_blocks", {})
    if not PLAYED & ({block.block_type} | set(fields)):
        return False
    transcript = block.value.get("transcript") if "transcript" in fields else None
    return not lines_of_html(getattr(transcript, "source", None) or str(transcript or "")).strip()


def _stream_problems(stream: Any) -> tuple[dict[int, tuple[str, ...]], tuple[str, ...]]:
    """Return what keeps blocks from being finished, by their place, and what is wrong with the stream as a whole."""
    try:
        stream.stream_block.clean(stream)
    except ValidationError as error:
        data = get_error_json_data(error)
        by_place = {int(place): tuple(_words(found)) for place, found in data.get("blockErrors", {}).items()}
        return by_place, tuple(data.get("messages", ()))
    return {}, ()


def _words(error: dict[str, Any], name: str = "") -> Iterator[str]:
    """Return the messages of an error and of all within it, each with the field that it is about."""
    for message in error.get("messages", ()):
        yield f"{name.replace('_', ' ').capitalize()}: {message}" if name else str(message)
    inner = error.get("blockErrors") or {}
    pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for key, found in pairs:
        if found:
            yield from _words(found, name if str(key).isdigit() else str(key))


def _prose(block: Any, value: Any, name: str) -> Iterator[str]:
    """Return the sentences of a block's value, however deep its blocks stand in each other."""
    if value is None or name in NO_PROSE:
        return
    if isinstance(block, RichTextBlock):
        yield lines_of_html(value.source)
    elif isinstance(block, CharBlock | TextBlock):
        yield str(value)
    else:
        for inner, content, inner_name in _inside(block, value, name):
            yield from _prose(inner, content, inner_name)


def _rich(block: Any, value: Any) -> Iterator[str]:
    """Return the rich text of a block: what its template may show only to somebody who opens or answers it."""
    if isinstance(block, RichTextBlock):
        yield value.source if value is not None else ""
    else:
        for inner, content, _name in _inside(block, value, ""):
            yield from _rich(inner, content)


def _inside(block: Any, value: Any, name: str) -> Iterator[tuple[Any, Any, str]]:
    if value is None:
        return
    if isinstance(block, StructBlock):
        yield from ((child, value.get(key), key) for key, child in block.child_blocks.items())
    elif isinstance(block, ListBlock):
        yield from ((block.child_block, item, name) for item in value)
    elif isinstance(block, StreamBlock):
        yield from ((item.block, item.value, item.block_type) for item in value)


def _module(page: ModulePage) -> Module:
    assessment = Assessment.objects.filter(module=page.pk).first()
    rows = list(BlueprintRow.objects.filter(assessment=assessment)) if assessment else []
    questions = list(
        Question.objects.filter(module=page.pk, withdrawn_on=None, versions__is_current=True).values_list(
            "competency_id", "difficulty"
        )
    )
    return Module(
        lessons=LessonPage.objects.child_of(page).live().count(),
        has_assessment=assessment is not None,
        serves=tuple(_served(competency, assessment, rows, questions) for competency in page.competencies.all()),
    )


def _served(
    competency: Any, assessment: Assessment | None, rows: list[BlueprintRow], questions: list[tuple[int, str]]
) -> Served:
    anchors = Anchor.objects.filter(competency_level__competency=competency)
    if assessment is not None:
        anchors = anchors.filter(competency_level__level=assessment.level)
    draws = tuple(
        Draw(row.count, sum(_fits(row, *one) for one in questions), row.difficulty)
        for row in rows
        if row.competency_id == competency.pk
    )
    return Served(competency.code, competency.title, draws, anchors.count())


def _fits(row: BlueprintRow, competency_id: int, difficulty: str) -> bool:
    return row.competency_id == competency_id and row.difficulty in {"", difficulty}
