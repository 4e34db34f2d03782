from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "learning.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from learning.people import subscribers  # noqa: F401 - hears when a framework is taken in
