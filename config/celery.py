"""The task queue. A broker only carries wake-ups: what is owed stands in our tables (docs/adr/0004)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("golden_thread")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
