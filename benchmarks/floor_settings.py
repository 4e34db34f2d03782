"""A bare Django project on the same database: no middleware, no other app."""

from config.settings import dev

SECRET_KEY = dev.SECRET_KEY
ALLOWED_HOSTS = dev.ALLOWED_HOSTS
DATABASES = dev.DATABASES
INSTALLED_APPS = ["benchmarks"]
MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.floor"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
