from celery import shared_task

from learning.sharing.actions.following import look_at_due


@shared_task(name="sharing.look_at_followed")
def look_at_followed() -> None:
    """Look at the followed lines of packs that are due. Woken when one is followed and swept every ten minutes."""
    look_at_due()
