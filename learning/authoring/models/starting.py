from django.db import models
from django.utils import timezone

from learning.content.models import ModulePage
from learning.outbox.idempotency import ClientWrite
from learning.people.models import Person


class StartedModule(ClientWrite):
    """A module that was begun from a starting point: which one, by whom and when."""

    module = models.OneToOneField(ModulePage, on_delete=models.CASCADE, related_name="start")
    template = models.SlugField(max_length=50)
    begun_as = models.SlugField(
        max_length=255, help_text="The module's slug when it was begun: the ids of its blocks are made from it"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.module} from {self.template}"
