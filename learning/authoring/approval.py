"""What Wagtail does when reviewers have approved a page. It asks for this while its own models load, so ours wait."""

from typing import Any


def publish_when_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, unless nobody has said what kind of change it is."""
    from wagtail.models import Page
    from wagtail.workflows import publish_workflow_state

    from learning.authoring.actions import publish_approved, publish_reviewed
    from learning.authoring.queries.reviews import has_role_review

    if workflow_state.current_task_state and has_role_review(workflow_state.current_task_state.task):
        publish_reviewed(workflow_state)
    elif isinstance(workflow_state.content_object, Page):
        publish_approved(workflow_state.content_object.specific, user)
    else:
        publish_workflow_state(workflow_state, user)
