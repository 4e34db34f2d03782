from learning.enrolment.actions import enrol_for_post, owe_updates
from learning.outbox.models import Event
from learning.outbox.subscriptions import subscribe
from learning.people.events import PostStarted
from learning.people.models import Post


@subscribe("enrolment.pathways", to={PostStarted.name})
def enrol_new_starters(event: Event) -> None:
    """A new post brings its induction with it."""
    post = Post.objects.select_related("unit", "person").get(pk=event.data["post_id"])
    enrol_for_post(post)


@subscribe("enrolment.updates", to={PostStarted.name})
def owe_what_changed(event: Event) -> None:
    """Who comes back owes what changed materially in lessons they completed before they left."""
    post = Post.objects.select_related("person").get(pk=event.data["post_id"])
    owe_updates(post.person)
