from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from learning.jobs.models import private_storage
from learning.people.models import Person, Unit
from learning.sharing.rules.signing import fingerprint


class SigningKey(models.Model):
    """What an organisation signs its packs with. The private half lies sealed; a new one retires the one before."""

    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=44)
    sealed = models.TextField(help_text="The private half, which only this installation's secret opens")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(retired_at=None), name="one_signing_key_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.fingerprint}"

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


def made_path(pack: MadePack, name: str) -> str:
    return f"packs/made/{pack.uuid}/{name}"


class MadePack(models.Model):
    """One version of a pack that an organisation made: what was chosen, what came along, and the signed file."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True, max_length=2000)
    selection: models.JSONField[Any, Any] = models.JSONField(help_text="What was chosen: pages and frameworks")
    contents: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="What the pack holds, line by line")
    file = models.FileField(storage=private_storage, upload_to=made_path, max_length=300)
    size = models.PositiveBigIntegerField()
    public_key = models.CharField(max_length=44)
    asked_as = models.UUIDField(
        unique=True, help_text="Names the request, so that a repeated try makes no version twice"
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name", "version"], name="one_pack_per_version")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}.zip"
