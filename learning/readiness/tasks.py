from celery import shared_task

from learning.readiness import actions


@shared_task(name="readiness.refresh_stale_profiles")
def refresh_stale_profiles() -> None:
    """Count the people of jobs whose requirements changed. Swept every minute."""
    actions.refresh_stale_profiles()
