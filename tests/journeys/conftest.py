"""Journeys in a real browser, on a site made by the real migrations and the demo, each with people of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from learning.demo.actions import load_demo
from learning.demo.organisation import PASSWORD
from tests.journeys.looks import KEEP_PICTURES, Looks

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread; we use no coroutine

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(django_db_blocker, django_db_modify_db_settings) -> Iterator[str]:
    """Start the site on a database of its own and yield its address."""
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        load_demo(lambda step: None)
        server = LiveServerThread("127.0.0.1", _StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        settings.SITE_URL = f"http://127.0.0.1:{server.port}"
        yield settings.SITE_URL
        server.terminate()
        _hang_up_the_rest()
        teardown_databases(databases, verbosity=0)


def _hang_up_the_rest() -> None:
    """End what PostgreSQL still counts as connected: the server's threads may hang up a moment after it has stopped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True, args=QUIET)
        yield running
        running.close()


@dataclass
class Device:
    """Somebody's browser on this site, with an eye on what goes wrong in it."""

    site: str
    context: BrowserContext
    page: Page
    looks: Looks
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        self.go("/accounts/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        return self.page

    def look(self, name: str) -> None:
        """Check the page as it stands with axe, wide and narrow, light and dark."""
        self.looks.check(self.page, name)

    def picture(self, name: str) -> None:
        """Keep a picture of the page, when pictures are kept: for screens of Wagtail, which are not ours to check."""
        self.looks.picture(self.page, name)


@pytest.fixture
def device(site, browser, request) -> Iterator[Callable[..., Device]]:
    """Return a function that opens a new browser profile; at the end nothing may have gone wrong in any."""
    opened: list[Device] = []
    looks = Looks(Path(settings.BASE_DIR) / "var" / "screenshots" / request.node.name)

    def open_device(**options) -> Device:
        context = browser.new_context(viewport=options.pop("viewport", DESK), locale="en-GB", **options)
        context.set_default_timeout(10_000)
        made = Device(site, context, context.new_page(), looks)
        made.page.on("pageerror", lambda error: made.troubles.append(str(error)))
        made.page.on("response", lambda answer: answer.status >= 500 and made.troubles.append(answer.url))
        made.page.on("console", lambda message: _note(made, message))
        opened.append(made)
        return made

    yield open_device
    for made in opened:
        made.context.close()
    assert not [trouble for made in opened for trouble in made.troubles]


def _note(device: Device, message) -> None:
    if "Content Security Policy" in message.text and not KEEP_PICTURES:  # taking a picture adds a style of its own
        device.troubles.append(message.text)
