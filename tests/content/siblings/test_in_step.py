"""A version begins with all the words, counts as nothing, answers once, and is kept in step."""

from __future__ import annotations

import json
import uuid

import pytest
from django.urls import reverse

from framework.models import ElementPage, PracticeModelPage, ToolPage
from learning.assessment.queries.coverage import coverage_of_module
from learning.authoring.models import Release
from learning.authoring.permissions import asks_for_class
from learning.content.models import LessonPage, ModulePage
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
from learning.enrolment.actions import AnswerGiven, save_answer
from learning.enrolment.models import LessonAnswer
from learning.outbox.models import Event
from learning.search.models import SearchEntry
from tests.content.siblings.steps import EASY, WELSH, add_text, check_in, fresh, ids, pin, published, republished


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
