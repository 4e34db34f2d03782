"""Welsh and Easy Read travel with their page: as drafts, block by block, in step only where both sides say the same."""

from __future__ import annotations

import json

import pytest

from learning.content.models import LessonPage, SiblingKind, SiblingPage
from learning.content.siblings.actions import make_sibling
from learning.sharing.actions.taking import take_pack
from learning.sharing.actions.undoing import undo_take
from learning.sharing.queries.packing import gather
from learning.sharing.queries.standing import MIXED, NEW, UNCHANGED
from tests.sharing.copies import SLUG, change_block, hers, lessons_of, next_version, northvales, publish_change
from tests.sharing.copies import text_blocks as texts
from tests.sharing.councils import NORTHVALE, brought, mina, module_choice, organisation, pack_of, standings_of

pytestmark = pytest.mark.django_db
EASY, WELSH = SiblingKind.EASY_READ, SiblingKind.WELSH


def version_of(page, kind=EASY) -> SiblingPage | None:
    return SiblingPage.objects.child_of(page).filter(kind=kind).first()


def in_short_words(page, priya, kind=EASY, words="<p>Ask first.</p>") -> SiblingPage:
    """Priya's version of a page, published, with its first text in other words."""
    sibling = make_sibling(page, kind, by=priya)
    draft = sibling.get_latest_revision_as_object()
    draft.title, draft.lead, draft.to_be_checked = f"Short: {page.title}"[:200], "In short.", False
    raw = [dict(block) for block in draft.body.raw_data]
    place = next(place for place, block in enumerate(raw) if block["type"] == "text")
    raw[place]["value"] = words
    draft.body = json.dumps(raw)
    draft.save_revision().publish()
    return SiblingPage.objects.get(pk=sibling.pk)


def line_of(received, lead, word="Easy Read version"):
    return next(one for one in standings_of(received, lead).values() if one.item.word == word)


@pytest.fixture
def easy(priya) -> SiblingPage:
    SiblingPage.objects.child_of(lessons_of(northvales())[0]).delete()
    return in_short_words(lessons_of(northvales())[0], priya)


@pytest.fixture
def taken_with_easy(easy, priya):
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    take_pack(received, standings_of(received, lead), by=lead)
    return lead, received, lessons_of(hers())[0]


def publish_newest(page) -> None:
    page.specific_class.objects.get(pk=page.pk).get_latest_revision().publish()


def test_a_version_comes_as_a_draft_below_its_page_with_the_ids_of_its_blocks(taken_with_easy, easy):
    _, _, lesson = taken_with_easy
    copy = version_of(lesson)
    assert (copy.live, copy.title, copy.lead, copy.to_be_checked) == (False, easy.title, "In short.", False)
    assert [block["id"] for block in copy.body.raw_data] == [block["id"] for block in easy.body.raw_data]
    assert copy.body.raw_data[texts(copy)[0]]["value"] == "<p>Ask first.</p>"


def test_it_is_in_step_with_the_draft_of_its_page_and_stays_so_once_that_is_published(taken_with_easy):
    _, _, lesson = taken_with_easy
    copy = version_of(lesson)
    assert (copy.in_step_with_id, copy.out_of_step_since) == (lesson.latest_revision_id, None)
    publish_newest(lesson)
    publish_newest(copy)
    assert version_of(lesson).out_of_step_since is None


def test_a_version_that_is_behind_its_page_there_is_not_in_step_here(easy, priya):
    publish_change(lessons_of(northvales())[0], aim="By the end you can do more.")
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    take_pack(received, standings_of(received, lead), by=lead)
    copy = version_of(lessons_of(hers())[0])
    assert copy.in_step_with is None
    assert copy.out_of_step_since is not None


def test_a_version_taken_beside_a_page_we_changed_is_not_said_to_be_in_step(taken, priya):
    lead, _, module = taken
    ours = lessons_of(module)[0]
    change_block(ours, texts(ours)[0], "<p>Ours.</p>")
    in_short_words(lessons_of(northvales())[0], priya)
    received = next_version(priya, lead)
    line = line_of(received, lead)
    assert line.state == NEW
    take_pack(received, [line.item.key], by=lead)
    copy = version_of(ours)
    assert copy.in_step_with is None
    assert copy.out_of_step_since is not None


def test_what_was_changed_here_stays_when_the_next_version_comes(taken_with_easy, easy, priya):
    lead, _, lesson = taken_with_easy
    copy = version_of(lesson)
    change_block(copy, texts(copy)[0], "<p>Our short words.</p>")
    step = version_of(lesson).in_step_with_id
    publish_change(easy, lead="In very short.")
    received = next_version(priya, lead)
    line = line_of(received, lead)
    assert line.changed_here == 1
    take_pack(received, [line.item.key], by=lead)
    draft = version_of(lesson).get_latest_revision_as_object()
    assert draft.lead == "In very short."
    assert draft.body.raw_data[texts(copy)[0]]["value"] == "<p>Our short words.</p>"
    assert version_of(lesson).in_step_with_id == step, "its readers still read what was in step before"


def test_our_own_version_of_their_page_is_ours_and_no_second_one_is_made(taken, priya):
    lead, _, module = taken
    ours = lessons_of(module)[0]
    publish_newest(ours)
    mine = make_sibling(LessonPage.objects.get(pk=ours.pk), EASY, by=lead)
    in_short_words(lessons_of(northvales())[0], priya)
    received = next_version(priya, lead)
    line = line_of(received, lead)
    assert (line.state, line.page.pk) == (MIXED, mine.pk)
    take_pack(received, standings_of(received, lead), by=lead)
    assert SiblingPage.objects.child_of(ours).count() == 1


def test_versions_of_a_module_a_lesson_and_in_both_languages_come_along_and_are_listed(easy, priya):
    in_short_words(lessons_of(northvales())[0], priya, WELSH)
    sibling = make_sibling(northvales(), EASY, by=priya)
    sibling.get_latest_revision().publish()
    made = pack_of(priya, module_choice(SLUG))
    kinds = [line["kind"] for line in made.contents]
    assert (kinds.count("Easy Read version"), kinds.count("Welsh version")) == (2, 1)
    lead = mina()
    received = brought(made, lead)
    take_pack(received, standings_of(received, lead), by=lead)
    assert {version_of(hers()).kind, version_of(lessons_of(hers())[0], WELSH).kind} == {"easy-read", "cy"}
    assert {one.state for one in standings_of(received, lead).values()} == {UNCHANGED}


def test_a_version_that_is_not_published_stays_at_home(priya):
    lesson = lessons_of(northvales())[0]
    SiblingPage.objects.child_of(lesson).delete()
    make_sibling(lesson, EASY, by=priya)
    found = gather(organisation(NORTHVALE), module_choice(SLUG)).documents.values()
    assert not [one for one in found if one["is"]["type"] == "content.SiblingPage"]


def test_discarding_takes_it_away_again(taken_with_easy):
    lead, received, lesson = taken_with_easy
    _, stays = undo_take(received, by=lead)
    assert stays == []
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()
