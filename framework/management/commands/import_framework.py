from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from framework.actions.exchange import apply_import, preview
from framework.exchange.errors import ExchangeError
from framework.exchange.files import read_file, refuse_too_large


class Command(BaseCommand):
    help = "Take in a practice framework from a file: CASE 1.1 (.json) or a spreadsheet (.xlsx, .csv)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only list what would change")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        path = options["file"]
        try:
            refuse_too_large(path.stat().st_size)
            plan = preview(read_file(path.name, path.read_bytes()))
            self.tell(plan)
            if not options["dry_run"]:
                framework = apply_import(plan)
                self.stdout.write(f"{framework} is taken in.")
        except ExchangeError as error:
            more = [f"and {error.left_out} more."] if error.left_out else []
            raise CommandError("\n".join([f"{path.name} was not taken in.", *error.problems, *more])) from None
        except OSError as error:
            raise CommandError(f"{path.name} cannot be read: {error.strerror}") from None

    def tell(self, plan):
        for change in plan.lines:
            self.stdout.write(f"{change.status}: {change.kind} {change.name}{f' ({change.why})' if change.why else ''}")
            for field in change.fields:
                self.stdout.write(f"    {field.name}: {field.before!r} → {field.after!r}")
        for note in plan.content.notes:
            self.stdout.write(f"not kept: {note}")
        self.stdout.write(", ".join(f"{count} {status}" for status, count in plan.counts.items()))
