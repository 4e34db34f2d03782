import sys

from django.core.management.base import BaseCommand

from learning.people.queries import local_today
from learning.readiness.actions import rebuild
from learning.readiness.check import differences


class Command(BaseCommand):
    help = "Make the leaders' figures again from the facts; with --check only compare, and end with 1 if they differ."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; say what differs")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        if options["check"]:
            self.check_figures()
            return
        people = rebuild(lambda done, total: self.stdout.write(f"{done} of {total} people"))
        self.stdout.write(f"Figures made again for {people} people.")

    def check_figures(self):
        found = differences(local_today())
        for line in found:
            self.stdout.write(line)
        if found:
            self.stderr.write(f"{len(found)} figures differ from the facts. Run rebuild_readiness, and report this.")
            sys.exit(1)
        self.stdout.write("Every figure equals the facts.")
