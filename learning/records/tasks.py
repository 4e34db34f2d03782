from celery import shared_task
from django.conf import settings

from learning.records.actions import forward


@shared_task(name="records.forward_statements")
def forward_statements() -> None:
    if settings.LRS_ENDPOINT:
        forward.forward_statements()
