"""The cast, on the demo organisation: loaded once for each test process, every test rolled back.

Asha is a new starter, Omar her line manager, Lena leads their service, Priya owns the framework, and Sam works for
another organisation and must see nothing of the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations import RunSQL
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from wagtail.models import Collection, Locale, Page

from bin.compile_messages import compile_messages
from learning.demo.actions import load_demo
from learning.people.models import Account

compile_messages()  # as set-up does, for whoever changed a translation since

hypothesis_settings.register_profile("suite", deadline=None)  # no test depends on how fast a machine is
hypothesis_settings.load_profile("suite")


def lay_wagtail_ground() -> None:
    """Make what Wagtail's own migrations would: the suite creates its tables without them."""
    Locale.objects.get_or_create(language_code="en-gb")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")

    make_search_index()


def make_search_index() -> None:
    """Make the full-text table of SQLite, which only a migration knows how to make."""
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    parts = [part for operation in migration.operations for part in getattr(operation, "database_operations", [])]
    statements = [part.sql for part in parts if isinstance(part, RunSQL)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        lay_wagtail_ground()
        load_demo(lambda step: None)


@contextmanager
def kept_for_the_module(django_db_blocker) -> Iterator[None]:
    """Keep what is written inside for all tests of a module, and take it back after the last: made once, not for each.

    Every test still runs in a savepoint of its own and is rolled back to here.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own TestCase says of its transactions
        with around:
            yield
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def speak_english():
    """Begin each test in the language of the site: what a request chose stays chosen for its thread."""
    translation.activate(settings.LANGUAGE_CODE)


def account_of(name: str) -> Account:
    return Account.objects.get(email=f"{name}@example.org")


def _member(name: str):
    @pytest.fixture(name=name)
    def member(db) -> Account:
        return account_of(name)

    return member


asha = _member("asha")
ngozi = _member("ngozi")
omar = _member("omar")
tess = _member("tess")
leila = _member("leila")
lena = _member("lena")
priya = _member("priya")
admin_person = _member("admin")
sam = _member("sam")


@pytest.fixture
def signed_in():
    """Return a browserless client signed in as an account."""

    def sign_in(account: Account, **options) -> Client:
        client = Client(**options)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
