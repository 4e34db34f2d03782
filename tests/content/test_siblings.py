"""Versions of a page in Welsh and Easy Read: made from it, read in its place, kept in step, and counted as nothing."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from framework.models import ElementPage, PracticeModelPage, ToolPage
from learning.assessment.queries.coverage import coverage_of_module
from learning.authoring.models import Release
from learning.authoring.permissions import asks_for_class
from learning.content.models import LessonPage, ModulePage, SiblingKind, SiblingPage
from learning.content.queries import snapshot
from learning.content.siblings.actions import (
    NotPublished,
    PageMoved,
    bring_into_step,
    bring_parts_in,
    make_sibling,
)
from learning.content.siblings.checks import publish_problems
from learning.content.siblings.reading import read_in
from learning.content.siblings.words import words_of
from learning.enrolment.actions import AnswerGiven, save_answer, start_study
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.outbox.models import Event
from learning.search.models import SearchEntry
from tests.stories import module

EASY, WELSH = SiblingKind.EASY_READ, SiblingKind.WELSH


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.child_of(module("aspirations")).order_by("path").first()


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


def fresh(sibling: SiblingPage) -> SiblingPage:
    return SiblingPage.objects.get(pk=sibling.pk)


def published(page: Page, kind: SiblingKind, priya) -> SiblingPage:
    """Make a version whose every text says so, and publish it."""
    sibling = make_sibling(page, kind, by=priya)
    draft = sibling.get_latest_revision_as_object()
    draft.title, draft.lead = f"Easy {page.title}", "In short."
    draft.body = json.dumps([_reworded(dict(raw)) for raw in draft.body.raw_data])
    draft.save_revision(user=priya).publish(user=priya)
    return fresh(sibling)


def _reworded(raw):
    if raw["type"] == "text":
        raw["value"] = "<p>Short words.</p>"
    if raw["type"] == "knowledge_check":
        raw["value"] = {**raw["value"], "stem": "Short question?"}
        raw["value"]["options"] = [
            {**option, "value": {**option["value"], "text": f"Short {place}", "correct": False}}
            for place, option in enumerate(raw["value"]["options"])
        ]
    return raw


def republished(page: LessonPage, *, priya, change) -> None:
    """Publish a lesson anew, with its stored blocks changed."""
    draft = LessonPage.objects.get(pk=page.pk)
    draft.body = json.dumps(change([dict(raw) for raw in draft.body.raw_data]))
    draft.save_revision(user=priya).publish(user=priya)


def add_text(blocks):
    return [*blocks, {"type": "text", "id": str(uuid.uuid4()), "value": "<p>A new paragraph.</p>"}]


def ids(stream) -> list[str]:
    return [raw["id"] for raw in stream.raw_data]


def check_in(page: LessonPage):
    return next(one for one in snapshot(page.live_revision_id).segments if one.kind == "knowledge_check")


def pin(asha, page: LessonPage) -> PinnedLesson:
    study = start_study(asha.person, ModulePage.objects.get(pk=page.get_parent().pk), client_id=uuid.uuid4())
    return study.lessons.get(lesson=page)


def test_a_version_begins_as_a_draft_with_all_the_words_and_the_same_ids(lesson, priya):
    made = make_sibling(lesson, EASY, by=priya)
    assert (made.title, made.lead, ids(made.body)) == (lesson.title, lesson.aim, ids(lesson.body))
    assert list(made.body.raw_data) == list(lesson.body.raw_data)
    assert not made.live and made.get_parent().pk == lesson.pk
    assert make_sibling(lesson, EASY, by=priya).pk == made.pk
    assert Event.objects.filter(name="content.sibling_made.v1", data__sibling_id=made.pk).count() == 1


@pytest.mark.parametrize("kind", [ElementPage, ToolPage, PracticeModelPage, ModulePage, LessonPage])
def test_every_kind_of_page_gives_its_words_under_ids_that_stay(db, kind):
    page = kind.objects.live().first()
    words = words_of(page)
    assert words.title and words.lead
    assert words == words_of(kind.objects.get(pk=page.pk))
    given = [raw["id"] for raw in [*words.body, *words.sheet]]
    assert all(given) and len(set(given)) == len(given)


def test_it_counts_as_nothing(lesson, priya):
    parent = ModulePage.objects.get(pk=lesson.get_parent().pk)
    before = (len(parent.live_lessons()), coverage_of_module(parent), LessonPage.objects.count())
    made = published(lesson, EASY, priya)
    published(parent, WELSH, priya)
    assert (len(parent.live_lessons()), coverage_of_module(parent), LessonPage.objects.count()) == before
    assert not asks_for_class(made)
    assert Release.objects.filter(page=made.pk).values_list("change", flat=True)[0] in {"", "FIRST"}


def test_the_search_finds_it_with_its_language_and_forgets_it_with_its_page(lesson, priya):
    made = published(lesson, EASY, priya)
    entry = SearchEntry.objects.get(key=f"page:{made.pk}")
    assert entry.title == f"Easy {lesson.title} (Easy Read)"
    assert entry.url == f"{lesson.url}?in=easy-read"
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert not SearchEntry.objects.filter(key=f"page:{made.pk}").exists()


def test_answers_in_either_words_are_one_answer_marked_by_the_lesson(lesson, priya, asha, signed_in):
    published(lesson, EASY, priya)
    pinned, asked = pin(asha, lesson), check_in(lesson)
    client, address = signed_in(asha), reverse("enrolment:lesson", args=["aspirations", lesson.slug])
    easy = client.get(f"{address}?in=easy-read").content.decode()
    assert "Short question?" in easy and asked.prompt not in easy
    post = reverse("enrolment:answer", args=["aspirations", lesson.slug, asked.id])
    data = {"client_id": str(uuid.uuid4()), "choice": asked.right, "in": "easy-read"}
    part = client.post(post, data, headers={"hx-request": "true"}).content.decode()
    assert "Short question?" in part and "Yes, that is it." in part
    kept = LessonAnswer.objects.filter(pinned_lesson=pinned, block_id=asked.id).get()
    assert kept.correct and kept.revision_id == pinned.revision_id
    own = client.get(f"{address}?in=en").content.decode()
    assert asked.prompt in own and "Yes, that is it." in own
    assert client.post(post, {**data, "client_id": str(uuid.uuid4())}).url.startswith(f"{address}?in=easy-read#")
    refused = client.post(post, {"client_id": str(uuid.uuid4()), "in": "easy-read"})
    assert refused.status_code == 422 and "Short question?" in refused.content.decode()


def test_a_lesson_that_changed_is_read_block_by_block(lesson, priya, asha):
    made = published(lesson, EASY, priya)
    asked = check_in(lesson)

    def ask_otherwise(blocks):
        for raw in blocks:
            if raw["id"] == asked.id:
                raw["value"] = {**raw["value"], "stem": "A new question?"}
        return add_text(blocks)

    republished(lesson, priya=priya, change=ask_otherwise)
    later = LessonPage.objects.get(pk=lesson.pk)
    merged = read_in(fresh(made), later.live_revision_id)
    shown = {one.id: one for one in merged.lesson.segments}
    assert shown[asked.id].prompt == "A new question?" and shown[asked.id].language == "en-GB"
    assert merged.kept == 2
    assert "A new paragraph." in merged.lesson.segments[-1].html
    assert any("Short words" in one.html for one in merged.lesson.segments)
    same = read_in(fresh(made), made.in_step_with_id)
    assert same.kept == 0 and same.lesson.title == made.title


def test_what_is_right_is_never_taken_from_the_version(lesson, priya, asha):
    made = published(lesson, EASY, priya)
    asked = check_in(lesson)
    worded = read_in(made, lesson.live_revision_id).lesson.segment(asked.id)
    assert worded.right == asked.right and worded.prompt == "Short question?"
    answer = save_answer(pin(asha, lesson), AnswerGiven(asked.id, uuid.uuid4(), asked.right))
    assert answer.correct


def test_a_version_that_asks_otherwise_is_not_published(lesson, priya, cms):
    made = make_sibling(lesson, EASY, by=priya)
    draft = made.get_latest_revision_as_object()
    asked = check_in(lesson)
    draft.body = json.dumps([raw for raw in draft.body.raw_data if raw["id"] != asked.id])
    assert [asked.prompt[:20] in words and "missing" in words for words in publish_problems(draft)] == [True]
    draft = made.get_latest_revision_as_object()
    raws = [json.loads(json.dumps(dict(raw))) for raw in draft.body.raw_data]
    raws.append({**next(raw for raw in raws if raw["id"] == asked.id), "id": str(uuid.uuid4())})
    raws[[raw["id"] for raw in raws].index(asked.id)]["value"]["options"].pop()
    draft.body = json.dumps(raws)
    problems = publish_problems(draft)
    assert "other options" in problems[0] and "asked here only" in problems[1]
    draft.save_revision(user=priya)
    listed = cms.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={made.pk}&next=/cms/",
        follow=True,
    )
    assert "Nothing was published" in listed.content.decode()
    assert not fresh(made).live


def test_publishing_the_page_anew_puts_its_versions_out_of_step_and_back(lesson, priya):
    made = published(lesson, EASY, priya)
    before = lesson.live_revision
    republished(lesson, priya=priya, change=lambda blocks: blocks)
    assert fresh(made).out_of_step_since is None  # nothing that a reader meets differs
    republished(lesson, priya=priya, change=add_text)
    since = fresh(made).out_of_step_since
    assert since
    republished(lesson, priya=priya, change=add_text)
    assert fresh(made).out_of_step_since == since
    before.publish()
    assert fresh(made).out_of_step_since is None


def test_it_is_brought_into_step(lesson, priya):
    made = published(lesson, EASY, priya)
    gone = ids(lesson.body)[0]
    republished(lesson, priya=priya, change=lambda blocks: add_text(blocks[1:]))
    live = LessonPage.objects.get(pk=lesson.pk)
    with pytest.raises(PageMoved):
        bring_parts_in(fresh(made), by=priya, seen=lesson.live_revision_id)
    draft = bring_parts_in(fresh(made), by=priya, seen=live.live_revision_id).as_object()
    assert ids(draft.body) == ids(live.body) and gone not in ids(draft.body)
    assert "Short words" in json.dumps(list(draft.body.raw_data))
    with pytest.raises(NotPublished):
        bring_into_step(fresh(made), by=priya, seen=live.live_revision_id)
    draft.get_latest_revision().publish(user=priya)
    assert fresh(made).out_of_step_since  # publishing alone does not say that it is in step
    bring_into_step(fresh(made), by=priya, seen=live.live_revision_id)
    bring_into_step(fresh(made), by=priya, seen=live.live_revision_id)
    assert fresh(made).out_of_step_since is None and fresh(made).in_step_with_id == live.live_revision_id
    assert Event.objects.filter(name="content.sibling_brought_into_step.v1", data__sibling_id=made.pk).count() == 1
    made.get_latest_revision().publish(user=priya)  # an older draft does not bring the older step back
    assert fresh(made).in_step_with_id == live.live_revision_id


def test_the_screens_make_report_and_bring_into_step(lesson, priya, cms):
    address = reverse("siblings:make", args=[lesson.pk, "easy-read"])
    assert "A draft in Easy Read" in cms.get(address).content.decode()
    made_at = cms.post(address).url
    made = SiblingPage.objects.child_of(lesson).get()
    assert made_at == reverse("wagtailadmin_pages:edit", args=[made.pk])
    editor = cms.get(made_at).content.decode()
    assert "How Easy Read is written" in editor and "How the Welsh version is written" not in editor
    assert (
        "Open the Easy Read version" in cms.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    )
    made.get_latest_revision().publish(user=priya)
    republished(lesson, priya=priya, change=add_text)
    report = strip_tags(cms.get(reverse("siblings:report")).content.decode())
    assert "Out of step since" in report and "Text new: A new paragraph." in report
    step = reverse("siblings:step", args=[made.pk])
    assert "A new paragraph." in cms.get(step).content.decode()
    assert cms.post(step, {"do": "done", "seen": lesson.live_revision_id}).status_code == 409
    assert cms.post(step, {"do": "done", "seen": "nothing"}).status_code == 409
    seen = LessonPage.objects.get(pk=lesson.pk).live_revision_id
    assert cms.post(step, {"do": "open", "seen": seen}).url == made_at
    assert "Publish your changes first" in cms.post(step, {"do": "done", "seen": seen}).content.decode()
    fresh(made).get_latest_revision().publish(user=priya)
    assert cms.post(step, {"do": "done", "seen": seen}).url == reverse("siblings:report")
    assert "In step" in cms.get(reverse("siblings:report")).content.decode()


def test_the_report_costs_the_same_for_many(priya, cms, django_assert_max_num_queries):
    lessons = list(LessonPage.objects.live()[:8])
    for one in lessons:
        make_sibling(one, EASY, by=priya).get_latest_revision().publish(user=priya)
    with django_assert_max_num_queries(40):
        cms.get(reverse("siblings:report"))


@pytest.mark.parametrize("name", ["sam", "asha"])
def test_others_make_and_step_nothing(lesson, priya, name, request, signed_in):
    made = published(lesson, EASY, priya)
    client = signed_in(request.getfixturevalue(name))
    for address in (reverse("siblings:make", args=[lesson.pk, "cy"]), reverse("siblings:step", args=[made.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "done"}).status_code == 404
    if name == "sam":
        assert client.get(made.url).status_code == 404
        assert client.get("/framework/masoss/mindset/?in=easy-read").status_code == 404


def test_nonsense_is_not_found(cms, lesson, priya):
    assert cms.get(reverse("siblings:make", args=[lesson.pk, "klingon"])).status_code == 404
    assert (
        cms.get(reverse("siblings:make", args=[Page.objects.get(slug="learning", depth=3).pk, "cy"])).status_code == 404
    )
    assert cms.get(reverse("siblings:step", args=[lesson.pk])).status_code == 404
    copied = cms.get(reverse("wagtailadmin_pages:copy", args=[published(lesson, EASY, priya).pk]))
    assert copied.status_code == 302


def test_the_element_page_offers_its_versions_and_remembers_the_choice(asha, signed_in):
    client = signed_in(asha)
    page = client.get("/framework/masoss/mindset/").content.decode()
    assert 'lang="cy" hreflang="cy" href="?in=cy">Cymraeg</a>' in page and "Easy Read</a>" in page
    assert "You chose this on an earlier page" not in page
    easy = client.get("/framework/masoss/mindset/?in=easy-read").content.decode()
    assert "Have hope. Hope helps people." in easy and "To be checked by people who read Easy Read" in easy
    welsh = client.get("/framework/masoss/mindset/?in=cy").content.decode()
    assert '<article class="gt-version gt-version--cy" lang="cy" dir="ltr">' in welsh
    assert "To be checked by a Welsh speaker" in welsh
    assert "You chose this on an earlier page" in client.get("/framework/masoss/mindset/").content.decode()
    client.get("/framework/masoss/mindset/?in=en")
    assert "You chose this on an earlier page" not in client.get("/framework/masoss/mindset/").content.decode()
    assert client.get("/framework/masoss/mindset/?in=nonsense").status_code == 200
    assert client.get("/framework/masoss/mindset/m1/?in=cy").status_code == 200


def test_a_version_out_of_step_says_so_to_its_readers(asha, priya, signed_in):
    page = ElementPage.objects.get(slug="mindset", element__framework__code="masoss")
    page.meaning = "<p>Something else.</p>"
    page.save_revision(user=priya).publish(user=priya)
    client = signed_in(asha)
    assert "The English page has changed since." in client.get(f"{page.url}?in=easy-read").content.decode()
    assert "Mae’r dudalen Saesneg wedi newid ers hynny." in client.get(f"{page.url}?in=cy").content.decode()


def test_a_page_without_versions_asks_the_database_nothing_more(asha, signed_in, django_assert_num_queries, rf):
    from learning.content.siblings.reading import live_siblings

    page = ToolPage.objects.live().first()
    with django_assert_num_queries(0):
        assert live_siblings(page) == []


def test_a_tool_in_another_version_sends_nothing_either(priya, asha, signed_in):
    page = ToolPage.objects.live().first()
    published(page, WELSH, priya)
    answer = signed_in(asha).get(f"{page.url}?in=cy")
    assert "connect-src 'none'" in answer["Content-Security-Policy"]
    assert 'data-sheet="' in answer.content.decode()


def test_hostile_words_stay_words(lesson, priya, asha, signed_in):
    made = make_sibling(lesson, EASY, by=priya)
    draft = made.get_latest_revision_as_object()
    draft.title = draft.lead = "<script>alert(1)</script>"
    draft.save_revision(user=priya).publish(user=priya)
    pin(asha, lesson)
    shown = signed_in(asha).get(made.url).content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown
