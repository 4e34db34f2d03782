from learning.outbox.models import Event
from learning.outbox.subscriptions import subscribe
from learning.records.actions.store import store_statements
from learning.records.translation import BUILDERS


@subscribe("records.statements", to=BUILDERS)
def write_statements(event: Event) -> None:
    """Keep the statements of an event. Their ids follow from the event's, so hearing twice writes once."""
    store_statements(event, BUILDERS[event.name](event))
