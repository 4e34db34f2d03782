"""Wiring only: settings, addresses, the task queue. Knows every room and is imported by none."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
