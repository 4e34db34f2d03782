"""Review by role: every role is asked at once, nobody approves her own page, and publishing waits for all."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState

from framework.models import ElementPage, RoleProfile
from learning.authoring.actions import (
    AnswerGiven,
    Moved,
    NotYours,
    ask_instead,
    give_answer,
    hand_back,
    plan_release,
    send_again,
    withdraw,
)
from learning.authoring.models import Release, ReviewComment, ReviewRound, RoleReview
from learning.authoring.queries.reviews import may_answer, open_reviews, review_problem
from learning.content.models import LessonPage
from learning.demo.organisation import PASSWORD
from learning.enrolment.actions import ChangeSaid
from learning.outbox.actions import deliver_due_now
from learning.outbox.models import Event
from learning.people.actions import start_post
from learning.people.models import Account, Unit
from learning.people.queries import local_today
from tests.authoring.changed_lessons import NEW_WORDS, blocks, draft, new_text
from tests.conftest import account_of

MODULE = "why-strengths-based-practice"
ROLES = {
    "Lead occupational therapist": "yusuf",
    "Person with lived experience": "maggie",
    "Principal social worker": "mei",
    "Trainer": "tess",
}


@pytest.fixture
def lesson(db) -> LessonPage:
    return LessonPage.objects.get(slug="what-it-is")


@pytest.fixture
def round_(lesson, priya) -> ReviewRound:
    """Priya has written a new draft and sent it to its reviewers."""
    draft(lesson, by=priya)
    return send(lesson, priya)


def send(lesson: LessonPage, by: Account) -> ReviewRound:
    page = LessonPage.objects.get(pk=lesson.pk)
    page.get_workflow().start(page, by)
    return ReviewRound.objects.latest("pk")


def review_of(round_: ReviewRound, title: str) -> RoleReview:
    return RoleReview.objects.select_related("round", "role").get(round=round_, title=title)


def answer(round_: ReviewRound, title: str, decision: str = "APPROVED", *, by: str = "", **more) -> RoleReview:
    given = AnswerGiven(uuid.uuid4(), decision, "Say it in fewer words." if decision == "CHANGES" else "", **more)
    return give_answer(review_of(round_, title), given, by=account_of(by or ROLES[title]))


def approve_all(round_: ReviewRound) -> None:
    for title in ROLES:
        answer(round_, title)


def told(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=f"authoring.{name}.v1").order_by("pk")]


def state_of(round_: ReviewRound) -> str:
    return WorkflowState.objects.get(pk=round_.workflow_state_id).status


def test_every_role_is_asked_at_once_and_told_by_e_mail(round_, priya):
    assert {row.title for row in round_.roles.all()} == set(ROLES)
    asked = [
        event for event in told("reviewer_asked") if event["review_id"] in round_.roles.values_list("pk", flat=True)
    ]
    assert {event["person_id"] for event in asked} == {account_of(name).person_id for name in ROLES.values()}
    deliver_due_now()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"{name}@example.org" for name in ROLES.values())
    body = mail.outbox[0].body
    assert f"/reviews/{round_.uuid}/" in body and "Priya" not in body and "Maggie" not in body
    assert all(len(message.to) == 1 and message.alternatives for message in mail.outbox)


def test_publishing_waits_for_all_and_is_not_done_by_some(round_, lesson):
    for title in list(ROLES)[:3]:
        answer(round_, title)
    assert review_problem(lesson, round_.revision)
    assert state_of(round_) == WorkflowState.STATUS_IN_PROGRESS
    answer(round_, "Trainer")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert state_of(round_) == WorkflowState.STATUS_APPROVED
    assert review_problem(lesson, round_.revision) == ""
    assert lesson.live_revision_id != round_.revision_id  # nobody has said yet what kind of change it is
    assert [event["decision"] for event in told("page_reviewed")][-4:] == ["APPROVED"] * 4
    assert told("review_closed")[-1]["outcome"] == "approved"


def test_a_first_publication_goes_live_with_the_last_approval_in_her_name(lesson, priya):
    parent = lesson.get_parent()
    new = LessonPage(title="Listening", slug="listening", aim="By the end you can listen.", live=False)
    new.body = blocks_json(lesson)
    parent.add_child(instance=new)
    new.save_revision(user=priya)
    approve_all(send(new, priya))
    assert LessonPage.objects.get(pk=new.pk).live


def blocks_json(lesson: LessonPage) -> str:
    return json.dumps(blocks(lesson))


def test_two_reviewers_at_once_are_two_answers_and_one_end(round_):
    first, second = review_of(round_, "Trainer"), review_of(round_, "Principal social worker")
    answer(round_, "Lead occupational therapist")
    answer(round_, "Person with lived experience")
    give_answer(first, AnswerGiven(uuid.uuid4(), "APPROVED"), by=account_of("tess"))
    give_answer(second, AnswerGiven(uuid.uuid4(), "APPROVED"), by=account_of("mei"))
    assert len([event for event in told("review_closed") if event["round_id"] == round_.pk]) == 1


def test_an_answer_sent_twice_counts_once(round_):
    given = AnswerGiven(uuid.uuid4(), "APPROVED", comments={"body-1": "Good."})
    for _ in range(2):
        give_answer(review_of(round_, "Trainer"), given, by=account_of("tess"))
    assert ReviewComment.objects.filter(round=round_).count() == 1
    with pytest.raises(Moved):
        answer(round_, "Trainer", "CHANGES")


@pytest.mark.parametrize("who", ["priya", "admin", "omar", "sam", "asha"])
def test_nobody_else_answers_and_priya_not_for_her_own(round_, who):
    with pytest.raises(NotYours):
        answer(round_, "Principal social worker", by=who)


def test_whoever_changed_the_page_since_it_was_published_does_not_approve_it(lesson, priya):
    tess = account_of("tess")
    draft(lesson, by=tess)
    draft(lesson, [*blocks(lesson), new_text(), new_text("More.")], by=priya)
    round_ = send(lesson, priya)
    with pytest.raises(NotYours):
        answer(round_, "Trainer")
    assert not [row for row in open_reviews(tess) if row.round_id == round_.pk]


def test_whoever_sends_it_does_not_approve_it_either(lesson, priya):
    draft(lesson, by=priya)
    round_ = send(lesson, account_of("mei"))
    with pytest.raises(NotYours):
        answer(round_, "Principal social worker")


def test_a_reviewers_rights_end_with_the_role(round_, signed_in):
    tess = account_of("tess")
    address = reverse("reviews:review", args=[round_.uuid])
    assert signed_in(tess).get(address).status_code == 200
    tess.groups.clear()
    assert signed_in(tess).get(address).status_code == 404
    with pytest.raises(NotYours):
        answer(round_, "Trainer")


def test_a_role_ends_with_the_place_in_the_organisation_too(round_, signed_in):
    maggie = account_of("maggie")
    maggie.person.responsibilities.update(
        started_on=local_today() - timedelta(9), ended_on=local_today() - timedelta(1)
    )
    assert signed_in(maggie).get(reverse("reviews:review", args=[round_.uuid])).status_code == 404
    with pytest.raises(NotYours):
        answer(round_, "Person with lived experience")


def test_a_reviewer_of_another_organisation_finds_nothing(round_, sam, signed_in):
    sam.groups.add(Group.objects.get(name="Reviewers: Trainer"))
    client = signed_in(sam)
    assert client.get(reverse("reviews:review", args=[round_.uuid])).status_code == 404
    assert client.get(reverse("reviews:page", args=[round_.uuid])).status_code == 404
    assert "Nothing waits for you" in client.get(reverse("reviews:index")).content.decode()


def test_changes_asked_for_wait_for_the_others_or_for_the_author(round_, priya):
    answer(round_, "Trainer", "CHANGES")
    assert state_of(round_) == WorkflowState.STATUS_IN_PROGRESS
    hand_back(ReviewRound.objects.get(pk=round_.pk), by=priya)
    assert state_of(round_) == WorkflowState.STATUS_NEEDS_CHANGES
    assert told("review_closed")[-1]["outcome"] == "rejected"


def test_a_round_without_changes_is_not_handed_back(round_, priya):
    with pytest.raises(Moved):
        hand_back(round_, by=priya)


def test_a_new_draft_asks_everybody_again(round_, lesson, priya):
    for title in list(ROLES)[:3]:
        answer(round_, title)
    answer(round_, "Trainer", "CHANGES")
    draft(lesson, [*blocks(lesson), new_text("Now it is better.")], by=priya)
    send_again(round_, by=priya)
    newest = ReviewRound.objects.latest("pk")
    assert newest.pk != round_.pk
    assert set(newest.roles.values_list("decision", flat=True)) == {""}
    approve_all(newest)
    assert state_of(newest) == WorkflowState.STATUS_APPROVED


def test_a_draft_that_says_the_same_keeps_what_was_approved(round_, lesson, priya):
    for title in list(ROLES)[:3]:
        answer(round_, title)
    answer(round_, "Trainer", "CHANGES")
    draft(lesson, round_.revision.as_object().body.raw_data[:], by=priya)
    send_again(round_, by=priya)
    newest = ReviewRound.objects.latest("pk")
    assert sorted(newest.roles.values_list("decision", flat=True)) == ["", "APPROVED", "APPROVED", "APPROVED"]
    assert newest.roles.filter(kept_from=None).get().title == "Trainer"


def test_withdrawing_ends_it_and_loses_nothing(round_, priya):
    answer(round_, "Trainer", "", comments={"x": "A thought."})
    withdraw(round_, by=priya)
    assert state_of(round_) == WorkflowState.STATUS_CANCELLED
    assert ReviewComment.objects.get(round=round_).text == "A thought."
    with pytest.raises(Moved):
        answer(round_, "Lead occupational therapist")
    with pytest.raises(Moved):
        withdraw(round_, by=priya)


def test_a_draft_written_over_behind_the_lock_is_not_approved(round_, lesson):
    page = LessonPage.objects.get(pk=lesson.pk)
    page.aim = "By the end you can do something else."
    page.save_revision(user=round_.revision.user, overwrite_revision=round_.revision)
    with pytest.raises(Moved):
        answer(round_, "Trainer")


def test_another_draft_than_was_approved_is_not_published_with_it(round_, lesson, priya):
    LessonPage.objects.get(pk=lesson.pk).save_revision(user=priya)
    page = LessonPage.objects.get(pk=lesson.pk)
    page.aim = "By the end you can do something else."
    page.save_revision(user=priya)
    approve_all(round_)
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.live_revision_id != page.latest_revision_id
    assert told("publishing_held_back")[-1]["why"] == "review"


def test_somebody_else_of_the_role_is_asked_instead(round_, priya):
    second = Account.objects.create_user("second@example.org", PASSWORD, name="Second Trainer")
    start_post(
        second.person,
        unit=Unit.objects.get(name="Practice Development"),
        role_profile=RoleProfile.objects.first(),
        line_manager=None,
        started_on=local_today(),
    )
    second.groups.add(Group.objects.get(name="Reviewers: Trainer"))
    review = ask_instead(review_of(round_, "Trainer"), second.person_id)
    assert review.asked_id == second.person_id
    with pytest.raises(NotYours):
        answer(round_, "Trainer")
    answer(round_, "Trainer", by="second")
    with pytest.raises(NotYours):
        ask_instead(review_of(round_, "Lead occupational therapist"), priya.person_id)


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


def form(round_: ReviewRound, title: str, **fields) -> dict:
    return {"client_id": str(uuid.uuid4()), "review": review_of(round_, title).pk, **fields}


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


def page_id_of(row: RoleReview) -> int:
    return int(row.round.workflow_state.object_id)


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
