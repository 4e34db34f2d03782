"""The demo's reviewers: who holds which role, the workflow that asks them, and a lesson that is with them now."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from learning.authoring.actions import AnswerGiven, give_answer, say
from learning.authoring.models import ReviewRound, RoleReview, RoleReviewTask
from learning.authoring.models.reviews import ROLE_PREFIX
from learning.content.models import LessonPage, ModulePage
from learning.demo.organisation import PASSWORD
from learning.outbox.models import Delivery
from learning.people.models import Account, Person, Responsibility, Unit
from learning.people.queries import local_today

REVIEWED_MODULE = "why-strengths-based-practice"
DRAFTED = "notice-assumptions"
NEW_WORDS = (
    "<p>Ask one more thing before you write a note: would the person know themselves in it? "
    "Read it to them if you can. If they would say it in another way, write it in their way.</p>"
)
HER_COMMENT = "I like this. Somebody once read a note to me, and it was the first time I felt asked."
HER_ANSWER = "Thank you. May we say that in a worked example, too?"


def make_reviewers(data: dict[str, Any], units: dict[str, Unit], people: dict[str, Person]) -> None:
    """Give every role its people, and put one module under review by all of them."""
    for item in data["advisers"]:
        person = Person.objects.create(name=item["name"])
        Account.objects.create_user(item["email"], PASSWORD, person=person)
        Responsibility.objects.create(
            person=person,
            kind=Responsibility.Kind.REVIEWER,
            unit=units[item["unit"]],
            started_on=local_today(),
        )
        people[item["key"]] = person
    task = RoleReviewTask.objects.create(name="Review by every role")
    may_review = Permission.objects.get(content_type__app_label="authoring", codename="review_pages")
    for title, keys in data["reviewers"].items():
        group = Group.objects.create(name=f"{ROLE_PREFIX}{title}")
        group.permissions.add(may_review)
        for key in keys:
            people[key].accounts.get().groups.add(group)
        task.roles.add(group)
    workflow = Workflow.objects.create(name="reviewers")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=ModulePage.objects.get(slug=REVIEWED_MODULE))


def make_a_review(people: dict[str, Person]) -> None:
    """Priya has sent a better lesson to its reviewers; one has approved it, one has said something."""
    priya = people["priya"].accounts.get()
    lesson = LessonPage.objects.get(slug=DRAFTED)
    block = {"type": "text", "id": str(uuid.uuid4()), "value": NEW_WORDS}
    lesson.body = json.dumps([*lesson.body.raw_data, block])
    lesson.save_revision(user=priya, log_action=True)
    lesson.get_workflow().start(lesson, priya)
    round_ = ReviewRound.objects.latest("pk")
    _answer(round_, "Lead occupational therapist", people["yusuf"], AnswerGiven(uuid.uuid4(), "APPROVED"))
    said = AnswerGiven(uuid.uuid4(), "", comments={block["id"]: HER_COMMENT})
    _answer(round_, "Person with lived experience", people["maggie"], said)
    say(round_, HER_ANSWER, by=priya, client_id=uuid.uuid4(), answers=round_.comments.get())
    # Nobody is written to about what is there from the start.
    Delivery.objects.filter(subscriber="authoring.ask_reviewers").update(delivered_at=timezone.now())


def _answer(round_: ReviewRound, role: str, person: Person, given: AnswerGiven) -> None:
    review = RoleReview.objects.get(round=round_, title=role)
    give_answer(review, given, by=person.accounts.get())
