from django.core.management.base import BaseCommand

from learning.demo import actions
from learning.demo.organisation import PASSWORD, read_organisations
from learning.demo.workforce import load_workforce


class Command(BaseCommand):
    help = (
        "Load the demo organisation; with --staff also a made-up workforce of that size, the same for the same seed. "
        "A database that has it already is left as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--staff", type=int, default=0, metavar="N", help="how many people to make up")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="which workforce")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        if actions.is_loaded():
            self.stdout.write("The demo organisation is there already.")
        else:
            actions.load_demo(lambda step: self.stdout.write(f"Loading {step} …"))
        if options["staff"]:
            made = load_workforce(options["staff"], seed=options["seed"], say=self.stdout.write)
            self.stdout.write(f"{made} people made up.")
        self.stdout.write(f"Sign in with the password {PASSWORD} as one of:")
        for person in read_organisations()["people"]:
            if "email" in person:
                self.stdout.write(f"  {person['email']:<22} {person['name']}")
