from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "learning.authoring"
    label = "authoring"
    verbose_name = "Authoring"

    def ready(self) -> None:
        from learning.authoring import subscribers  # noqa: F401 - listens to what Wagtail publishes
        from learning.authoring.gate import subscribers as listeners  # noqa: F401 - e-mail, and what is mended
