"""Whether the other versions of pages that a pack brought say what their pages say here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone
from wagtail.models import Page

from learning.content.models import SiblingPage
from learning.sharing.queries.standing import UNCHANGED, Standing
from learning.sharing.serialising.siblings import IN_STEP, is_sibling


def note_steps(chosen: Iterable[Standing], found: Iterable[Standing], pages: Mapping[str, int]) -> None:
    """Note it of the versions that were taken. `found` is the whole pack, `pages` what its pages are here.

    One that is read already is left alone: its step is its readers', and changes when its page is published.
    """
    written = list(chosen)
    by_key, taken = {one.item.key: one for one in found}, {one.item.key for one in written}
    for standing in written:
        item = standing.item
        is_read = standing.page is not None and standing.page.live
        if is_read or not is_sibling(str(item.about["type"])):
            continue
        page = by_key.get(item.parent)
        in_step = bool(item.about[IN_STEP]) and _is_theirs(standing, taken) and page and _is_theirs(page, taken)
        _note(pages[item.key], pages[item.parent], in_step=bool(in_step))


def _is_theirs(standing: Standing, taken: set[str]) -> bool:
    """Answer whether the newest version here is by now the publisher's, with nothing of ours in it."""
    return (standing.item.key in taken or standing.state == UNCHANGED) and standing.ends_as_theirs


def _note(version: int, page: int, *, in_step: bool) -> None:
    rows = SiblingPage.objects.filter(pk=version)
    if in_step:
        newest = Page.objects.get(pk=page).latest_revision_id
        rows.update(in_step_with=newest, out_of_step_since=None)
    else:
        rows.update(out_of_step_since=timezone.now())
