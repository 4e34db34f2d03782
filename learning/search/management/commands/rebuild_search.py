from django.core.management.base import BaseCommand, CommandError

from learning.search.actions import rebuild_search, stale_keys


class Command(BaseCommand):
    help = "Build what can be found anew from what is published; --check only compares, and exits 1 on a difference."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; name what is missing or left over")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        if options["check"]:
            stale = stale_keys()
            if stale:
                raise CommandError(f"{len(stale)} differ: {', '.join(stale[:20])}. Run rebuild_search.")
            self.stdout.write("Search knows what is published.")
            return
        count = rebuild_search(self._say)
        self.stdout.write(f"{count} entries.")

    def _say(self, done: int, of: int) -> None:
        if self.stdout.isatty() or done == of:
            self.stdout.write(f"\r{done} of {of} pages", ending="\n" if done == of else "")
