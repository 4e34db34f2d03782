"""Drawing questions by blueprint. The same seed and pool always give the same questions in the same order."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


class BankTooSmall(Exception):
    """The bank cannot fill a row of the blueprint."""


@dataclass(frozen=True)
class PoolQuestion:
    """A question that may be drawn."""

    version_id: int
    code: str
    competency_id: int
    difficulty: str


@dataclass(frozen=True)
class Row:
    """So many questions on a competency, of one difficulty or (empty) any."""

    competency_id: int
    count: int
    difficulty: str = ""


def draw(rows: Iterable[Row], pool: Iterable[PoolQuestion], *, seed: str, seen: Container[int]) -> list[PoolQuestion]:
    """Return the questions of an attempt in the order they are asked; those not in `seen` come first.

    Raises BankTooSmall when a row asks for more questions than the pool has.
    """
    everything = sorted(pool, key=lambda question: question.code)
    drawn: list[PoolQuestion] = []
    for row in rows:
        fitting = [question for question in everything if _fits(question, row) and question not in drawn]
        if len(fitting) < row.count:
            raise BankTooSmall
        fitting.sort(key=lambda question: (question.version_id in seen, _lot(seed, question.code)))
        drawn += fitting[: row.count]
    return sorted(drawn, key=lambda question: _lot(f"{seed}/order", question.code))


def shuffle(options: Sequence[str], *, seed: str) -> list[str]:
    """Return options in an order that follows from the seed; never the given one when there is another."""
    shuffled = sorted(options, key=lambda option: _lot(seed, option))
    if shuffled == list(options) and len(shuffled) > 1:
        shuffled = shuffled[1:] + shuffled[:1]
    return shuffled


def _fits(question: PoolQuestion, row: Row) -> bool:
    return question.competency_id == row.competency_id and row.difficulty in {"", question.difficulty}


def _lot(seed: str, name: str) -> str:
    return sha256(f"{seed}|{name}".encode()).hexdigest()
