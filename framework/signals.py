"""What the framework tells rooms it knows nothing of. Sent in the transaction of the change."""

from django.dispatch import Signal

# A framework was taken in from a file. `framework`; `account`, whoever confirmed it, or None on the command line;
# `is_new`, whether it was not here before.
framework_imported = Signal()
