"""Mina at Southmere takes what Priya at Northvale shares: drafts only, her words stay, and all of it can be undone."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from framework.models import Competency, FrameworkPage
from learning.assessment.models import Question, QuestionVersion
from learning.content.models import LessonPage, ModulePage
from learning.outbox.models import Event
from learning.sharing.actions.publishers import withdraw_publisher
from learning.sharing.actions.receiving import NotOpen, decline_pack
from learning.sharing.actions.taking import take_pack
from learning.sharing.models import PackDecision, TakenItem
from learning.sharing.queries.packing import Choice
from learning.sharing.queries.standing import CHANGED, MIXED, NEW, UNCHANGED
from tests.sharing.copies import (
    SLUG,
    change_block,
    hers,
    lessons_of,
    next_version,
    northvales,
    publish_change,
    text_blocks,
)
from tests.sharing.councils import SOUTHMERE, brought, mina, module_choice, organisation, pack_of, standings_of

pytestmark = pytest.mark.django_db


def test_what_is_taken_is_drafts_that_nobody_sees_in_her_own_organisation(taken, priya):
    lead, _, module = taken
    lessons = lessons_of(module)
    assert [page.live for page in (module, *lessons)] == [False] * (len(lessons) + 1)
    assert [page.title for page in lessons] == [page.title for page in lessons_of(northvales())]
    assert (module.content_owner, module.organisation.name) == (lead.person, SOUTHMERE)
    assert set(module.competencies.all()) == set(northvales().competencies.all())
    assert module.get_latest_revision().user == lead
    versions = QuestionVersion.objects.filter(question__module=module)
    assert {version.state for version in versions} == {"DRAFT"}
    assert versions.count() == Question.objects.filter(module=northvales()).count()
    assert module.assessment.pass_mark == northvales().assessment.pass_mark
    assert northvales().has_unpublished_changes is False
    assert Page.find_problems() == ([], [], [], [], [])


def test_taking_again_finds_nothing_to_take(taken):
    lead, received, _ = taken
    assert {one.state for one in standings_of(received, lead).values()} == {UNCHANGED}


def test_the_outbox_hears_who_and_which_and_no_words(taken):
    names = [
        "sharing.pack_made.v1",
        "sharing.pack_received.v1",
        "sharing.pack_taken.v1",
        "assessment.questions_taken.v1",
    ]
    told = {event.name: event.data for event in Event.objects.filter(name__in=names)}
    assert set(told) == set(names)
    assert all(isinstance(value, int | list) for data in told.values() for value in data.values())


def test_her_words_stay_and_theirs_come_when_the_next_version_changes_another_block(taken, priya):
    lead, _, module = taken
    theirs, ours = lessons_of(northvales())[0], lessons_of(module)[0]
    mine, other = text_blocks(theirs)[:2]
    change_block(ours, mine, "<p>As we say it in Southmere.</p>")
    change_block(theirs, other, "<p>Northvale has learned something.</p>")
    received = next_version(priya, lead)
    line = next(one for one in standings_of(received, lead).values() if one.page and one.page.pk == ours.pk)
    assert (line.state, line.changed_here) == (CHANGED, 1)
    assert [change.after for change in line.changes.changes] == ["Northvale has learned something."]
    take_pack(received, [line.item.key], by=lead)
    ours.refresh_from_db()
    draft = ours.get_latest_revision_as_object()
    stands = [block["value"] for block in draft.body.raw_data]
    assert stands[mine] == "<p>As we say it in Southmere.</p>"
    assert stands[other] == "<p>Northvale has learned something.</p>"
    assert ours.body.raw_data[other]["value"] != stands[other], "It was published at once"


def test_where_both_changed_the_same_block_hers_is_kept_and_theirs_is_shown(taken, priya):
    lead, _, module = taken
    theirs, ours = lessons_of(northvales())[0], lessons_of(module)[0]
    place = text_blocks(theirs)[0]
    change_block(ours, place, "<p>Ours.</p>", draft=True)
    change_block(theirs, place, "<p>Theirs.</p>")
    received = next_version(priya, lead)
    line = next(one for one in standings_of(received, lead).values() if one.page and one.page.pk == ours.pk)
    assert line.state == MIXED
    assert [(one.before, one.after) for one in line.kept.changes] == [("Ours.", "Theirs.")]
    take_pack(received, [line.item.key], by=lead)
    ours.refresh_from_db()
    assert ours.get_latest_revision_as_object().body.raw_data[place]["value"] == "<p>Ours.</p>"
    assert standings_of(received, lead)[line.item.key].state == UNCHANGED, "The conflict is settled"


def test_an_editor_that_only_opens_and_saves_a_page_has_changed_nothing(taken, priya):
    """Draftail writes marks of its own into every paragraph."""
    lead, _, module = taken
    ours, place = lessons_of(module)[0], text_blocks(lessons_of(module)[0])[0]
    words = ours.body.raw_data[place]["value"].replace("<p>", '<p data-block-key="ab12c">').replace("b>", "strong>")
    change_block(ours, place, words)
    received = next_version(priya, lead)
    assert {one.state for one in standings_of(received, lead).values()} == {UNCHANGED}


def test_a_new_lesson_stands_where_the_publisher_put_it_among_her_own(taken, priya):
    lead, _, _ = taken
    own = LessonPage(title="Only here", slug="only-here", aim="By the end you can say where you are.", body=[])
    hers().add_child(instance=own)
    first = lessons_of(northvales())[0]
    added = LessonPage(title="Added later", slug="added", aim="By the end you can see it.", body=first.body)
    northvales().add_child(instance=added)
    LessonPage.objects.get(pk=added.pk).move(first, pos="right")
    LessonPage.objects.get(pk=added.pk).save_revision().publish()
    received = next_version(priya, lead)
    lines = standings_of(received, lead)
    new = [one for one in lines.values() if one.state == NEW]
    assert [one.item.title for one in new] == ["Added later"]
    take_pack(received, [new[0].item.key], by=lead)
    titles = [page.title for page in lessons_of(hers())]
    assert titles[1] == "Added later"
    assert titles[-1] == "Only here"


def test_a_lesson_alone_brings_its_module(priya):
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    lesson = next(one for one in standings_of(received, lead).values() if one.item.word == "Lesson")
    decision, _ = take_pack(received, [lesson.item.key], by=lead)
    assert [page.title for page in lessons_of(hers())] == [lesson.item.title]
    assert decision.items.filter(kind=TakenItem.Kind.QUESTIONS).count() == 0


def test_changed_questions_come_as_new_drafts_beside_what_is_asked(taken, priya):
    lead, _, module = taken
    QuestionVersion.objects.filter(question__module=module).update(state="APPROVED", is_current=True)
    theirs = QuestionVersion.objects.filter(question__module=northvales()).order_by("pk").first()
    QuestionVersion.objects.filter(pk=theirs.pk).update(stem="What would you ask first?")
    received = next_version(priya, lead)
    line = next(one for one in standings_of(received, lead).values() if one.item.word == "Questions")
    assert line.state == CHANGED
    take_pack(received, [line.item.key], by=lead)
    versions = QuestionVersion.objects.filter(question__module=module, question__code=theirs.question.code)
    assert [(one.number, one.state, one.is_current) for one in versions.order_by("number")] == [
        (1, "APPROVED", True),
        (2, "DRAFT", False),
    ]


def test_what_an_assessment_asks_stays_once_people_study_the_module(taken, priya):
    lead, _, module = taken
    module.save_revision().publish()
    settings = northvales().assessment
    settings.pass_mark = 90
    settings.save()
    received = next_version(priya, lead)
    line = next(one for one in standings_of(received, lead).values() if one.item.word == "Questions")
    assert line.state == UNCHANGED
    assert "pass mark" in line.notes[0]


def test_declining_keeps_the_reason_and_the_pack_may_be_taken_later(priya):
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    decline_pack(received, reason="Not before summer", by=lead.person)
    received.refresh_from_db()
    assert received.state == "DECLINED"
    take_pack(received, standings_of(received, lead), by=lead)
    kinds = list(PackDecision.objects.filter(pack=received).order_by("pk").values_list("kind", "reason"))
    assert kinds == [("DECLINED", "Not before summer"), ("TAKEN", "")]


def test_a_newer_version_stands_in_the_place_of_one_that_waits(priya):
    lead = mina()
    first = brought(pack_of(priya, module_choice(SLUG)), lead)
    second = next_version(priya, lead)
    first.refresh_from_db()
    assert (first.state, second.state) == ("SUPERSEDED", "WAITING")
    with pytest.raises(NotOpen, match="Version 2 of this pack is here"):
        take_pack(first, standings_of(first, lead), by=lead)
    assert not ModulePage.objects.filter(organisation__name=SOUTHMERE).exists()


def test_the_same_pack_again_is_the_one_that_is_here(priya):
    lead, made = mina(), pack_of(priya, module_choice(SLUG))
    assert brought(made, lead) == brought(made, lead)


def test_nothing_more_is_taken_from_whom_one_trusts_no_more(priya):
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    lines = standings_of(received, lead)
    withdraw_publisher(received.publisher, by=lead.person)
    with pytest.raises(NotOpen, match="no longer trust"):
        take_pack(received, lines, by=lead)


def test_nothing_ticked_takes_nothing(priya):
    lead = mina()
    received = brought(pack_of(priya, module_choice(SLUG)), lead)
    with pytest.raises(NotOpen, match="Tick what you want"):
        take_pack(received, ["no such thing"], by=lead)
    assert not PackDecision.objects.exists()


def test_a_page_that_is_locked_is_left_alone_and_the_reason_is_said(taken, priya):
    lead, _, module = taken
    ours = lessons_of(module)[0]
    publish_change(lessons_of(northvales())[0], aim="By the end you can do more.")
    LessonPage.objects.filter(pk=ours.pk).update(locked=True)
    received = next_version(priya, lead)
    line = next(one for one in standings_of(received, lead).values() if one.page and one.page.pk == ours.pk)
    assert "locked or in review" in line.problem
    assert not line.can_be_taken
    with pytest.raises(NotOpen, match="Nothing was taken"):
        take_pack(received, [line.item.key], by=lead)


def test_pictures_and_documents_come_along_once(priya):
    lead = mina()
    pages = LessonPage.objects.order_by("pk")
    lesson = next(page for page in pages if any(block["type"] == "image" for block in page.body.raw_data))
    module = lesson.get_parent().specific
    document = get_document_model().objects.create(title="Checklist", file=ContentFile(b"one", "list.txt"))
    raw = [
        *lesson.body.raw_data,
        {"type": "document", "id": "d1", "value": {"document": document.pk, "title": "Print"}},
    ]
    lesson.body = raw
    lesson.save_revision().publish()
    made = pack_of(priya, module_choice(module.slug))
    get_document_model().objects.update(title="Renamed here")  # so that what comes is not what is here
    get_image_model().objects.update(title="Renamed here")
    images = get_image_model().objects.count()
    received = brought(made, lead)
    take_pack(received, standings_of(received, lead), by=lead)
    copy = LessonPage.objects.get(title=lesson.title, pk__gt=lesson.pk)
    blocks = {block.block_type: block.value for block in copy.body}
    assert blocks["document"]["document"].pk != document.pk
    assert blocks["document"]["document"].title == "Checklist"
    assert blocks["document"]["document"].file.read() == b"one"
    assert b"<svg" in blocks["image"]["image"].file.read()
    assert get_image_model().objects.count() == images + 1


def test_a_framework_comes_with_its_competencies_and_pages(priya):
    """Southmere has none of it: everything is made, and its people can open it once its pages are published."""
    lead = mina()
    received = brought(pack_of(priya, Choice(frameworks=("masoss",)), name="masoss"), lead)
    lines = standings_of(received, lead)
    assert {one.state for one in lines.values()} == {UNCHANGED}, "Both work by it already"
    Competency.objects.filter(code="masoss-m1").update(title="Their own words for it")
    lines = standings_of(received, lead)
    assert lines["framework:masoss"].state == MIXED
    FrameworkPage.objects.update(introduction="<p>Written here.</p>")
    line = next(one for one in standings_of(received, lead).values() if one.item.word == "Framework" and one.page)
    assert line.state == MIXED


def test_an_outsiders_pack_and_files_are_nobody_elses(taken, priya, signed_in):
    _, received, _ = taken
    assert signed_in(priya).get(f"/cms/packs/received/{received.uuid}/").status_code == 404
    assert organisation(SOUTHMERE) == received.organisation
