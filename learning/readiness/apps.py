from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "learning.readiness"
    label = "readiness"
    verbose_name = "Readiness"

    def ready(self) -> None:
        from learning.readiness import subscribers  # noqa: F401 - subscribes to the outbox
