"""Priya begins a module from a starting point, and is told what is left to do."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse

from framework.models import Competency
from learning.assessment.models import Option, Question, QuestionVersion
from learning.authoring.gate.checking import report_on
from learning.authoring.models import StartedModule
from learning.authoring.starting.queries import words_left_to_write, work_left
from learning.authoring.starting.rules import says_as_begun
from learning.authoring.starting.templates import starting_points
from learning.content.models import LessonPage, ModulePage
from learning.outbox.models import Event

BEGIN = reverse("starting:begin")


def chosen(**changes) -> dict:
    competency = Competency.objects.get(code="masoss-s1")
    facts = {"client_id": uuid.uuid4(), "template": "induction-module", "title": "Assistive walks"}
    return {**facts, "competencies": [competency.pk], **changes}


def begin(client, **changes) -> StartedModule:
    answer = client.post(BEGIN, chosen(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return StartedModule.objects.latest("pk")


@pytest.mark.parametrize("template", list(starting_points()))
def test_every_starting_point_becomes_drafts_that_nobody_can_open(priya, asha, signed_in, template):
    started = begin(signed_in(priya), template=template)
    module, point = started.module, starting_points()[template]
    lessons = LessonPage.objects.child_of(module)
    assert not module.live
    assert [lesson.live for lesson in lessons] == [False] * point.lessons
    assert module.organisation.name == "Northvale Council"
    assert Question.objects.filter(module=module).count() == point.questions
    assert not Question.objects.filter(module=module, versions__is_current=True).exists()
    assert signed_in(asha).get(f"/learning/{module.slug}/").status_code == 404
    assert Event.objects.filter(name="authoring.module_started.v1", data__module_id=module.pk).count() == 1


@pytest.mark.parametrize("template", list(starting_points()))
def test_every_lesson_of_a_starting_point_can_be_opened_once_it_is_published(priya, signed_in, template):
    started = begin(signed_in(priya), template=template)
    for lesson in LessonPage.objects.child_of(started.module):
        lesson.full_clean()
        address = resolve(f"/learning/{started.module.slug}/{lesson.slug}/")
        assert address.view_name == "enrolment:lesson"


def test_a_lesson_cannot_take_the_address_at_which_its_module_begins(priya, signed_in):
    lesson = LessonPage.objects.child_of(begin(signed_in(priya)).module).first()
    lesson.slug = "start"
    with pytest.raises(ValidationError, match="Add a word to the slug"):
        lesson.full_clean()


@pytest.mark.parametrize("template", list(starting_points()))
def test_the_lessons_of_a_starting_point_would_be_taken_by_their_own_rules(priya, signed_in, template):
    started = begin(signed_in(priya), template=template)
    for lesson in LessonPage.objects.child_of(started.module):
        lesson.body.stream_block.clean(lesson.body)
        assert lesson.minutes <= 10


def test_at_first_everything_is_left_and_with_each_part_less(priya, signed_in):
    started = begin(signed_in(priya))
    work = work_left(started)
    assert work.left == work.parts
    assert work.share == 0
    lesson = work.lessons[0].lesson
    body = lesson.body.raw_data
    body[0]["value"] = "<p>Maya walks to the shop on her own again.</p>"
    lesson.aim = "By the end you can plan a walk."
    lesson.save_revision()
    assert work_left(started).lessons[0].as_begun == work.lessons[0].as_begun - 2
    started.module.summary = "You will be able to plan a walk together."
    started.module.save_revision()
    assert not work_left(started).summary_as_begun


def test_a_question_in_her_own_words_counts_as_written(priya, signed_in):
    started = begin(signed_in(priya))
    question = Question.objects.filter(module=started.module).first()
    question.versions.update(stem="Maya wants to walk alone. What do you ask first?")
    assert work_left(started).questions_as_begun == 6  # its options still say what to write
    Option.objects.filter(version__question=question).update(text="Ask Maya", feedback="She knows the way.")
    assert work_left(started).questions_as_begun == 5


def test_the_page_says_what_is_left_with_a_link_to_each(priya, signed_in):
    client = signed_in(priya)
    started = begin(client)
    page = client.get(reverse("starting:left", args=[started.module_id])).content.decode()
    work = work_left(started)
    assert f"{work.left} of {work.parts} parts still say" in page
    for one in work.lessons:
        assert reverse("wagtailadmin_pages:edit", args=[one.lesson.pk]) in page
    assert reverse("question_bank:bank", args=[started.module_id]) in page


def test_nothing_is_published_that_still_says_what_to_write(priya, signed_in):
    started = begin(signed_in(priya))
    lesson = LessonPage.objects.child_of(started.module).first()
    assert (
        "5 parts still say what the starting point says: aim, text, text, reveal, knowledge check."
        in words_left_to_write(lesson)[0]
    )
    assert any("starting point" in line.finding.what for line in report_on(lesson).stopping)
    assert "The summary still says" in words_left_to_write(started.module)[0]
    published = ModulePage.objects.get(slug="mindset")
    assert words_left_to_write(published) == words_left_to_write(published.live_lessons()[0]) == []


def test_pressing_twice_begins_one_module(priya, signed_in):
    client, facts = signed_in(priya), chosen()
    first, second = client.post(BEGIN, facts), client.post(BEGIN, facts)
    assert first.url == second.url
    assert ModulePage.objects.filter(title="Assistive walks").count() == 1


def test_two_modules_of_one_name_get_addresses_of_their_own(priya, signed_in):
    slugs = [begin(signed_in(priya)).module.slug for _ in range(3)]
    assert slugs == ["assistive-walks", "assistive-walks-2", "assistive-walks-3"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Give the module a name."),
        ({"title": "  ...  "}, "with letters or numbers"),
        ({"title": "x" * 200}, "no more than 120 characters"),
        ({"template": ""}, "Choose what to begin with."),
        ({"template": "../secrets"}, "Choose one of these."),
        ({"competencies": []}, "Choose at least one competency"),
        ({"competencies": ["0"]}, "Choose from the competencies shown."),
        ({"competencies": ["x"]}, "Choose from the competencies shown."),
        ({"client_id": ""}, "Load the page again"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(priya, signed_in, changes, words):
    answer = signed_in(priya).post(BEGIN, chosen(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    if "title" not in changes:
        assert 'value="Assistive walks"' in page
    assert not StartedModule.objects.exists()


def test_more_than_four_competencies_are_too_many(priya, signed_in):
    many = list(Competency.objects.values_list("pk", flat=True)[:5])
    answer = signed_in(priya).post(BEGIN, chosen(competencies=many))
    assert "Choose no more than 4." in answer.content.decode()


@pytest.mark.parametrize("who", ["asha", "sam", "lena"])
def test_others_find_nothing_here(priya, who, request, signed_in, db):
    started = begin(signed_in(priya))
    client = signed_in(request.getfixturevalue(who))
    assert client.get(BEGIN).status_code == 404
    assert client.post(BEGIN, chosen()).status_code == 404
    assert client.get(reverse("starting:left", args=[started.module_id])).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(BEGIN).status_code == 302


def test_the_cost_of_the_page_does_not_grow_with_the_questions(priya, signed_in, django_assert_max_num_queries):
    client = signed_in(priya)
    started = begin(client)
    client.get(reverse("starting:left", args=[started.module_id]))
    version = QuestionVersion.objects.filter(question__module=started.module).first()
    for number in range(50):
        question = Question.objects.create(
            module=started.module, code=f"more-{number}", competency=version.question.competency, difficulty="APPLIED"
        )
        QuestionVersion.objects.create(question=question, kind="SINGLE", stem="Why?", is_current=False)
    with django_assert_max_num_queries(30):
        assert len(work_left(started).questions) == 56


@pytest.mark.parametrize(
    ("begun", "now", "same"),
    [
        ("<p>One two</p>", '<p data-block-key="x">One  two</p>', True),
        ("<p>One two</p>", "<p>One two three</p>", False),
        ({"title": "A"}, {"title": "A", "caption": ""}, True),
        ({"title": "A"}, {"title": "B"}, False),
        ([{"title": "A"}], [{"type": "item", "id": "1", "value": {"title": "A"}}], True),
        (["A", "B"], ["A"], False),
        ({"correct": True}, {"correct": False}, False),
        ({"steps": 5}, {}, False),
    ],
)
def test_only_words_count(begun, now, same):
    assert says_as_begun(begun, now) is same


def test_the_questions_of_a_module_nobody_can_open_yet_can_be_written_and_sent_to_review(priya, signed_in):
    client = signed_in(priya)
    started = begin(client)
    question = Question.objects.filter(module=started.module, versions__kind="SINGLE").earliest("pk")
    address = reverse("question_bank:question", args=[question.pk])
    assert 'value="masoss-s1" selected' in client.get(address).content.decode()
    form = {"code": question.code, "kind": "SINGLE", "competency": "masoss-s1", "difficulty": "APPLIED", "revisit": ""}
    options = {
        "text-1": "Ask her",
        "feedback-1": "She knows.",
        "correct-1": "on",
        "text-2": "Wait",
        "feedback-2": "No.",
    }
    more = {
        "version": 1,
        "saved": question.versions.get().times_saved,
        "rows": 2,
        "stem": "Maya wants to walk alone. What first?",
        "do": "send",
    }
    assert client.post(address, {**form, **options, **more}).status_code == 302
    assert question.versions.get().state == QuestionVersion.State.IN_REVIEW
    settings = client.get(reverse("question_bank:settings", args=[started.module_id])).content.decode()
    assert 'value="masoss-s1" selected' in settings
    assert "Foundation" in settings


def test_a_draft_that_serves_another_competency_asks_about_that_one(priya, signed_in):
    client = signed_in(priya)
    draft = begin(client).module.get_latest_revision_as_object()
    draft.competencies.set([Competency.objects.get(code="masoss-a1")])
    draft.save_revision()
    page = client.get(reverse("question_bank:add", args=[draft.pk])).content.decode()
    assert 'value="masoss-a1"' in page
    assert 'value="masoss-s1"' not in page
