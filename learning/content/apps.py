from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "learning.content"
    label = "content"
    verbose_name = "Learning content"
