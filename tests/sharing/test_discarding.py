"""The drafts that taking a pack made can be discarded; what somebody has worked on since stays."""

import pytest

from learning.content.models import ModulePage
from learning.sharing.actions.taking import take_pack
from learning.sharing.actions.undoing import undo_take
from learning.sharing.queries.standing import NEW, UNCHANGED
from tests.sharing.copies import change_block, lessons_of, next_version, northvales, publish_change, text_blocks
from tests.sharing.councils import standings_of

pytestmark = pytest.mark.django_db


def test_discarding_takes_new_pages_and_questions_away_again(taken):
    lead, received, module = taken
    count, stays = undo_take(received, by=lead)
    assert stays == []
    assert count > 5
    assert not ModulePage.objects.filter(pk=module.pk).exists()
    received.refresh_from_db()
    assert received.state == "WAITING"
    assert {one.state for one in standings_of(received, lead).values()} == {NEW, UNCHANGED}


def test_discarding_leaves_alone_what_somebody_worked_on_since(taken):
    lead, received, module = taken
    ours = lessons_of(module)[0]
    change_block(ours, text_blocks(ours)[0], "<p>Ours now.</p>", draft=True)
    _, stays = undo_take(received, by=lead)
    assert any(ours.title in words for words in stays)
    assert [page.pk for page in lessons_of(module)] == [ours.pk]


def test_discarding_a_draft_brings_back_what_stood_there(taken, priya):
    lead, _, module = taken
    ours = lessons_of(module)[0]
    ours.save_revision().publish()
    publish_change(lessons_of(northvales())[0], aim="By the end you can do more.")
    received = next_version(priya, lead)
    take_pack(received, [one.item.key for one in standings_of(received, lead).values() if one.can_be_taken], by=lead)
    ours.refresh_from_db()
    assert ours.get_latest_revision_as_object().aim == "By the end you can do more."
    undo_take(received, by=lead)
    ours.refresh_from_db()
    assert ours.get_latest_revision_as_object().aim == ours.aim
    assert not ours.has_unpublished_changes
