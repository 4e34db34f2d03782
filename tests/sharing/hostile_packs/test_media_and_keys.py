"""Hostile words and media, keys, and anything in any place: taken or refused, never half."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.content.models import LessonPage
from learning.sharing.actions.publishers import KeyTaken, add_publisher
from learning.sharing.actions.receiving import receive_pack
from learning.sharing.actions.taking import take_pack
from learning.sharing.models import ReceivedPack
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.signing import public_key_of
from tests.sharing.councils import (
    SOUTHMERE,
    foreign_pack,
    organisation,
    standings_of,
)
from tests.sharing.hostile_packs.steps import (
    JSON,
    KEY,
    LESSON,
    MEDIA,
    MODULE,
    SVG,
    block,
    bring,
    media,
    part,
    places,
    refused,
)


def test_hostile_html_is_cleaned_before_anybody_sees_it(documents, lead):
    html = '<p onclick="x()">Hello<script>alert(1)</script><img src=x onerror=y> <a href="javascript:z()">there</a></p>'
    part(documents, LESSON)["body"] = [block("text", html)]
    received = bring(documents, lead)
    lines = standings_of(received, lead)
    take_pack(received, lines, by=lead)
    title = part(documents, LESSON)["title"]
    stored = LessonPage.objects.filter(title=title).latest("pk").body.raw_data[0]["value"]
    assert stored == "<p>Hello there</p>"


@pytest.mark.parametrize(("content", "ending", "words"), MEDIA, ids=[f"{e}-{w[:20]}" for _, e, w in MEDIA])
def test_media_that_could_do_harm_keep_the_pack_out(content, ending, words, documents, lead):
    refused(documents, lead, words, media(content, ending))


def test_media_that_lie_about_their_hash_keep_the_pack_out(documents, lead):
    refused(documents, lead, "not named by its hash", {f"media/{'0' * 64}.svg": SVG % b""})


def test_an_older_version_and_another_one_under_the_same_number_are_refused(documents, lead):
    bring(documents, lead, version=2)
    with pytest.raises(PackRefused, match="You have version 2 already, which is newer"):
        bring(documents, lead, version=1)
    part(documents, LESSON)["aim"] = "Another aim"
    with pytest.raises(PackRefused, match="this one is not the same"):
        bring(documents, lead, version=2)


def test_the_same_key_twice_and_ones_own_key_are_refused(lead):
    southmere = organisation(SOUTHMERE)
    with pytest.raises(KeyTaken, match="already, as Eastmoor"):
        add_publisher(southmere, name="Again", public_key=public_key_of(KEY), by=lead.person)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_whatever_place_is_taken_or_refused_but_never_breaks(data, documents, lead):
    changed = copy.deepcopy(documents)
    name = data.draw(st.sampled_from(sorted(changed)))
    path = data.draw(st.sampled_from(places(changed[name])[1:]))
    target: Any = changed[name]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(JSON)
    ReceivedPack.objects.all().delete()
    try:
        received = receive_pack(organisation(SOUTHMERE), foreign_pack(changed, key=KEY), by=lead.person)
        lines = standings_of(received, lead)
        for line in lines.values():
            assert isinstance(str(line.changes) + str(line.kept), str)
    except PackRefused as reason:
        assert str(reason)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_let_in_can_be_taken_or_is_refused_with_nothing_written(data, documents, lead):
    """The same, up to the drafts."""
    changed = copy.deepcopy(documents)
    lessons = [name for name, one in changed.items() if one["is"]["type"] in {LESSON, MODULE, "questions"}]
    name = data.draw(st.sampled_from(sorted(lessons)))
    path = data.draw(st.sampled_from([p for p in places(changed[name])[1:] if p[0] != "is"]))
    target: Any = changed[name]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(st.text(max_size=20) | st.just([]) | st.just({}) | st.none())
    with transaction.atomic():
        try:
            received = receive_pack(organisation(SOUTHMERE), foreign_pack(changed, key=KEY), by=lead.person)
            take_pack(received, standings_of(received, lead), by=lead)
        except PackRefused:
            pass
        transaction.set_rollback(True)


def test_a_pack_is_read_as_it_was_kept(documents, lead):
    """Whoever changes the kept file is found out when it is opened."""
    received = bring(documents, lead)
    with received.file.open("rb") as file:
        content = bytearray(file.read())
    content[len(content) // 2] ^= 1
    storage, name = received.file.storage, received.file.name
    storage.delete(name)
    storage.save(name, ContentFile(bytes(content)))
    with pytest.raises(PackRefused):
        take_pack(received, ["framework:masoss"], by=lead)
