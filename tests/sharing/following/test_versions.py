"""What is followed comes and waits; what is not right is told and changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from learning.outbox.models import Event
from learning.sharing.actions import following as following_actions
from learning.sharing.actions.following import follow_line, look_at_due, look_soon
from learning.sharing.actions.publishers import add_publisher
from learning.sharing.models import Following, ReceivedPack
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import public_key_of
from tests.sharing.councils import SOUTHMERE, foreign_pack, organisation
from tests.sharing.following.steps import FILE, INDEXES, OTHER_KEY
from tests.sharing.publishing import KEY, eastmoor, followed, look_again, pack


def test_what_is_followed_comes_and_waits_and_nothing_is_taken(site, lead):
    following = followed(site, lead)
    received = ReceivedPack.objects.get()
    assert (received.state, received.version, received.came_by) == ("WAITING", 1, following)
    assert (received.received_by, received.decisions.count()) == (lead.person, 0)
    assert (following.problem, following.failures, following.title) == ("", 0, "Theirs")
    assert following.reached_at is not None
    assert following.next_look_at > timezone.now() + timedelta(hours=5)
    told = [event.name for event in Event.objects.filter(name__startswith="sharing.").order_by("pk")]
    assert told[-2:] == ["sharing.line_followed.v1", "sharing.pack_received.v1"]


def test_the_same_version_never_comes_twice_nor_is_fetched_twice(site, lead):
    following = followed(site, lead)
    look_again(following)
    assert site.paths().count(FILE) == 1
    assert "If-None-Match" in site.asked[-1][1]
    Following.objects.update(etag="")
    look_again(following)
    assert site.paths().count(FILE) == 1
    assert ReceivedPack.objects.count() == 1


def test_the_next_version_comes_and_stands_in_the_place_of_the_one_that_waits(site, lead):
    following = followed(site, lead)
    site.offers(pack(2), version=2)
    look_again(following)
    assert list(ReceivedPack.objects.order_by("version").values_list("state", flat=True)) == ["SUPERSEDED", "WAITING"]


def test_lines_are_looked_at_when_they_are_due_and_not_before(site, lead):
    following = followed(site, lead)
    asked = len(site.asked)
    look_at_due()
    assert len(site.asked) == asked
    look_soon(following)
    look_at_due()
    assert len(site.asked) == asked + 1


def test_a_version_that_was_brought_by_hand_is_not_fetched_again(site, lead):
    publisher = eastmoor(lead)
    following_actions.receive_pack(organisation(SOUTHMERE), pack(), by=lead.person)
    follow_line(publisher, site.address, by=lead.person)
    look_at_due()
    assert FILE not in site.paths()


@pytest.mark.parametrize(("change", "words"), INDEXES.values(), ids=INDEXES)
def test_an_index_that_is_not_right_is_never_followed(site, lead, change, words):
    change(site)
    publisher = eastmoor(lead)
    with pytest.raises(PackRefused, match=words):
        follow_line(publisher, site.address, by=lead.person)
    assert not Following.objects.exists()
    assert FILE not in site.paths()


@pytest.mark.parametrize(("change", "words"), INDEXES.values(), ids=INDEXES)
def test_an_index_that_goes_wrong_later_is_told_and_tried_again(site, lead, change, words):
    following = followed(site, lead)
    change(site)
    look_again(following)
    assert words in following.problem
    assert following.failures == 1
    assert timedelta(minutes=50) < following.next_look_at - timezone.now() <= timedelta(hours=1)
    assert ReceivedPack.objects.count() == 1
    site.offers(pack(2), version=2)
    look_again(following)
    assert (following.problem, following.failures) == ("", 0)
    assert ReceivedPack.objects.count() == 2


def test_a_file_that_was_changed_on_its_way_is_refused(site, lead):
    following = followed(site, lead)
    site.offers(pack(2), version=2)
    site.says(FILE, pack(2)[:-1] + b"x")
    look_again(following)
    assert "not the one its publisher signed for" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_a_file_signed_by_somebody_else_we_trust_is_not_taken_for_this_publishers(site, lead):
    following = followed(site, lead)
    add_publisher(organisation(SOUTHMERE), name="Westmoor", public_key=public_key_of(OTHER_KEY), by=lead.person)
    site.offers(foreign_pack({}, key=OTHER_KEY, version=2), version=2)
    look_again(following)
    assert "You do not know who signed this pack" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_a_pack_that_is_signed_and_bad_inside_is_refused_like_a_brought_one(site, lead):
    following = followed(site, lead)
    bad = foreign_pack({"pages/x.json": {"is": 1}}, key=KEY, version=2)
    site.offers(bad, version=2)
    look_again(following)
    assert "does not say what it is" in following.problem
    assert ReceivedPack.objects.count() == 1


def test_an_older_version_another_file_and_another_pack_are_told_and_change_nothing(site, lead):
    following = followed(site, lead)
    site.offers(pack(3), version=3)
    look_again(following)
    site.offers(pack(2), version=2)
    assert "You have version 3 already, which is newer" in look_again(following).problem
    site.offers(pack(3), version=3, size=len(pack(3)) + 1)
    assert "the one at this address is not the same" in look_again(following).problem
    site.offers(pack(4, name="another"), version=4, name="another")
    assert "Another pack stands at this address" in look_again(following).problem
    assert ReceivedPack.objects.count() == 2
