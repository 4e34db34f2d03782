#!/usr/bin/env python3
"""Compiles every translation under locale/ into the form the site reads. Run at set-up and by the tests."""

from __future__ import annotations

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages() -> None:
    """Write each file only when it differs, and in one move: tests in several processes do this at once."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target, compiled = source.with_suffix(".mo"), polib.pofile(str(source)).to_binary()
        if target.exists() and target.read_bytes() == compiled:
            continue
        waiting = target.with_suffix(f".{os.getpid()}")
        waiting.write_bytes(compiled)
        waiting.replace(target)


if __name__ == "__main__":
    compile_messages()
