from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from learning.content.models import LessonPage
from tests.authoring.changed_lessons import first_lesson


@pytest.fixture
def lesson(db) -> LessonPage:
    return first_lesson("aspirations")


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


@pytest.fixture
def reviewed(lesson, priya) -> Workflow:
    flow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.set(priya.groups.all())
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=flow, page=lesson.get_parent())
    return flow
