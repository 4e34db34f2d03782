from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from framework.actions import FrameworkFileError, load_framework, make_framework_pages, read_framework_file
from framework.models import FrameworkIndexPage


class Command(BaseCommand):
    help = "Load a practice framework with its role profiles from a file such as fixtures/framework/masoss.yaml."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--no-input", action="store_true", help="accepted for scripts; nothing is ever asked")

    def handle(self, *args, **options):
        try:
            data = read_framework_file(options["file"])
            framework = load_framework(data)
        except FrameworkFileError as error:
            raise CommandError(str(error)) from None
        index = FrameworkIndexPage.objects.first()
        if index is None:
            self.stdout.write("There is no page at /framework/ yet, so no pages were made.")
        else:
            make_framework_pages(framework, data, parent=index)
        self.stdout.write(f"{framework} is loaded: {framework.elements.count()} elements.")
