from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "learning.jobs"
    label = "jobs"
    verbose_name = "Jobs"
