"""Taking a framework out to a file and in from one: a dry run first, then exactly what it said."""

from framework.actions.exchange.apply import apply_import
from framework.actions.exchange.preview import Preview, preview
from framework.actions.exchange.snapshot import snapshot
from framework.actions.exchange.waiting import WaitingGone, confirm_import, get_waiting, keep_waiting, preview_of

__all__ = [
    "Preview",
    "WaitingGone",
    "apply_import",
    "confirm_import",
    "get_waiting",
    "keep_waiting",
    "preview",
    "preview_of",
    "snapshot",
]
