from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from learning.jobs.models import private_storage
from learning.people.models import Person, Unit
from learning.sharing.rules.following import LONGEST_ADDRESS
from learning.sharing.rules.signing import fingerprint


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def trusted(self) -> PublisherQuerySet:
        return self.filter(withdrawn_at=None)


class Publisher(models.Model):
    """Somebody whose packs an organisation takes: a name and a public key, trusted until that is withdrawn.

    A publisher who has made a new key is added again; both rows then share the `line`, and with it what was taken.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    line = models.UUIDField(default=uuid4, editable=False, db_index=True)
    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    public_key = models.CharField(max_length=44)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublisherQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_key"],
                condition=models.Q(withdrawn_at=None),
                name="one_publisher_per_key",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    @property
    def is_trusted(self) -> bool:
        return self.withdrawn_at is None


class FollowingQuerySet(models.QuerySet["Following"]):
    def active(self) -> FollowingQuerySet:
        """Neither stopped nor of a publisher whom one trusts no more."""
        return self.filter(stopped_at=None, publisher__withdrawn_at=None)

    def due(self, at: datetime) -> FollowingQuerySet:
        return self.active().filter(next_look_at__lte=at).order_by("next_look_at", "pk")


class Following(models.Model):
    """A line of packs that an organisation follows by its address, and how the last look at it went."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="followings")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    name = models.SlugField(max_length=80, help_text="Of the pack: another one under this address is not taken in")
    title = models.CharField(max_length=200)
    followed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(default=timezone.now)
    stopped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=100, blank=True, help_text="Of what stood there when all of it was here")
    looked_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="What kept the last look from ending well")
    failures = models.PositiveIntegerField(default=0, help_text="Since it last went well")
    next_look_at = models.DateTimeField(default=timezone.now)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"], condition=models.Q(stopped_at=None), name="an_address_once"
            )
        ]
        indexes = [
            models.Index(fields=["next_look_at"], condition=models.Q(stopped_at=None), name="followed_lines_by_time")
        ]

    def __str__(self) -> str:
        return f"{self.title}, from {self.publisher}"

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc


def received_path(pack: ReceivedPack, name: str) -> str:
    return f"packs/received/{pack.uuid}/{name}"


class ReceivedPackQuerySet(models.QuerySet["ReceivedPack"]):
    def of_line(self, publisher: Publisher, name: str) -> ReceivedPackQuerySet:
        """The versions of a pack, whichever of its publisher's keys signed them."""
        return self.filter(publisher__line=publisher.line, name=name)


class ReceivedPack(models.Model):
    """A pack that came from a publisher: its signature was right, its file is kept, and somebody decides about it."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting for you"
        TAKEN = "TAKEN", "Taken"
        DECLINED = "DECLINED", "Declined"
        SUPERSEDED = "SUPERSEDED", "A newer version came"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="packs")
    name = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    manifest: models.JSONField[Any, Any] = models.JSONField(help_text="As it was signed")
    file = models.FileField(storage=private_storage, upload_to=received_path, max_length=300)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    came_by = models.ForeignKey(
        Following, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The address, if by one"
    )

    objects = ReceivedPackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["publisher", "name", "version"], name="one_received_pack_per_version")
        ]
        permissions = [("share_packs", "Can make, take and decline content packs")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}, from {self.publisher}"

    @property
    def is_newest(self) -> bool:
        """Answer whether it may still be taken: a newer version stands in its place once it is here."""
        return self.state != self.State.SUPERSEDED


class PackDecision(models.Model):
    """What was decided about a pack, by whom and why. Only ever added to."""

    class Kind(models.TextChoices):
        TAKEN = "TAKEN", "Taken"
        DECLINED = "DECLINED", "Declined"
        UNDONE = "UNDONE", "Drafts discarded"

    pack = models.ForeignKey(ReceivedPack, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pack}: {self.get_kind_display()}"


class TakenItem(models.Model):
    """That an item of a pack was taken, and as what: the common ground from which both sides changed it since."""

    class Kind(models.TextChoices):
        PAGE = "PAGE", "Page"
        QUESTIONS = "QUESTIONS", "Questions"
        FRAMEWORK = "FRAMEWORK", "Framework"

    decision = models.ForeignKey(PackDecision, on_delete=models.PROTECT, related_name="items")
    line = models.UUIDField(help_text="Of the publisher")
    organisation = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=100)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    framework = models.CharField(max_length=50, blank=True, help_text="Its code")
    document: models.JSONField[Any, Any] = models.JSONField(help_text="As the publisher had it")
    was_new = models.BooleanField(default=False)
    wrote = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="The draft it made"
    )
    before = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="What stood there"
    )
    versions: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Questions: the drafts it made")
    undone_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "line", "key"], name="taken_items_by_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
