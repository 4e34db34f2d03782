"""Private details in words that are about to be shown are found by their shape."""

import pytest

from framework.privacy import private_details


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 2024 we met 3 times, 12 of us.", 0),
        ("We asked 1,200 people", 0),
        ("NHS 943 476 5919", 1),
        ("born 03/04/1961", 1),
        ("M1 and A2 are competencies", 0),
        ("me@x.org, PO1 2AB", 2),
    ],
)
def test_private_details_are_found_by_their_shape(text, found):
    assert len(private_details(text)) == found
