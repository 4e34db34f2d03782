"""Mina's copy of a module that Northvale wrote, and what both councils do to theirs."""

from __future__ import annotations

from learning.content.models import LessonPage, ModulePage
from learning.sharing.models import ReceivedPack
from tests.sharing.councils import NORTHVALE, SOUTHMERE, brought, module_choice, pack_of

SLUG = "mindset"


def hers() -> ModulePage:
    return ModulePage.objects.get(organisation__name=SOUTHMERE)


def lessons_of(module) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(module).order_by("path"))


def northvales() -> ModulePage:
    return ModulePage.objects.get(slug=SLUG, organisation__name=NORTHVALE)


def publish_change(page, **fields) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def change_block(page, place: int, words: str, *, draft: bool = False) -> None:
    """Write other words into a block, as an editor would."""
    page = page.get_latest_revision_as_object()
    raw = list(page.body.raw_data)
    raw[place] = {**raw[place], "value": words}
    page.body = raw
    revision = page.save_revision()
    if not draft:
        revision.publish()


def text_blocks(page) -> list[int]:
    return [place for place, block in enumerate(page.body.raw_data) if block["type"] == "text"]


def next_version(priya, lead) -> ReceivedPack:
    return brought(pack_of(priya, module_choice(SLUG)), lead)
