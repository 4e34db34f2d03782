"""What authors and reviewers do in the stories of reviews."""

from __future__ import annotations

import json
import uuid

from wagtail.models import WorkflowState

from learning.authoring.actions import (
    AnswerGiven,
    give_answer,
)
from learning.authoring.models import ReviewRound, RoleReview
from learning.content.models import LessonPage
from learning.outbox.models import Event
from learning.people.models import Account
from tests.authoring.changed_lessons import blocks
from tests.conftest import account_of

MODULE = "why-strengths-based-practice"


ROLES = {
    "Lead occupational therapist": "yusuf",
    "Person with lived experience": "maggie",
    "Principal social worker": "mei",
    "Trainer": "tess",
}


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


def blocks_json(lesson: LessonPage) -> str:
    return json.dumps(blocks(lesson))


def form(round_: ReviewRound, title: str, **fields) -> dict:
    return {"client_id": str(uuid.uuid4()), "review": review_of(round_, title).pk, **fields}


def page_id_of(row: RoleReview) -> int:
    return int(row.round.workflow_state.object_id)
