from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "learning.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        from learning.records import subscribers  # noqa: F401 - subscribes to the outbox
