"""Several processes behind a proxy that speaks TLS. No demo people, no defaults for secrets."""

from config.settings.base import *

DEMO = False
DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY", expected="a long random text that only this installation knows")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", [])
if not ALLOWED_HOSTS:
    raise SystemExit("ALLOWED_HOSTS is missing. Set it to the host names people use (docs/reference/environment.md).")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXY_COUNT", 1)
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
