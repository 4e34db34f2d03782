from celery import shared_task

from learning.assessment import actions


@shared_task(name="assessment.announce_lapsed_awards")
def announce_lapsed_awards() -> None:
    actions.announce_lapsed_awards()
