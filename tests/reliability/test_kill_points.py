"""A process killed at any moment of step 4 loses nothing and doubles nothing, once its work is told again."""

from __future__ import annotations

import signal

import pytest

from tests.reliability.copies import Copies, in_child
from tests.reliability.step_four import KillAt, ledger, prepare, sweep, tell

MOMENTS_IN_THE_SUITE = 75


def prepared() -> None:
    prepare()
    sweep()


def whole_story() -> dict:
    tell()
    sweep()
    return ledger()


def moments_of_the_story() -> int:
    return KillAt(None).run(tell)


def kill_and_tell_again(copies: Copies, ready: str, moment: int, expected: dict) -> None:
    with copies.one(of=ready) as name:
        _, ended_by = in_child(name, lambda: KillAt(moment).run(tell))
        assert ended_by == signal.SIGKILL, f"moment {moment} never came"
        found, _ = in_child(name, whole_story)
        assert found == expected, f"killed at moment {moment}"


def reference(copies: Copies, ready: str) -> tuple[dict, int]:
    """Return the ledger of an undisturbed run, and how many moments there are to kill at."""
    with copies.one(of=ready) as name:
        moments, _ = in_child(name, moments_of_the_story)
        expected, _ = in_child(name, whole_story)
    assert expected["awards"] == [
        ["masoss-m1", "foundation"],
        ["masoss-m2", "foundation"],
        ["masoss-m3", "foundation"],
    ]
    assert expected["owed"] == 0
    return expected, moments


def kill_at(tmp_path, choose) -> int:
    """Kill at the moments that `choose` picks from how many there are; return how many that were."""
    copies = Copies(tmp_path)
    with copies.one() as ready:
        in_child(ready, prepared)
        expected, moments = reference(copies, ready)
        chosen = choose(moments)
        for moment in chosen:
            kill_and_tell_again(copies, ready, moment, expected)
    return len(chosen)


def spread(moments: int) -> list[int]:
    return [1 + step * (moments - 1) // (MOMENTS_IN_THE_SUITE - 1) for step in range(MOMENTS_IN_THE_SUITE)]


def test_killed_at_many_moments_nothing_is_lost_or_doubled(db, tmp_path):
    assert kill_at(tmp_path, spread) == MOMENTS_IN_THE_SUITE


@pytest.mark.campaign
def test_killed_at_every_moment_nothing_is_lost_or_doubled(db, tmp_path):
    assert kill_at(tmp_path, lambda moments: list(range(1, moments + 1))) > 2 * MOMENTS_IN_THE_SUITE
