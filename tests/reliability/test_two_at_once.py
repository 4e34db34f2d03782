"""One person, two devices, the same moment: nothing is made twice and no answer falls between."""

from __future__ import annotations

import time
import uuid

from learning.assessment.actions import attempts, save_response, start_attempt, submit_attempt
from learning.assessment.models import Attempt, AttemptResponse
from learning.enrolment.actions import start_study
from learning.enrolment.models import Study
from learning.people.models import Account
from tests.reliability.copies import Copies, in_child, many_children
from tests.stories import begin_attempt, module

DEVICES = 6


def ngozi():
    return Account.objects.get(email="ngozi@example.org").person


def begin_module() -> int:
    return start_study(ngozi(), module("mindset"), client_id=uuid.uuid4()).pk


def begin_assessment() -> int:
    return start_attempt(ngozi(), module("mindset").assessment, client_id=uuid.uuid4()).pk


def test_a_module_begun_on_many_devices_at_once_is_begun_once(db, tmp_path):
    with Copies(tmp_path).one() as name:
        assert len(set(many_children(name, [begin_module] * DEVICES))) == 1
        assert (
            in_child(
                name, Study.objects.filter(module__slug="mindset", person__accounts__email__startswith="ngozi").count
            )[0]
            == 1
        )


def test_an_assessment_begun_on_many_devices_at_once_is_begun_once(db, tmp_path):
    with Copies(tmp_path).one() as name:
        assert len(set(many_children(name, [begin_assessment] * DEVICES))) == 1


def hand_in_slowly() -> None:
    """Hand the attempt in, with a pause between reading the answers and writing the outcome."""
    decide = attempts.is_pass

    def decide_later(*args, **options):
        time.sleep(1)
        return decide(*args, **options)

    attempts.is_pass = decide_later
    submit_attempt(Attempt.objects.get(person=ngozi(), submitted_at=None))


def answer_meanwhile() -> str:
    time.sleep(0.4)
    question = Attempt.objects.get(person=ngozi()).questions.select_related("version").first()
    try:
        save_response(question, list(question.version.key.right), client_id=uuid.uuid4())
    except attempts.AttemptClosed:
        return "told that it is too late"
    return "saved"


def marks() -> list[bool]:
    """Return for every kept answer, all of them right, whether it was marked right."""
    kept = AttemptResponse.objects.filter(question__attempt__person=ngozi())
    return [response.question.score == 1 for response in kept.select_related("question")]


def test_an_answer_sent_while_the_attempt_is_handed_in_counts_or_is_refused(db, tmp_path):
    with Copies(tmp_path).one() as name:
        in_child(name, lambda: begin_attempt(ngozi(), "mindset").pk)
        _, answered = many_children(name, [hand_in_slowly, answer_meanwhile])
        assert in_child(name, marks)[0] == ([True] if answered == "saved" else [])
