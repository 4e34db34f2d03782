"""The names both sides of a CASE file share: where our own fields stand, and how parts are named."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("6c0f3f0e-5d0b-5c2f-9a43-0f4f1d6a9d01")  # of Golden Thread's framework files; never changed
OURS = "goldenThread"  # our part of `extensions`, for what CASE has no place for
MATCHES = {
    "EXACT": "exactMatchOf",
    "RELATED": "isRelatedTo",
    "BROADER": "ext:isBroaderThan",
    "NARROWER": "ext:isNarrowerThan",
}
THERE, NOT_YET = "When it is there", "When it is not there yet"
TURNED = {"BROADER": "NARROWER", "NARROWER": "BROADER"}


def identifier(*parts: str) -> str:
    """Return the UUID of a part: the same for the same codes in every installation and every year."""
    return str(uuid5(NAMESPACE, "/".join(parts)))
