#!/usr/bin/env python
"""Measures our pages as ratios of CPU to the floor. `make bench` prints the table of docs/reference/performance.md.

Two servers run side by side, ours and one with a bare Django page; both are asked in turn, in the same minutes, and the
CPU of each worker (and of PostgreSQL, where it is used) is read from the system. The ratio hardly moves with the load.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
os.environ["VAR_DIR"] = str(ROOT / "var" / "bench")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402 - settings must be chosen first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.servers import Server, serve  # noqa: E402
from benchmarks.stories import PAGES_TO_FIND, Bench, count_queries, prepare  # noqa: E402

BARE = {"DJANGO_SETTINGS_MODULE": "benchmarks.floor_settings"}
STAFF = 2_000
ROUNDS = 7


@dataclass(frozen=True)
class Case:
    """One thing measured. `most` is the ratio it may cost; `queries` how many it may ask, None where not promised."""

    name: str
    work: Callable[[], None]
    most: float
    repeat: int
    path: str = ""
    queries: int | None = None


def sample(server: Server, work: Callable[[], None], repeat: int) -> float:
    """Return the CPU milliseconds of one piece of work, averaged over `repeat`."""
    before = server.cpu_seconds()
    for _ in range(repeat):
        work()
    return (server.cpu_seconds() - before) * 1000 / repeat


def cases(bench: Bench) -> list[Case]:
    return [
        Case("a lesson page, signed in", bench.lesson, 8, 60, bench.lesson_path),
        Case("my home", bench.home, 12, 60, "/"),
        Case("a page of the framework", bench.element, 20, 60, bench.element_path),
        Case(f"a search among {PAGES_TO_FIND:,} pages, a word misspelt", bench.search, 130, 30, bench.search_path, 30),
        Case("one answer saved", bench.answer, 8, 60),
        Case("a whole attempt of 8 questions: start, read and answer each, hand in", bench.attempt, 180, 4),
        Case(f"the leader's page, {STAFF:,} staff", bench.leader_page, 25, 30, "/readiness/", 12),
        Case(f"the list of {STAFF:,} people, first page", bench.people, 25, 30, bench.people_path),
    ]


def main() -> int:
    call_command("migrate", verbosity=0)
    prepare(STAFF)
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")  # or its own clean-up after the load is counted as ours
    with serve("config.wsgi", {}) as ours, serve("config.wsgi", BARE) as bare:
        floor = bare.client()
        bench = Bench.on(ours)
        found = []
        for case in cases(bench):
            case.work()
            ratios, costs = [], []
            for _ in range(ROUNDS):
                bottom = sample(bare, lambda: floor.get("/floor/").raise_for_status() and None, 200)
                costs.append(sample(ours, case.work, case.repeat))
                ratios.append(costs[-1] / bottom)
            found.append((case, statistics.median(ratios), statistics.median(costs)))
    return report(found, bench)


def report(found: list[tuple[Case, float, float]], bench: Bench) -> int:
    print(f"\nCPU as a ratio to the floor, median of {ROUNDS} interleaved rounds, {connection.vendor}\n")
    print("| what | ratio | may be | CPU ms | queries |")
    print("|---|---|---|---|---|")
    worst = 0
    for case, ratio, cost in found:
        queries = count_queries(bench, case.path) if case.path else None
        fine = ratio <= case.most and (case.queries is None or (queries or 0) <= case.queries)
        worst = worst if fine else 1
        mark = "" if fine else " **over**"
        print(f"| {case.name} | {ratio:.1f}{mark} | {case.most:g} | {cost:.1f} | {queries or ''} |")
    return worst


if __name__ == "__main__":
    sys.exit(main())
