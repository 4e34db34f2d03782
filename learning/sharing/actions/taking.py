"""Taking what somebody ticked of a pack: drafts only, all of it or nothing, and our own changes stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from learning.outbox.actions import post_event
from learning.people.models import Account
from learning.sharing.actions.receiving import NotOpen, open_pack, refuse_superseded
from learning.sharing.actions.writing import Writer
from learning.sharing.events import PackTaken
from learning.sharing.models import PackDecision, ReceivedPack, TakenItem
from learning.sharing.queries.standing import NEW, UNCHANGED, Local, Standing
from learning.sharing.rules.words import without_about
from learning.sharing.serialising.frameworks import FRAMEWORK


@transaction.atomic
def take_pack(received: ReceivedPack, ticked: Iterable[str], *, by: Account) -> tuple[PackDecision, list[str]]:
    """Write drafts of everything that was ticked and what it needs; return the decision, and what was left out.

    Raises NotOpen with what to do, or PackRefused, and then nothing was written.
    """
    locked = ReceivedPack.objects.select_for_update(of=("self",)).select_related("publisher", "organisation")
    received = locked.get(pk=received.pk)
    refuse_superseded(received)
    _, arrived = open_pack(received)
    local = Local(arrived, received.organisation, received.publisher)
    standings = local.standings(by)
    chosen = _with_what_they_need(standings, set(ticked))
    if not chosen:
        raise NotOpen("Tick what you want to take.")
    _refuse_problems(standings, chosen)
    decision: PackDecision = PackDecision.objects.create(pack=received, kind=PackDecision.Kind.TAKEN, by=by.person)
    writer = Writer(decision, local, arrived, by)
    try:
        writer.write([one for one in standings if one.item.key in chosen])
    except BaseException:
        writer.forget_files()
        raise
    _note_what_is_the_same(decision, local, standings)
    received.state = ReceivedPack.State.TAKEN
    received.save(update_fields=["state"])
    post_event(PackTaken(pack_id=received.pk, decision_id=decision.pk, by_id=by.person_id))
    return decision, writer.left


def _with_what_they_need(standings: list[Standing], ticked: set[str]) -> set[str]:
    """Return the keys of what was ticked, with the new things that those stand below or point to."""
    by_key = {one.item.key: one for one in standings}
    chosen = {key for key in ticked if key in by_key and by_key[key].state != UNCHANGED}
    waiting = list(chosen)
    while waiting:
        item = by_key[waiting.pop()].item
        for key in _needed(without_about(item.document), by_key.keys()) | {item.parent}:
            if key in by_key and key not in chosen and by_key[key].state == NEW:
                chosen.add(key)
                waiting.append(key)
    if chosen:
        chosen |= {one.item.key for one in standings if one.item.key.startswith(f"{FRAMEWORK}:") and one.state == NEW}
    return chosen


def _needed(value: Any, keys: Iterable[str]) -> set[str]:
    """Return the items that a document points to."""
    if isinstance(value, str):
        return {value} if value in keys else set()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {key for part in parts for key in _needed(part, keys)}


def _refuse_problems(standings: list[Standing], chosen: set[str]) -> None:
    for one in standings:
        if one.item.key in chosen and one.problem:
            raise NotOpen(f"{one.item.title}: {one.problem} Nothing was taken.")


def _note_what_is_the_same(decision: PackDecision, local: Local, standings: list[Standing]) -> None:
    """Remember the common ground of what is here already, so that the next version finds it."""
    pack = decision.pack
    rows = []
    for one in standings:
        before = local.taken.get(one.item.key)
        if one.state != UNCHANGED or (before is not None and before.document == one.item.document):
            continue
        rows.append(
            TakenItem(
                decision=decision,
                line=pack.publisher.line,
                organisation=pack.organisation,
                kind=one.item.kind,
                key=one.item.key,
                page=one.page,
                document=one.item.document,
            )
        )
    TakenItem.objects.bulk_create(rows, batch_size=200)
