"""An attempt from its start to its outcome, in one window and in two, sent once and sent again."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from learning.assessment.actions import save_response, start_attempt, submit_attempt
from learning.assessment.actions.attempts import AnswerRefused, AttemptClosed, redraw
from learning.assessment.models import Attempt, AttemptResponse, Award, Evidence
from learning.assessment.queries.attempts import latest_responses
from learning.assessment.rules.drawing import BankTooSmall
from learning.assessment.rules.marking import is_pass, mark
from learning.outbox.idempotency import ClientIdReused
from learning.outbox.models import Event
from tests.stories import answer_right, begin_attempt, module, not_yet_pass, pass_assessment

SLUG = "mindset"


@pytest.fixture
def attempt(asha) -> Attempt:
    return begin_attempt(asha.person, SLUG)


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


def events(name: str, attempt: Attempt):
    return Event.objects.filter(name=f"assessment.{name}.v1", data__attempt_id=attempt.pk)


def versions(attempt: Attempt) -> set[int]:
    return set(attempt.questions.values_list("version_id", flat=True))


def test_it_draws_by_the_blueprint_and_keeps_how(attempt):
    blueprint = {row.competency_id: row.count for row in module(SLUG).assessment.blueprint.all()}
    asked = list(attempt.questions.select_related("version__question"))
    for competency, count in blueprint.items():
        assert sum(row.version.question.competency_id == competency for row in asked) == count
    assert [question.version_id for question in redraw(attempt)] == [row.version_id for row in asked]
    assert attempt.pass_mark == 70
    assert attempt.module_revision_id == module(SLUG).live_revision_id
    assert events("attempt_started", attempt).count() == 1


def test_starting_again_goes_on_with_the_open_attempt(attempt, asha, hers):
    response = hers.post(reverse("assessment:start", args=[SLUG]), {"client_id": str(uuid.uuid4())})
    assert response.url == reverse("assessment:attempt", args=[attempt.uuid])
    assert Attempt.objects.filter(person=asha.person, assessment=attempt.assessment).count() == 1


def test_a_start_sent_again_after_handing_in_leads_to_the_same_attempt(asha, hers):
    body = {"client_id": str(uuid.uuid4())}
    address = reverse("assessment:start", args=[SLUG])
    first = hers.post(address, body).url
    submit_attempt(Attempt.objects.get(client_id=body["client_id"]))
    assert hers.post(address, body).url == first
    assert Attempt.objects.filter(person=asha.person, assessment__module__slug=SLUG).count() == 1


def test_a_uuid_of_somebody_elses_start_begins_nothing_and_says_what_to_do(asha, omar, hers):
    client_id = uuid.uuid4()
    start_attempt(omar.person, module(SLUG).assessment, client_id=client_id)
    with pytest.raises(ClientIdReused):
        start_attempt(asha.person, module(SLUG).assessment, client_id=client_id)
    page = hers.post(reverse("assessment:start", args=[SLUG]), {"client_id": str(client_id)}, follow=True)
    assert "We did not start an attempt." in page.content.decode()
    assert "not enough questions" not in page.content.decode()


def test_a_bank_that_is_too_small_names_the_owner(asha, hers):
    module(SLUG).assessment.blueprint.update(count=99)
    page = hers.post(reverse("assessment:start", args=[SLUG]), {"client_id": str(uuid.uuid4())}, follow=True)
    assert "There are not enough questions yet" in page.content.decode()
    assert f"{module(SLUG).content_owner} looks after this assessment" in page.content.decode()
    with pytest.raises(BankTooSmall):
        begin_attempt(asha.person, SLUG)
    assert not Attempt.objects.filter(person=asha.person, assessment__module__slug=SLUG).exists()


@pytest.mark.parametrize("client_id", ["", "nonsense", "\x00"])
def test_a_start_without_a_uuid_starts_nothing(asha, hers, client_id):
    page = hers.post(reverse("assessment:start", args=[SLUG]), {"client_id": client_id}, follow=True)
    assert "We did not start an attempt." in page.content.decode()
    assert not Attempt.objects.filter(person=asha.person, assessment__module__slug=SLUG).exists()


def test_the_newest_answer_counts_and_every_one_is_kept(attempt):
    asked = attempt.questions.filter(version__kind="SINGLE").first()
    for key in asked.option_order[:3]:
        save_response(asked, [key], client_id=uuid.uuid4())
    assert latest_responses(attempt)[asked.pk].chosen == [asked.option_order[2]]
    assert asked.responses.count() == 3


def test_an_answer_sent_again_changes_nothing_even_after_handing_in(attempt):
    asked = attempt.questions.filter(version__kind="SINGLE").first()
    client_id = uuid.uuid4()
    first = save_response(asked, [asked.option_order[0]], client_id=client_id)
    assert save_response(asked, [asked.option_order[1]], client_id=client_id) == first
    submit_attempt(attempt)
    assert save_response(asked, [asked.option_order[1]], client_id=client_id).chosen == [asked.option_order[0]]


def test_a_uuid_of_another_questions_answer_is_refused(attempt):
    one, two = attempt.questions.filter(version__kind="SINGLE")[:2]
    client_id = uuid.uuid4()
    save_response(one, [one.option_order[0]], client_id=client_id)
    with pytest.raises(ClientIdReused):
        save_response(two, [two.option_order[0]], client_id=client_id)
    assert two.responses.count() == 0


def test_foreign_options_are_refused_and_a_cleared_answer_earns_nothing(attempt):
    asked = attempt.questions.filter(version__kind="SINGLE").first()
    with pytest.raises(AnswerRefused):
        save_response(asked, ["foreign"], client_id=uuid.uuid4())
    answer_right(attempt)
    save_response(asked, [], client_id=uuid.uuid4())
    assert submit_attempt(attempt).score == Decimal("7.00")


def test_after_handing_in_no_answer_changes(attempt):
    asked = attempt.questions.first()
    submit_attempt(attempt)
    with pytest.raises(AttemptClosed):
        save_response(asked, list(asked.option_order), client_id=uuid.uuid4())
    assert AttemptResponse.objects.filter(question__attempt=attempt).count() == 0


@pytest.mark.parametrize(("left_out", "passed", "score"), [(0, True, 8), (2, True, 6), (3, False, 5), (8, False, 0)])
def test_seventy_per_cent_of_eight_is_a_pass(attempt, left_out, passed, score):
    answer_right(attempt, leave_out=left_out)
    found = submit_attempt(attempt)
    assert (found.passed, found.score) == (passed, Decimal(score))
    (told,) = events("attempt_submitted", attempt)
    assert (told.data["passed"], told.uuid) == (passed, attempt.submission_uuid)


def test_handing_in_twice_is_handing_in_once(attempt, asha):
    answer_right(attempt)
    first = submit_attempt(attempt)
    before = (Event.objects.count(), Evidence.objects.count(), Award.objects.count())
    second = submit_attempt(attempt)
    assert (second.submitted_at, second.score) == (first.submitted_at, first.score)
    assert (Event.objects.count(), Evidence.objects.count(), Award.objects.count()) == before


def test_not_yet_then_again_with_other_questions(attempt, asha):
    submit_attempt(attempt)
    again = begin_attempt(asha.person, SLUG)
    assert (again.number, again.pk != attempt.pk) == (2, True)
    assert not versions(attempt) & versions(again)
    answer_right(again)
    assert submit_attempt(again).passed
    assert Attempt.objects.get(pk=attempt.pk).passed is False


def test_a_pass_is_not_taken_again_while_it_stands(asha, hers):
    first = pass_assessment(asha.person, SLUG)
    page = hers.get(reverse("assessment:assessment", args=[SLUG])).content.decode()
    # Mindset also asks about an award that only practice completes: nothing of it has lapsed.
    assert "You have passed this." in page
    hers.post(reverse("assessment:start", args=[SLUG]), {"client_id": str(uuid.uuid4())})
    assert list(Attempt.objects.filter(person=asha.person, assessment=first.assessment)) == [first]


def test_changing_the_pass_mark_or_the_bank_leaves_an_open_attempt_as_it_was(attempt):
    assessment = module(SLUG).assessment
    type(assessment).objects.filter(pk=assessment.pk).update(pass_mark=100)
    question = attempt.questions.first().version.question
    question.withdrawn_on = "2026-01-01"
    question.save()
    answer_right(attempt, leave_out=2)
    assert submit_attempt(attempt).passed


def test_an_attempt_can_be_marked_again_from_its_seed_and_pool(asha):
    not_yet_pass(asha.person, SLUG)
    attempt = begin_attempt(asha.person, SLUG)
    answer_right(attempt, leave_out=2)
    outcome = submit_attempt(attempt)
    attempt = Attempt.objects.get(pk=attempt.pk)
    questions = {row.version_id: row for row in attempt.questions.all()}
    answers = latest_responses(attempt)
    drawn = redraw(attempt)
    assert [question.version_id for question in drawn] == list(questions)
    marks = []
    for question in drawn:
        asked = questions[question.version_id]
        given = answers.get(asked.pk)
        marks.append(mark(asked.version.key, given.chosen if given else []))
        assert marks[-1] == asked.score
    assert sum(marks) == outcome.score
    assert is_pass(sum(marks), Decimal(len(marks)), pass_mark=attempt.pass_mark) == outcome.passed


def test_the_database_refuses_a_second_open_attempt(attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            client_id=uuid.uuid4(),
            assessment=attempt.assessment,
            person=attempt.person,
            module_revision=attempt.module_revision,
            number=9,
            seed="s",
            pool={},
            pass_mark=70,
        )
