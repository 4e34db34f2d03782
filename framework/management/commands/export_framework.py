from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from framework.actions.exchange import snapshot
from framework.exchange.errors import ExchangeError
from framework.exchange.files import TYPES, build_file
from framework.models import Framework


class Command(BaseCommand):
    help = "Write a practice framework to a file: .json for CASE 1.1, .xlsx or .csv for a spreadsheet."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the framework's code, such as masoss")
        parser.add_argument("out", type=Path)
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        framework = Framework.objects.filter(code=options["code"]).first()
        if framework is None:
            raise CommandError(f"There is no framework {options['code']}.")
        form = options["out"].suffix.lower().removeprefix(".")
        if form not in TYPES:
            raise CommandError(f"{options['out'].name} must end in .json, .xlsx or .csv.")
        moment = timezone.now().isoformat(timespec="seconds")
        try:
            data = build_file(snapshot(framework), form, site=settings.SITE_URL, creator=settings.SITE_NAME, at=moment)
            options["out"].write_bytes(data)
        except (ExchangeError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{framework} is written to {options['out'].name}.")
