from wagtail.management.commands.publish_scheduled import Command as PublishScheduled

from learning.authoring.actions import hold_back_what_fails


class Command(PublishScheduled):
    """Wagtail's own command, whoever calls it, with the gate before it."""

    help = "Publish what was scheduled and take off what was to end; what the gate refuses is held back and told."

    def handle(self, *args, **options):
        if not options["dryrun"]:
            held_back = hold_back_what_fails()
            if held_back:
                self.stdout.write(f"Held back: {held_back}")
        super().handle(*args, **options)
