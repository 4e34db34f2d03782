"""Forgetting what was made: results are kept for a week, not for ever."""

from __future__ import annotations

from django.core.files.storage import Storage
from django.utils import timezone

from learning.jobs.models import Job, private_storage

FOLDER = "jobs"


def forget_expired_jobs() -> int:
    """Delete ended jobs whose time is over, and every file that belongs to no job; return how many jobs went."""
    forgotten, _ = Job.objects.expired(timezone.now()).delete()
    storage = private_storage()
    known = {str(uuid) for uuid in Job.objects.values_list("uuid", flat=True)}
    for folder in _folders(storage):
        if folder not in known:
            _delete_all(storage, f"{FOLDER}/{folder}")
    return forgotten


def _folders(storage: Storage) -> list[str]:
    try:
        return list(storage.listdir(FOLDER)[0])
    except FileNotFoundError:
        return []


def _delete_all(storage: Storage, path: str) -> None:
    folders, files = storage.listdir(path)
    for name in files:
        storage.delete(f"{path}/{name}")
    for name in folders:
        _delete_all(storage, f"{path}/{name}")
    storage.delete(path)
