"""Eight processes write at once: nobody meets a lock, nobody meets an error page, nothing is lost or doubled."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.test import Client
from django.urls import reverse

from learning.content.queries import snapshot
from learning.enrolment.actions import AnswerGiven, save_answer, start_study
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.people.models import Account
from tests.reliability.copies import Copies, in_child, many_children
from tests.stories import module

WRITERS, WRITES = 8, 25
SAME = UUID("33333333-3333-4333-8333-333333333333")


def begin() -> list[str]:
    """Ngozi begins a module; return the lesson's slug and the block that takes her answers."""
    ngozi = Account.objects.get(email="ngozi@example.org").person
    study = start_study(ngozi, module("mindset"), client_id=uuid.uuid4())
    for pinned in study.lessons.select_related("lesson"):
        for segment in snapshot(pinned.revision_id).segments:
            if segment.kind == "reflection":
                return [pinned.lesson.slug, segment.id]
    raise LookupError("Mindset has no reflection.")


def write_many(slug: str, block: str) -> list[int]:
    """Post answers through the site as a browser does; return the status of each."""
    client = Client()
    client.force_login(Account.objects.get(email="ngozi@example.org"))
    address = reverse("enrolment:answer", args=["mindset", slug, block])
    return [
        client.post(
            address, {"client_id": uuid.uuid4(), "text": f"Thought {number}"}, headers={"accept": "application/json"}
        ).status_code
        for number in range(WRITES)
    ]


def count_answers() -> int:
    return LessonAnswer.objects.filter(text__startswith="Thought").count()


def write_the_same(slug: str, block: str) -> int:
    pinned = PinnedLesson.objects.get(study__person__accounts__email="ngozi@example.org", lesson__slug=slug)
    return save_answer(pinned, AnswerGiven(block, SAME, text="Only once")).pk


def test_eight_writers_meet_no_lock_and_no_error(db, tmp_path):
    copies = Copies(tmp_path)
    with copies.one() as name:
        (slug, block), _ = in_child(name, begin)
        statuses = many_children(name, [lambda: write_many(slug, block)] * WRITERS)
        assert {status for found in statuses for status in found} == {200}
        assert in_child(name, count_answers)[0] == WRITERS * WRITES


def test_the_same_write_sent_eight_times_at_once_counts_once(db, tmp_path):
    copies = Copies(tmp_path)
    with copies.one() as name:
        (slug, block), _ = in_child(name, begin)
        found = many_children(name, [lambda: write_the_same(slug, block)] * WRITERS)
        assert len(set(found)) == 1
        assert in_child(name, LessonAnswer.objects.filter(client_id=SAME).count)[0] == 1
