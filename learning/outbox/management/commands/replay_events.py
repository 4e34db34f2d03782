from django.core.management.base import BaseCommand, CommandError

from learning.outbox.actions import deliver_due_now, owe_history
from learning.outbox.subscriptions import wanted_by


class Command(BaseCommand):
    help = "Tell one subscriber every stored event it has not heard yet, for example after adding the subscriber."

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, metavar="SUBSCRIBER", help="such as records.statements")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        try:
            wanted_by(options["to"])
        except KeyError:
            raise CommandError(f"There is no subscriber called {options['to']}.") from None
        owed = owe_history(options["to"])
        delivered = 0
        while batch := deliver_due_now():
            delivered += batch
            self.stdout.write(f"\r{delivered} delivered", ending="")
        self.stdout.write(f"\n{owed} events owed, {delivered} deliveries made.")
