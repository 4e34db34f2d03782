from celery import shared_task

from learning.jobs import actions


@shared_task(name="jobs.run_due")
def run_due() -> None:
    """Do what waits and what was lost. Woken when a job is asked for and swept every minute."""
    actions.run_due_jobs()


@shared_task(name="jobs.forget_expired")
def forget_expired() -> None:
    actions.forget_expired_jobs()
