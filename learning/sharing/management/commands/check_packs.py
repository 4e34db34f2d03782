from django.core.management.base import BaseCommand

from learning.sharing.actions.following import look_at_due
from learning.sharing.models import Following


class Command(BaseCommand):
    help = "Look now at every line of content packs that is followed by its address. What is new waits to be taken."

    def add_arguments(self, parser):
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        tally = look_at_due(everything=True)
        self.stdout.write(f"new {tally.new}, unchanged {tally.same}, not well {tally.failed}")
        for following in Following.objects.active().exclude(problem=""):
            self.stdout.write(f"{following}: {following.problem}")
