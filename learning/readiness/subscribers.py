from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from framework.models import Requirement
from learning.assessment.events import AwardRevoked, CompetencyAwarded
from learning.outbox.models import Event
from learning.outbox.subscriptions import subscribe
from learning.people.events import PostEnded, PostStarted, UnitMoved
from learning.people.models import Post, Unit
from learning.readiness.actions import note_requirement_change, refresh_people

MOVES_FIGURES = {CompetencyAwarded.name, AwardRevoked.name, PostStarted.name, PostEnded.name}


@subscribe("readiness.figures", to=MOVES_FIGURES, at_once=True)
def move_figures(event: Event) -> None:
    """Count the person anew in the transaction of the fact, so that no figure is ever behind it."""
    refresh_people([event.data["person_id"]])


@subscribe("readiness.units", to={UnitMoved.name}, at_once=True)
def move_units(event: Event) -> None:
    """Count everybody in and below a unit that moved: the units above them are others now."""
    path = Unit.objects.values_list("path", flat=True).get(pk=event.data["unit_id"])
    refresh_people(Post.objects.filter(unit__path__startswith=path).values_list("person_id", flat=True))


@receiver([post_save, post_delete], sender=Requirement, dispatch_uid="readiness.requirements")
def count_anew(sender, instance, **kwargs):
    """The framework knows no events of ours: what its editors change is caught here."""
    note_requirement_change(instance.role_profile)
