from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

WAITS = timedelta(hours=1)


class WaitingImportQuerySet(models.QuerySet["WaitingImport"]):
    def waiting(self) -> WaitingImportQuerySet:
        """Those that can still be confirmed."""
        return self.filter(uploaded_at__gt=timezone.now() - WAITS)

    def expired(self) -> WaitingImportQuerySet:
        return self.filter(uploaded_at__lte=timezone.now() - WAITS)


class WaitingImport(models.Model):
    """A framework file that was read and checked, and waits for the person who chose it to confirm what it changes.

    Who that is stands here as the id of their account and no more: this app knows of no accounts.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=40, editable=False)
    file_name = models.CharField(max_length=200)
    framework_code = models.CharField(max_length=50)
    stood_at = models.CharField(max_length=64, help_text="A fingerprint of the framework when the file was read")
    records: models.JSONField[Any, Any] = models.JSONField()
    uploaded_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WaitingImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name}, {self.uploaded_at:%d %B %Y, %H:%M}"

    @property
    def expires_at(self) -> Any:
        return self.uploaded_at + WAITS
