from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "learning.search"
    label = "site_search"
    verbose_name = "Search"

    def ready(self) -> None:
        from learning.search import subscribers  # noqa: F401 - listens for what is published
