import pytest

from learning.sharing.actions.taking import take_pack
from tests.sharing.copies import SLUG, hers
from tests.sharing.councils import brought, mina, module_choice, pack_of, standings_of


@pytest.fixture
def taken(db, priya):
    """The module, taken by Mina: her account, the pack, and her copy."""
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    take_pack(received, standings_of(received, lead), by=lead)
    return lead, received, hers()
