from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.records.models import Statement


class Command(BaseCommand):
    help = "Write every xAPI statement to standard output, oldest first, one a line."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since",
            metavar="ISO",
            help="only those stored after this instant, such as 2026-11-22T09:00:00Z",
        )
        parser.add_argument("--format", choices=["jsonl"], default="jsonl")
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        statements = Statement.objects.order_by("number")
        if options["since"]:
            statements = statements.filter(stored_at__gt=self.read_instant(options["since"]))
        for statement in statements.iterator(chunk_size=1000):
            self.stdout.write(statement.served())

    def read_instant(self, text):
        try:
            instant = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            raise CommandError(f"--since: {text} is not an instant. Write it like 2026-11-22T09:00:00Z.") from None
        return instant if instant.tzinfo else timezone.make_aware(instant)
