from celery import shared_task
from django.core.management import call_command


@shared_task(name="authoring.publish_scheduled")
def publish_scheduled() -> None:
    """Publish what was scheduled, as the change its author said, and take off what was to end. Every minute."""
    call_command("publish_scheduled")
