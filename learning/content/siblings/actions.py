"""Making other versions of pages and keeping them in step. One action, one transaction, one event."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from learning.content.events import SiblingBroughtIntoStep, SiblingMade
from learning.content.models import LessonPage, SiblingKind, SiblingPage
from learning.content.queries import snapshot_of
from learning.content.siblings.merging import fits
from learning.content.siblings.words import Raw, Words, can_have_siblings, change_between, words_of
from learning.outbox.actions import post_event
from learning.people.models import Account


class CannotMake(Exception):
    """This page cannot have the version asked for; the words say why."""


class PageMoved(Exception):
    """The page was published anew while somebody looked at what had changed; nothing was done."""


class NotPublished(Exception):
    """The version has changes that readers do not see yet, so it cannot count as in step."""


@transaction.atomic
def make_sibling(page: Page, kind: SiblingKind, *, by: Account | None) -> SiblingPage:
    """Begin another version of a page: a draft below it with all its words, under the same ids. Again returns it."""
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    page = Page.objects.get(pk=page.pk).specific
    if not can_have_siblings(page):
        raise CannotMake("This kind of page has no other versions.")
    existing: SiblingPage | None = SiblingPage.objects.child_of(page).filter(kind=kind).first()
    if existing is not None:
        return existing
    if not page.live or page.live_revision is None:
        raise CannotMake("Publish the page first: another version is made from what readers read.")
    words = words_of(page.live_revision.as_object())
    sibling = SiblingPage(
        title=words.title,
        slug=kind.slug,
        kind=kind,
        lead=words.lead,
        body=json.dumps(words.body),
        sheet=json.dumps(words.sheet),
        in_step_with=page.live_revision,
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    page.add_child(instance=sibling)
    sibling.save_revision(user=by, log_action="wagtail.create")
    post_event(SiblingMade(sibling_id=sibling.pk, page_id=page.pk, kind=str(kind)))
    return sibling


@transaction.atomic
def bring_parts_in(sibling: SiblingPage, *, by: Account, seen: int) -> Revision:
    """Put what is new on the page into a draft of its version, in the page's own words, and take out what is gone.

    A question whose options are others by now comes in anew as well: answers to it are kept by them. What only reads
    differently is left to whoever writes. `seen` is the version of the page that was looked at.
    """
    page = _lock(sibling, seen)
    draft = sibling.get_latest_revision_as_object()
    now = words_of(page.live_revision.as_object())
    before = words_of(sibling.in_step_with.as_object()) if sibling.in_step_with else None
    anew = _asked_otherwise(draft, page)
    draft.body = json.dumps(_follow(list(draft.body.raw_data), before.body if before else [], now.body, anew))
    draft.sheet = json.dumps(_follow(list(draft.sheet.raw_data), before.sheet if before else [], now.sheet, set()))
    revision: Revision = draft.save_revision(user=by, log_action=True)
    return revision


def _asked_otherwise(draft: SiblingPage, page: Page) -> set[str]:
    """Return the ids of questions that the page asks in a way the draft's no longer fits."""
    if not isinstance(page, LessonPage):
        return set()
    asked = snapshot_of(page.live_revision.as_object())
    drafted = snapshot_of(draft)
    pairs = [(segment, drafted.segment(segment.id)) for segment in asked.segments if segment.is_answered]
    return {one.id for one, other in pairs if other is not None and one.kind != "gap_fill" and not fits(one, other)}


def _follow(mine: list[Raw], before: list[Raw], now: list[Raw], anew: set[str]) -> list[Raw]:
    """Return a version's blocks after the page's: new ones in their place, those taken off the page left out."""
    wanted, was = {raw["id"] for raw in now}, {raw["id"] for raw in before}
    kept: list[Raw] = [dict(raw) for raw in mine if raw["id"] in wanted or raw["id"] not in was]
    after = ""
    for raw in now:
        ids = [one["id"] for one in kept]
        if raw["id"] not in ids:
            kept.insert(ids.index(after) + 1 if after in ids else 0, raw)
        elif raw["id"] in anew:
            kept[ids.index(raw["id"])] = raw
        after = raw["id"]
    return kept


@transaction.atomic
def bring_into_step(sibling: SiblingPage, *, by: Account | None, seen: int) -> SiblingPage:
    """Record that a version says now what the page says. Again changes nothing.

    Raises PageMoved when the page was published anew meanwhile, NotPublished while readers read something else.
    """
    page = _lock(sibling, seen)
    sibling.refresh_from_db()
    if not sibling.live or sibling.has_unpublished_changes:
        raise NotPublished
    if sibling.in_step_with_id == page.live_revision_id and sibling.out_of_step_since is None:
        return sibling
    _set(sibling, in_step_with=page.live_revision, out_of_step_since=None)
    log(instance=sibling, action="content.in_step", user=by)
    post_event(SiblingBroughtIntoStep(sibling_id=sibling.pk, page_id=page.pk, revision_id=page.live_revision_id))
    return sibling


def _lock(sibling: SiblingPage, seen: int) -> Page:
    """Hold the page until the transaction ends, and return it if it is still as it was seen."""
    parent = sibling.get_parent(update=True)
    page = Page.objects.select_for_update(no_key=True).get(pk=parent.pk).specific
    if page.live_revision_id != seen:
        raise PageMoved
    return page


@transaction.atomic
def note_step(page: Page) -> None:
    """Note, when a page is published, which of its versions no longer say the same, or say it again."""
    if page.live_revision is None or not can_have_siblings(page):
        return
    for sibling in SiblingPage.objects.child_of(page).select_related("in_step_with"):
        differs = sibling.in_step_with is None or bool(change_between(sibling.in_step_with, page.live_revision))
        if differs != (sibling.out_of_step_since is not None):
            _set(sibling, out_of_step_since=timezone.now() if differs else None)


def _set(sibling: SiblingPage, **values: Any) -> None:
    """Change what is true of a version as a whole, without touching its drafts."""
    SiblingPage.objects.filter(pk=sibling.pk).update(**values)
    for name, value in values.items():
        setattr(sibling, name, value)


@transaction.atomic
def load_sibling(page: Page, kind: SiblingKind, words: Words, *, to_be_checked: bool) -> SiblingPage:
    """Publish another version of a page from a file's words; one that exists is left to its editors."""
    sibling = make_sibling(page, kind, by=None)
    if sibling.first_published_at is None:
        sibling.title, sibling.lead, sibling.to_be_checked = words.title, words.lead, to_be_checked
        sibling.body = json.dumps(words.body)
        sibling.save_revision().publish()
    return sibling
