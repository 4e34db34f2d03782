from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
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


class MadePackQuerySet(models.QuerySet["MadePack"]):
    def of_line(self, organisation: Unit, name: str) -> MadePackQuerySet:
        """The versions of a pack, newest first."""
        return self.filter(organisation=organisation, name=name).order_by("-version")


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
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file")
    index = models.TextField(
        blank=True, help_text="What stands at the address of its line while it is the newest version, signed"
    )
    asked_as = models.UUIDField(
        unique=True, help_text="Names the request, so that a repeated try makes no version twice"
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = MadePackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name", "version"], name="one_pack_per_version")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}.zip"


TOKEN_BYTES = 24


def new_token() -> str:
    """Return what makes an address unguessable."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> OfferQuerySet:
        return self.filter(ended_at=None)

    def of_line(self, organisation: Unit, name: str) -> OfferQuerySet:
        return self.filter(organisation=organisation, name=name)


class Offer(models.Model):
    """An address at which others may fetch the newest version of a pack. A new address ends the one before."""

    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=80, help_text="Of the pack, the same for all its versions")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=models.Q(ended_at=None), name="one_open_offer_per_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.name}"

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{reverse('offered:line', args=[self.token])}"
