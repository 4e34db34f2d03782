from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "learning.enrolment"
    label = "enrolment"
    verbose_name = "Enrolment"

    def ready(self) -> None:
        from learning.enrolment import subscribers  # noqa: F401 - subscribes to the outbox
