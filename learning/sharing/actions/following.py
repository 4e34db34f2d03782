"""Following a publisher's line of packs by its address. What comes waits for somebody; nothing is taken by itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.outbox.actions import post_event
from learning.people.models import Person
from learning.sharing.actions.offering import sha256_of
from learning.sharing.actions.receiving import receive_pack
from learning.sharing.client import Fetched, NotReached, fetch
from learning.sharing.events import LineFollowed, LineLeft
from learning.sharing.models import Following, Publisher, ReceivedPack
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.following import file_address, next_look
from learning.sharing.rules.offering import MOST_INDEX_BYTES, Newest, read_index

log = logging.getLogger(__name__)

INDEX_SECONDS = 10.0
FILE_SECONDS = 180.0
LEASE = timedelta(minutes=10)  # longer than a look can take: a look whose worker died is made again after it


class CannotFollow(Exception):
    """The line cannot be followed; the message says why and what to do."""


@dataclass
class Tally:
    """How a round of looks went."""

    new: int = 0
    same: int = 0
    failed: int = 0


def follow_line(publisher: Publisher, address: str, *, by: Person) -> Following:
    """Follow the line at an address that was checked, once it has shown a signature of this publisher.

    Raises CannotFollow, NotReached or PackRefused, and then nothing was kept.
    """
    if not publisher.is_trusted:
        raise CannotFollow("You trust this key no more, so nothing is fetched from its owner.")
    if Following.objects.active().filter(organisation=publisher.organisation, address=address).exists():
        raise CannotFollow("You follow this address already.")
    newest = read_index(_index(address).content, publisher.public_key)
    return _keep(publisher, address, newest, by)


@transaction.atomic
def _keep(publisher: Publisher, address: str, newest: Newest, by: Person) -> Following:
    following = Following(
        organisation=publisher.organisation,
        publisher=publisher,
        address=address,
        name=newest.name,
        title=newest.title,
        followed_by=by,
    )
    try:
        with transaction.atomic():
            following.save()
    except IntegrityError:
        raise CannotFollow("You follow this address already.") from None
    post_event(LineFollowed(following_id=following.pk, by_id=by.pk))
    transaction.on_commit(_wake)
    return following


@transaction.atomic
def stop_following(following: Following, *, by: Person) -> None:
    """Look at a line no more. What came by it stays. Again changes nothing."""
    rows = Following.objects.filter(pk=following.pk, stopped_at=None)
    if rows.update(stopped_at=timezone.now(), stopped_by=by):
        post_event(LineLeft(following_id=following.pk, by_id=by.pk))


@transaction.atomic
def look_soon(following: Following) -> None:
    """Let a line be looked at now, in the background."""
    Following.objects.active().filter(pk=following.pk).update(next_look_at=timezone.now())
    transaction.on_commit(_wake)


def _wake() -> None:
    """Ask a worker to look. A broker that is away costs some minutes: the sweep finds what is due."""
    from learning.sharing.tasks import look_at_followed

    try:
        look_at_followed.apply_async(retry=False)
    except Exception:
        log.warning("The task queue did not take the wake-up; the sweep will look", exc_info=True)


def look_at_due(*, everything: bool = False) -> Tally:
    """Look at the lines that are due, or at all of them. What goes wrong with one keeps no other waiting."""
    rows = Following.objects.active() if everything else Following.objects.due(timezone.now())
    tally = Tally()
    for following in rows.select_related("publisher", "organisation", "followed_by"):
        try:
            _count(tally, following)
        except Exception:
            tally.failed += 1
            log.exception("Looking at the followed line %s failed", following.pk)
    return tally


def _count(tally: Tally, following: Following) -> None:
    if not _claim(following):
        return
    try:
        came, etag, title = _look(following)
    except (NotReached, PackRefused) as problem:
        tally.failed += 1
        _note_problem(following, problem)
    else:
        tally.new, tally.same = tally.new + came, tally.same + (not came)
        _note_reached(following, etag, title)


def _claim(following: Following) -> bool:
    """Hold a line for this look; no when another worker looks at it, or somebody has stopped following it."""
    rows = Following.objects.active().filter(pk=following.pk, next_look_at=following.next_look_at)
    return bool(rows.update(next_look_at=timezone.now() + LEASE))


def _look(following: Following) -> tuple[bool, str, str]:
    """Fetch what is new; return whether a pack came, and the tag and the title of what stands there."""
    found = _index(following.address, following.etag)
    if found.unchanged:
        return False, found.etag, following.title
    newest = read_index(found.content, following.publisher.public_key)
    if newest.name != following.name:
        raise PackRefused(f"Another pack stands at this address by now: ‘{newest.title}’. Follow it anew to have it.")
    if _is_here(following, newest):
        return False, found.etag, newest.title
    content = fetch(file_address(following.address), most=newest.size, seconds=FILE_SECONDS).content
    if sha256_of(content) != newest.sha256:
        raise PackRefused(
            "The file is not the one its publisher signed for. It was changed on its way, or a newer one is there."
        )
    receive_pack(following.organisation, content, by=following.followed_by, came_by=following)
    return True, found.etag, newest.title


def _index(address: str, etag: str = "") -> Fetched:
    return fetch(address, most=MOST_INDEX_BYTES, seconds=INDEX_SECONDS, etag=etag)


def _is_here(following: Following, newest: Newest) -> bool:
    """Answer whether this version came already; refuse an older one, and another file under the same number."""
    line = ReceivedPack.objects.of_line(following.publisher, newest.name)
    held = line.order_by("-version").first()
    if held is None or held.version < newest.version:
        return False
    if held.version > newest.version:
        raise PackRefused(
            f"Version {newest.version} stands at this address. You have version {held.version} already, "
            "which is newer. Nothing was changed."
        )
    if held.size != newest.size:
        raise PackRefused(
            f"You have version {held.version} already, and the one at this address is not the same. "
            "Ask the publisher which is right, and for a new version."
        )
    return True


def _note_reached(following: Following, etag: str, title: str) -> None:
    now = timezone.now()
    Following.objects.filter(pk=following.pk).update(
        looked_at=now, reached_at=now, problem="", failures=0, etag=etag, title=title, next_look_at=next_look(now, 0)
    )


def _note_problem(following: Following, problem: Exception) -> None:
    """Keep what went wrong. What was refused had been reached."""
    now, failures = timezone.now(), following.failures + 1
    reached = now if isinstance(problem, PackRefused) else following.reached_at
    Following.objects.filter(pk=following.pk).update(
        looked_at=now,
        reached_at=reached,
        problem=str(problem),
        failures=failures,
        next_look_at=next_look(now, failures),
    )
