"""Reviewers read and answer on a page of their own; authors follow it there."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState

from framework.models import ElementPage
from learning.authoring.actions import (
    plan_release,
)
from learning.authoring.models import Release, ReviewRound, RoleReview
from learning.authoring.queries.reviews import may_answer, open_reviews, review_problem
from learning.content.models import LessonPage
from learning.enrolment.actions import ChangeSaid
from learning.people.queries import local_today
from tests.authoring.changed_lessons import NEW_WORDS, blocks, draft, new_text
from tests.authoring.reviews.steps import answer, approve_all, form, page_id_of, review_of, send, state_of, told
from tests.conftest import account_of


def test_who_reviews_reads_the_draft_and_what_changed_without_the_editor(round_, signed_in):
    maggie = account_of("maggie")
    client = signed_in(maggie)
    assert "Reviews" in client.get("/").content.decode()
    page = client.get(reverse("reviews:review", args=[round_.uuid])).content.decode()
    assert NEW_WORDS in page and "+ New" in page and "as Person with lived experience" in page
    assert "Open it in the editor" not in page
    assert client.get("/cms/").status_code == 404
    whole = client.get(reverse("reviews:page", args=[round_.uuid]))
    assert whole.status_code == 200 and NEW_WORDS in whole.content.decode()


def test_a_reviewer_reads_in_the_language_that_she_chose(round_, priya, signed_in):
    answer(round_, "Trainer", "", comments={"x": "Say more."})
    client, address = signed_in(account_of("tess")), reverse("reviews:review", args=[round_.uuid])
    client.post(reverse("people:language"), {"language": "cy", "next": "/"})
    assert "Yn aros amdanoch chi" in client.get(reverse("reviews:index")).content.decode()
    page = client.get(address).content.decode()
    for words in ("Adolygiad: ", "Anfon fy ateb", "Tess Morgan, Trainer (chi), ", ", bloc 1", "+ Newydd"):
        assert words in page, words


def test_the_numbers_in_it_are_said_as_one_or_as_many(round_, signed_in):
    client, address = signed_in(account_of("tess")), reverse("reviews:review", args=[round_.uuid])
    assert "1 part differs from what is published; each is marked." in client.get(address).content.decode()
    one, two = (render_to_string("authoring/_waiting.html", {"waiting": number}) for number in (1, 2))
    assert ">1 draft to read before it is published<" in one and ">2 drafts to read before they are published<" in two
    too_long = form(round_, "Trainer", send="1", decision="APPROVED", reason="x" * 4001, **{"comment-x": "x" * 4001})
    page = client.post(address, too_long).content.decode()
    assert "A comment is too long. Keep it to 4000 characters." in page
    assert page.count("Keep it to 4000 characters.") > 2


def test_she_answers_on_the_page(round_, signed_in):
    client, address = signed_in(account_of("maggie")), reverse("reviews:review", args=[round_.uuid])
    block = round_.revision.as_object().body[0].id
    kept = form(round_, "Person with lived experience", keep="1", **{f"comment-{block}": "I like this."})
    assert client.post(address, kept, follow=True).status_code == 200
    assert not review_of(round_, "Person with lived experience").decision
    refused = client.post(address, form(round_, "Person with lived experience", send="1", decision="CHANGES"))
    assert refused.status_code == 422 and "Say what should change" in refused.content.decode()
    nothing = client.post(address, form(round_, "Person with lived experience", send="1", reason="So good"))
    assert nothing.status_code == 422 and "So good" in nothing.content.decode()
    done = client.post(
        address, form(round_, "Person with lived experience", send="1", decision="APPROVED"), follow=True
    )
    assert "Your approval is kept" in done.content.decode()
    again = client.post(
        address, form(round_, "Person with lived experience", send="1", decision="CHANGES", reason="No")
    )
    assert again.status_code == 403 and "cannot answer" in again.content.decode()


def test_a_person_without_a_post_is_named_by_her_role_only(round_, priya, signed_in):
    answer(round_, "Person with lived experience", "APPROVED", comments={"x": "It is how it was for me."})
    answer(round_, "Trainer")
    page = signed_in(priya).get(reverse("reviews:review", args=[round_.uuid])).content.decode()
    assert "Maggie" not in page and "It is how it was for me." in page and "Tess Morgan" in page


def test_hostile_words_are_shown_and_never_run(round_, priya, signed_in):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    block = round_.revision.as_object().body[0].id
    answer(round_, "Trainer", "", comments={block: hostile})
    client = signed_in(priya)
    said = {"client_id": str(uuid.uuid4()), "text": hostile, "answers": round_.comments.get().pk}
    client.post(reverse("reviews:say", args=[round_.uuid]), said)
    page = client.get(reverse("reviews:review", args=[round_.uuid])).content.decode()
    assert "<script>alert" not in page and "onerror=alert(2)>" not in page.replace("&gt;", "")
    assert page.count("&lt;script&gt;alert(1)") >= 2


@pytest.mark.parametrize("text", ["", "  \x00 ", "x" * 4001])
def test_an_empty_or_endless_answer_is_refused(round_, priya, signed_in, text):
    said = {"client_id": str(uuid.uuid4()), "text": text}
    page = signed_in(priya).post(reverse("reviews:say", args=[round_.uuid]), said, follow=True)
    assert page.status_code == 200 and not round_.comments.exists()


def test_the_author_manages_it_on_the_page(round_, priya, signed_in):
    client = signed_in(priya)
    address = reverse("reviews:manage", args=[round_.uuid])
    assert "Choose what to do" in client.post(address, {"do": "explode"}, follow=True).content.decode()
    assert "Nothing was changed" in client.post(address, {"do": "send-again"}, follow=True).content.decode()
    assert "taken back" in client.post(address, {"do": "withdraw"}, follow=True).content.decode()
    assert state_of(round_) == WorkflowState.STATUS_CANCELLED


def test_what_is_overdue_says_so(round_, priya, signed_in):
    ReviewRound.objects.filter(pk=round_.pk).update(due_on=local_today() - timedelta(days=2))
    for name in ("priya", "tess", "admin"):
        page = signed_in(account_of(name)).get(reverse("reviews:index")).content.decode()
        assert "Overdue" in page and round_.revision.object_str in page, name


def test_while_it_is_in_review_the_draft_is_locked_and_not_published(round_, lesson, priya, signed_in):
    client = signed_in(priya)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "its draft stays as they read it" in page and "In review: 0 of 4" in page
    assert 'name="action-publish"' not in page


def test_the_list_costs_the_same_however_much_is_in_review(lesson, priya, signed_in, django_assert_max_num_queries):
    for each in LessonPage.objects.child_of(lesson.get_parent()).exclude(slug="notice-assumptions"):
        draft(each, by=priya)
        send(each, priya)
    assert len(open_reviews(account_of("tess"))) == 5
    for name in ("tess", "priya"):
        client = signed_in(account_of(name))
        client.get(reverse("reviews:index"))
        with django_assert_max_num_queries(32):
            client.get(reverse("reviews:index"))


def test_what_waits_for_her_is_what_she_may_answer(lesson, priya):
    tess = account_of("tess")
    draft(lesson, by=tess)
    send(lesson, priya)
    rows = RoleReview.objects.filter(title="Trainer", round__status="in_progress").select_related("round", "role")
    allowed = [row.pk for row in rows if may_answer(tess, row, LessonPage.objects.get(pk=page_id_of(row)))]
    assert [row.pk for row in open_reviews(tess)] == allowed != [row.pk for row in rows]


def test_what_she_said_of_the_change_is_published_with_the_last_approval(lesson, priya):
    revision = draft(lesson, by=priya)
    plan_release(revision, ChangeSaid("MINOR", "Ask what a good day is."), by=priya, seen=revision.created_at)
    approve_all(send(lesson, priya))
    release = Release.objects.filter(page=lesson.pk).latest("pk")
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id == revision.pk
    assert (release.change, release.released_by, release.was_said) == ("MINOR", priya.person, True)


def test_what_the_gate_stops_is_not_published_by_the_last_approval(lesson, priya):
    link = {**new_text(), "value": '<p><a href="https://example.org/">here</a></p>'}
    revision = draft(lesson, [*blocks(lesson), link], by=priya)
    plan_release(revision, ChangeSaid("TYPO"), by=priya, seen=revision.created_at)
    approve_all(send(lesson, priya))
    assert LessonPage.objects.get(pk=lesson.pk).live_revision_id != revision.pk
    assert told("publishing_held_back")[-1]["why"] == "gate"


def test_a_page_of_the_framework_goes_through_review_too(priya, signed_in):
    page = ElementPage.objects.get(element__code="masoss-strengths")
    WorkflowPage.objects.create(page=page, workflow=Workflow.objects.get(name="reviewers"))
    page.meaning = "<p>What a person can do, and who stands by them.</p>"
    revision = page.save_revision(user=priya, log_action=True)
    assert review_problem(page, revision)
    page.get_workflow().start(page, priya)
    round_ = ReviewRound.objects.latest("pk")
    client = signed_in(account_of("maggie"))
    shown = client.get(reverse("reviews:review", args=[round_.uuid])).content.decode()
    assert "Changed" in shown and "who stands by them" in shown
    assert client.get(reverse("reviews:page", args=[round_.uuid])).status_code == 200
    approve_all(round_)
    assert "stands by them" in ElementPage.objects.get(pk=page.pk).meaning


def test_an_installation_without_the_workflow_publishes_as_before(db, priya, signed_in):
    lesson = LessonPage.objects.get(slug="hope-between-people")
    revision = draft(lesson, by=priya)
    assert review_problem(lesson, revision) == ""
    page = signed_in(priya).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert 'name="action-publish"' in page
