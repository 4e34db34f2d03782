from __future__ import annotations

import pytest

from tests.sharing.councils import mina
from tests.sharing.publishing import pack, publishing


@pytest.fixture
def lead(db):
    return mina()


@pytest.fixture
def site():
    with publishing() as found:
        found.offers(pack())
        yield found
