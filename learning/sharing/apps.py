from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "learning.sharing"
    label = "sharing"
    verbose_name = "Sharing"

    def ready(self) -> None:
        from learning.sharing import jobs  # noqa: F401 - registers the kind of job that makes packs
