from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "learning.content"
    label = "content"
    verbose_name = "Learning content"

    def ready(self) -> None:
        from learning.content import (
            jobs,  # noqa: F401 - registers its kinds of jobs
            subscribers,  # noqa: F401 - hears what Wagtail publishes
        )
