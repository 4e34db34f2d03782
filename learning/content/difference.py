"""What differs between two versions of a lesson, block by block and word by word. Pure: no Django.

Blocks are held against each other by their stable ids. What an editor's program writes differently without changing
anything a reader meets (marks for its own use, `<strong>` for `<b>`, empty fields left out) is no difference.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

ADDED, REMOVED, CHANGED, MOVED = "ADDED", "REMOVED", "CHANGED", "MOVED"
SAME = "SAME"
CONTEXT = 15  # words shown on either side of what changed
MOST_WORDS = 3000  # of a block; longer ones are shown whole: comparing them word by word would keep a page waiting
TWINS = {"strong": "b", "em": "i"}
NOTHING: tuple[Any, ...] = ("", None, [], {}, False)


@dataclass(frozen=True)
class Block:
    """A block as it is compared: its words as a reader meets them, and everything it holds in one settled text."""

    id: str
    kind: str
    words: str
    content: str


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What happened to one block."""

    id: str
    block_kind: str
    kind: str
    before: str = ""
    after: str = ""
    moved: bool = False

    @property
    def same_words(self) -> bool:
        """Answer whether something other than the words changed: a picture, a link, a setting."""
        return self.kind == CHANGED and self.before == self.after

    @property
    def pieces(self) -> list[Piece]:
        return word_pieces(self.before, self.after)

    @property
    def pieces_shown(self) -> list[Piece]:
        """Return the pieces with long runs that stayed cut short: nobody reads again what has not changed."""
        return in_context(self.pieces)

    @property
    def pieces_before(self) -> list[Piece]:
        return [piece for piece in self.pieces_shown if piece.kind != ADDED]

    @property
    def pieces_after(self) -> list[Piece]:
        return [piece for piece in self.pieces_shown if piece.kind != REMOVED]

    @property
    def words_to_read(self) -> str:
        if self.same_words:
            return self.after
        return " ".join(piece.text for piece in [*self.pieces_before, *self.pieces_after])


@dataclass(frozen=True)
class Difference:
    """Everything that differs, in the order of the newer version; what went comes last."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def to_read(self) -> list[Change]:
        """Return what somebody who knows the older version has not met: a block that only moved is not among it."""
        return [change for change in self.changes if change.kind != MOVED]

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)

    @property
    def moved(self) -> int:
        return sum(change.moved for change in self.changes)

    @property
    def words_added(self) -> int:
        return self._words(ADDED)

    @property
    def words_removed(self) -> int:
        return self._words(REMOVED)

    def _words(self, kind: str) -> int:
        pieces = [piece for change in self.changes for piece in change.pieces]
        return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)


def compare(before: Sequence[Block], after: Sequence[Block]) -> Difference:
    """Return what differs between two versions of a lesson."""
    old = {block.id: block for block in before}
    new = {block.id: block for block in after}
    moved = _moved([block.id for block in before if block.id in new], [block.id for block in after if block.id in old])
    changes = [_change(old.get(block.id), block, moved=block.id in moved) for block in after]
    gone = [Change(block.id, block.kind, REMOVED, before=block.words) for block in before if block.id not in new]
    return Difference((*(change for change in changes if change), *gone))


def _change(old: Block | None, new: Block, *, moved: bool) -> Change | None:
    if old is None:
        return Change(new.id, new.kind, ADDED, after=new.words)
    if old.content != new.content or old.kind != new.kind:
        return Change(new.id, new.kind, CHANGED, old.words, new.words, moved)
    return Change(new.id, new.kind, MOVED, old.words, new.words, moved=True) if moved else None


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest blocks that must have moved: those outside the longest run that kept its order."""
    places = {block: place for place, block in enumerate(before)}
    tails: list[int] = []
    ends: list[int] = []
    came_from: list[int] = []
    order = [places[block] for block in after]
    for index, place in enumerate(order):
        length = bisect_left(tails, place)
        came_from.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(after[index])
        index = came_from[index]
    return set(after) - kept


def word_pieces(before: str, after: str) -> list[Piece]:
    """Return a text's runs of words that stayed, went and came, in reading order."""
    old, new = before.split(), after.split()
    if before == after:
        return [Piece(SAME, " ".join(new))] if new else []
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return _pieces((REMOVED, old), (ADDED, new))
    found: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found += _pieces((SAME, new[new_from:new_to]))
        else:
            found += _pieces((REMOVED, old[old_from:old_to]), (ADDED, new[new_from:new_to]))
    return found


def in_context(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with every long run of words that stayed cut down to those next to a change."""
    last = len(pieces) - 1
    return [_cut(piece, starts=place == 0, ends=place == last) for place, piece in enumerate(pieces)]


def _cut(piece: Piece, *, starts: bool, ends: bool) -> Piece:
    words = piece.text.split()
    if piece.kind != SAME or len(words) <= 2 * CONTEXT or (starts and ends):
        return piece
    before, after = [] if starts else words[:CONTEXT], [] if ends else words[-CONTEXT:]
    return Piece(SAME, " ".join([*before, "…", *after]))


def _pieces(*runs: tuple[str, list[str]]) -> list[Piece]:
    return [Piece(kind, " ".join(words)) for kind, words in runs if words]


def settle(value: Any) -> Any:
    """Return a stored value without what says nothing: empty fields, ids inside lists, an editor's own marks."""
    if isinstance(value, dict):
        if set(value) <= {"type", "id", "value"} and "value" in value:
            return settle(value["value"])
        settled = {name: settle(inner) for name, inner in value.items()}
        return {name: inner for name, inner in settled.items() if inner not in NOTHING}
    if isinstance(value, list):
        return [settle(inner) for inner in value]
    if isinstance(value, str):
        return settle_html(value)
    return value if value in NOTHING else str(value)


def settle_html(text: str) -> str:
    """Return a text or fragment of HTML in one settled form, to be compared and never to be shown."""
    text = re.sub(r'\s+(?:data-block-key|rel)="[^"]*"', "", text)  # marks that editors and cleaners add, not authors
    text = re.sub(r"<(/?)(strong|em)\b", lambda match: f"<{match[1]}{TWINS[match[2]]}", text)
    text = re.sub(r"\s*/>", ">", text)
    text = re.sub(r"\s+", " ", html.unescape(text))
    text = re.sub(r" ?(</?(?:p|ul|ol|li|br)\b[^>]*>) ?", r"\1", text).strip()
    return "" if text in ("<p></p>", "<p><br></p>") else text  # what a rich-text field makes of nothing


def settled(value: Any) -> str:
    return json.dumps(settle(value), sort_keys=True, ensure_ascii=False)


def fingerprint(blocks: Iterable[Block]) -> str:
    """Return what two versions have in common exactly when nothing a learner meets differs between them."""
    text = json.dumps([(block.id, block.kind, block.content) for block in blocks], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
