"""Marking. Every question is worth one mark; partial credit is defined here and nowhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SINGLE, MULTIPLE, ORDERING, MATCHING = "SINGLE", "MULTIPLE", "ORDERING", "MATCHING"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Key:
    """What is right: for single and multiple the right options, for ordering all options in order, for matching the
    left sides in order, each answered by the key of the right side that belongs to it."""

    kind: str
    right: tuple[str, ...]


def mark(key: Key, chosen: Sequence[str]) -> Decimal:
    """Return the mark for an answer, from 0.00 to 1.00; no answer earns nothing.

    Single: all or nothing. Multiple: right ones chosen minus wrong ones chosen, over all right ones. Ordering: pairs in
    the right order minus pairs in the wrong order, over all pairs. Matching: right pairs over all pairs.
    """
    if not chosen:
        return Decimal("0.00")
    fraction = max(Decimal(0), _MARKERS[key.kind](key.right, list(chosen)))
    return fraction.quantize(CENT, rounding=ROUND_HALF_UP)


def _single(right: tuple[str, ...], chosen: list[str]) -> Decimal:
    return Decimal(int(chosen == list(right)))


def _multiple(right: tuple[str, ...], chosen: list[str]) -> Decimal:
    hits = len(set(chosen) & set(right))
    misses = len(set(chosen) - set(right))
    return Decimal(hits - misses) / len(right)


def _ordering(right: tuple[str, ...], chosen: list[str]) -> Decimal:
    if sorted(chosen) != sorted(right):
        return Decimal(0)
    place = {option: number for number, option in enumerate(chosen)}
    pairs = [(a, b) for number, a in enumerate(right) for b in right[number + 1 :]]
    in_order = sum(place[a] < place[b] for a, b in pairs)
    return Decimal(2 * in_order - len(pairs)) / len(pairs)


def _matching(right: tuple[str, ...], chosen: list[str]) -> Decimal:
    if len(chosen) != len(right):
        return Decimal(0)
    return Decimal(sum(a == b for a, b in zip(right, chosen, strict=True))) / len(right)


_MARKERS: dict[str, Callable[[tuple[str, ...], list[str]], Decimal]] = {
    SINGLE: _single,
    MULTIPLE: _multiple,
    ORDERING: _ordering,
    MATCHING: _matching,
}


def problem_with(kind: str, options: Sequence[str], chosen: Sequence[str]) -> str:
    """Return what is wrong with an answer's form, in words for the person; nothing if it can be kept."""
    if any(choice not in options for choice in chosen):
        return "That answer does not belong to this question. Choose from the answers shown."
    if kind == SINGLE and len(chosen) > 1:
        return "Choose one answer."
    if kind == ORDERING and chosen and (len(chosen) != len(options) or len(set(chosen)) != len(chosen)):
        return "Give every item a different number."
    if kind == MATCHING and chosen and len(chosen) != len(options):
        return "Choose a match for every item."
    return ""


def is_pass(score: Decimal, out_of: Decimal, *, pass_mark: int) -> bool:
    """Answer whether a score reaches the pass mark, a percentage; exactly reaching it is a pass."""
    return out_of > 0 and score * 100 >= pass_mark * out_of


def percentage(score: Decimal, out_of: Decimal) -> int:
    """Return a score as a whole percentage, rounded down so that it never promises a pass that is not one."""
    return int(score * 100 / out_of) if out_of else 0
