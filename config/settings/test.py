"""The suite: the same product, quick password hashing, mail kept in memory, tasks run where they are called."""

from config.settings.base import *

DEMO = True
DEBUG = False
SECRET_KEY = "only-the-tests-use-this-key"  # noqa: S105 - signs nothing outside a test run
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = ["learning.demo", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATABASES = {"default": database_settings("TEST_DATABASE_URL", f"sqlite:///{VAR_DIR / 'test.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: several connections, real locks, the journal mode the product runs with.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test-run.sqlite3")}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES = {**STORAGES, "private": private_files(VAR_DIR / "test-private")}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = False
LRS_ENDPOINT = ""
PACKS_FROM_LOOPBACK = True
PACKS_FROM_PRIVATE_ADDRESSES = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
