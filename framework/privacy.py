"""Finds private details in words that are about to be shown. Pure: text in, plain sentences out.

It finds only what has a shape: addresses, numbers, postcodes. A name has none, so people are asked to leave names out.
"""

from __future__ import annotations

import re

_PATTERNS = [
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)),
    ("a phone number, or the number of a record", re.compile(r"(?<![\w])\+?\d(?:[\s().-]{0,2}\d){8,14}(?![\w])")),
    ("a date of birth", re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b")),
]


def private_details(text: str) -> list[str]:
    """Return what in a text looks private, in words for its writer; nothing when nothing does."""
    found = []
    for what, pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            found.append(
                f"“{match.group().strip()}” looks like {what}. Take it out, so that nobody can be found by it."
            )
    return found
