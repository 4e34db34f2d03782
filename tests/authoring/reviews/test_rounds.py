"""Every role is asked at once; publishing waits for all; nobody approves their own page."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import formats, translation
from wagtail.models import WorkflowState

from framework.models import RoleProfile
from learning.authoring.actions import (
    AnswerGiven,
    Moved,
    NotYours,
    ask_instead,
    give_answer,
    hand_back,
    send_again,
    withdraw,
)
from learning.authoring.models import ReviewComment, ReviewRound
from learning.authoring.queries.reviews import open_reviews, review_problem
from learning.content.models import LessonPage
from learning.demo.organisation import PASSWORD
from learning.outbox.actions import deliver_due_now
from learning.people.actions import start_post
from learning.people.models import Account, Unit
from learning.people.queries import local_today
from tests.authoring.changed_lessons import blocks, draft, new_text
from tests.authoring.reviews.steps import ROLES, answer, approve_all, blocks_json, review_of, send, state_of, told
from tests.conftest import account_of


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


def test_the_e_mail_is_in_the_language_of_the_site_whoever_caused_it(round_):
    with translation.override("cy"):
        deliver_due_now()
    sent = mail.outbox[0]
    assert sent.subject == f"Please review: {round_.revision.object_str}"
    due = formats.date_format(round_.due_on, "l j F Y")
    assert f"Please answer by {due}. You can approve it, or say what should change." in sent.body
    assert "Read it and answer:\nhttp" in sent.body and '<html lang="en-GB"' in sent.alternatives[0][0]


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
