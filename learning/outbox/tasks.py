from celery import shared_task

from learning.outbox.actions import deliver_due_now


@shared_task(name="outbox.deliver_due")
def deliver_due() -> None:
    """Deliver until nothing more is due. Woken on commit and swept every minute."""
    while deliver_due_now():
        pass
