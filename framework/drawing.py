"""The geometry of the framework wheel. Pure: angles in, SVG path data out."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

CENTRE = 200.0
INNER, OUTER = 74.0, 192.0


@dataclass(frozen=True)
class WheelPart:
    """One segment: its outline, and where its letter and title stand."""

    path: str
    letter: tuple[float, float]
    title: tuple[float, float]


def wheel_parts(count: int) -> list[WheelPart]:
    """Return the segments of a wheel, clockwise, the first one centred at the top."""
    step = 2 * pi / count
    return [_part(number * step - pi / 2 - step / 2, step) for number in range(count)]


def _part(start: float, step: float) -> WheelPart:
    end, middle = start + step, start + step / 2
    large = int(step > pi)
    outline = (
        f"M{_point(start, OUTER)} A{OUTER:g} {OUTER:g} 0 {large} 1 {_point(end, OUTER)} "
        f"L{_point(end, INNER)} A{INNER:g} {INNER:g} 0 {large} 0 {_point(start, INNER)} Z"
    )
    # Letters sit a little below their own middle, titles a line further down on the page, whatever the angle.
    x, y = _at(middle, (INNER + OUTER) / 2)
    return WheelPart(outline, (round(x, 1), round(y, 1)), (round(x, 1), round(y + 24, 1)))


def _at(angle: float, radius: float) -> tuple[float, float]:
    return CENTRE + radius * cos(angle), CENTRE + radius * sin(angle)


def _point(angle: float, radius: float) -> str:
    x, y = _at(angle, radius)
    return f"{x:.1f} {y:.1f}"


ROW = 64
THREADS_WIDE = 320


def thread_path(left: int, right: int) -> str:
    """Return the curve from a row on the left to a row on the right of a crosswalk's picture, rows counted from 0."""
    start, end, edge = middle_of(left), middle_of(right), 46
    half = THREADS_WIDE / 2
    return f"M{edge} {start:g} C{half:g} {start:g} {half:g} {end:g} {THREADS_WIDE - edge} {end:g}"


def middle_of(row: int) -> float:
    """Return how far down the middle of a row is."""
    return (row + 0.5) * ROW


def in_lines(words: str, most: int) -> list[str]:
    """Return words broken into lines of at most `most` letters; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
