#!/usr/bin/env python3
"""Makes the pictures of docs/first-module.md small: fewer colours, at most 1280 pixels wide.

Take them first: `SCREENSHOTS=1 .venv/bin/pytest tests/journeys/test_module_from_a_template.py -n 0`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TAKEN = ROOT / "var" / "screenshots" / "test_from_a_starting_point_to_a_module_that_asha_can_take"
KEPT = ROOT / "docs" / "images"
ENDING = "-1280-light.png"
COLOURS, WIDEST, LARGEST_BYTES = 64, 1280, 150_000


def make_small(taken: Path) -> None:
    kept = KEPT / f"first-module-{taken.name.removesuffix(ENDING)}.png"
    with Image.open(taken) as picture:
        picture.thumbnail((WIDEST, picture.height))
        picture.convert("RGB").quantize(COLOURS).save(kept, optimize=True)
    size = kept.stat().st_size
    print(f"{kept.relative_to(ROOT)}: {size // 1000} kB")
    if size > LARGEST_BYTES:
        sys.exit(f"{kept.name} is too large for the documents: {size} bytes, {LARGEST_BYTES} at most.")


if __name__ == "__main__":
    pictures = sorted(TAKEN.glob(f"*{ENDING}"))
    if not pictures:
        sys.exit(f"There are no pictures yet. {(__doc__ or '').splitlines()[-1]}")
    for picture in pictures:
        make_small(picture)
