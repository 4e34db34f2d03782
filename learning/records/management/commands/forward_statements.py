from django.core.management.base import BaseCommand

from learning.records.actions.forward import forward_statements, send_refused_again


class Command(BaseCommand):
    help = "Make one pass of delivery to the external record store (LRS_ENDPOINT); print sent, waiting, refused."

    def add_arguments(self, parser):
        parser.add_argument(
            "--retry-refused", action="store_true", help="first put refused statements in the queue again"
        )
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        if options["retry_refused"]:
            self.stdout.write(f"{send_refused_again()} refused statements will be sent again.")
        tally = forward_statements()
        self.stdout.write(f"sent {tally.sent}, waiting {tally.waiting}, refused {tally.refused}")
        if tally.problem:
            self.stdout.write(tally.problem)
