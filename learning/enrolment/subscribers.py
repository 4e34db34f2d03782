from learning.enrolment.actions import enrol_for_post
from learning.outbox.models import Event
from learning.outbox.subscriptions import subscribe
from learning.people.events import PostStarted
from learning.people.models import Post


@subscribe("enrolment.pathways", to={PostStarted.name})
def enrol_new_starters(event: Event) -> None:
    """A new post brings its induction with it."""
    post = Post.objects.select_related("unit", "person").get(pk=event.data["post_id"])
    enrol_for_post(post)
