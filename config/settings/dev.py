"""One machine, no broker, no accounts: what `make run` starts, with the demo organisation."""

from django.core.management.utils import get_random_secret_key

from config.settings.base import *

DEMO = True
PACKS_FROM_LOOPBACK = True  # two copies on one machine can follow each other
DEBUG = environment.flag("DEBUG", False)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", "testserver"])
INSTALLED_APPS = ["learning.demo", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True


def _local_secret_key() -> str:
    """Return this copy's own key, made on first use and kept outside the repository."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = environment.text("SECRET_KEY", "") or _local_secret_key()
