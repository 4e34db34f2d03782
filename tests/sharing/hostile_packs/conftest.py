from __future__ import annotations

import copy

import pytest

from learning.sharing.actions.publishers import add_publisher
from learning.sharing.queries.packing import gather
from learning.sharing.rules.signing import public_key_of
from tests.sharing.councils import (
    NORTHVALE,
    SOUTHMERE,
    mina,
    module_choice,
    organisation,
)
from tests.sharing.hostile_packs.steps import KEY


@pytest.fixture
def lead(db):
    account = mina()
    add_publisher(organisation(SOUTHMERE), name="Eastmoor", public_key=public_key_of(KEY), by=account.person)
    return account


@pytest.fixture
def documents(db) -> dict[str, dict]:
    """What a good pack holds, without media."""
    found = copy.deepcopy(gather(organisation(NORTHVALE), module_choice("mindset")).documents)
    for one in found.values():
        if "body" in one:
            one["body"] = [block for block in one["body"] if block["type"] != "image"]
    return found
