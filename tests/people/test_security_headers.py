"""What every answer carries to keep pages from being framed, sniffed, or made to run what is not ours."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from learning.demo.organisation import PASSWORD
from tests.architecture.examples import ashas_things

ROWS = csv.DictReader((Path(__file__).parent.parent / "architecture" / "addresses.csv").open())
READ = [row for row in ROWS if "GET" in row["methods"] and row["name"] != "content:picture"]
FRAMEWORK = ["/framework/", "/framework/masoss/", "/framework/masoss/mindset/", "/framework/masoss/mindset/m1/"]
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def policy_of(response) -> dict[str, str]:
    header = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


def assert_guarded(response, path: str) -> None:
    policy = policy_of(response)
    nonce = r" 'nonce-[^']+'"
    assert {name: re.sub(nonce, "", value) for name, value in policy.items()} == POLICY, path
    assert response.headers["X-Content-Type-Options"] == "nosniff", path
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN", path
    assert response.headers["Referrer-Policy"] == "same-origin", path
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", path


@pytest.mark.parametrize("name", ["asha", "omar", "lena", "priya"])
def test_every_page_of_the_site_allows_only_what_is_ours(db, signed_in, request, name):
    things = ashas_things()
    client = signed_in(request.getfixturevalue(name))
    paths = [path for row in READ for path in things.paths(row["route"], row["name"]) if not path.startswith("/cms/")]
    for path in [*paths, *FRAMEWORK]:
        response = client.get(path)
        assert_guarded(response, path)
        if not response.streaming and response.headers["Content-Type"].startswith("text/html"):
            assert not INLINE.search(response.content.decode()), path


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/no-such-page/", 404),
        ("post", "/record/", 405),
        ("post", "/learning/mindset/start/", 403),
        ("get", "/record/", 302),
        ("get", "/accounts/login/", 200),
        ("get", "/accounts/signup/", 200),
        ("get", "/accounts/password/reset/", 200),
        ("get", "/django-admin/", 302),
        ("get", "/healthz", 200),
        ("get", "/xapi/profile", 200),
    ],
)
def test_so_does_every_other_kind_of_answer_to_a_stranger(db, method, path, status):
    response = getattr(Client(), method)(path)
    assert response.status_code == status
    assert_guarded(response, path)
    assert not INLINE.search(response.content.decode()) or path == "/xapi/profile"


def test_so_does_a_form_that_came_from_elsewhere(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "asha@example.org"})
    assert response.status_code == 403
    assert_guarded(response, "/accounts/login/")


def test_so_do_the_pages_of_the_django_admin(admin, signed_in):
    client = signed_in(admin)
    for path in ("/django-admin/", "/django-admin/people/post/", "/django-admin/people/post/add/"):
        assert_guarded(client.get(path), path)


def test_only_wagtails_own_admin_may_run_inline_scripts(priya, signed_in):
    policy = policy_of(signed_in(priya).get("/cms/"))
    loosened = {"script-src": "'self' 'unsafe-inline'", "style-src": "'self' 'unsafe-inline'"}
    assert policy == {**POLICY, **loosened}


def test_a_script_that_somebody_types_is_shown_and_not_run(asha, signed_in):
    asha.person.name = "<script>alert(1)</script>"
    asha.person.save()
    page = signed_in(asha).get("/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not INLINE.search(page)


def test_cookies_cannot_be_read_by_scripts_nor_sent_from_elsewhere(db, client):
    cookies = client.get("/accounts/login/").cookies
    cookies.update(client.post("/accounts/login/", {"login": "asha@example.org", "password": PASSWORD}).cookies)
    assert set(cookies) >= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in (cookies[settings.SESSION_COOKIE_NAME], cookies[settings.CSRF_COOKIE_NAME]):
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"


def test_a_session_ends_with_the_browser_window(db, client):
    response = client.post("/accounts/login/", {"login": "asha@example.org", "password": PASSWORD})
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def in_production(names: list[str], tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import json; from config.settings import production as p;"
        f"print(json.dumps({{name: getattr(p, name) for name in {names}}}))"
    )
    env = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "a key of the suite",
        "ALLOWED_HOSTS": "learn.example.org",
        "SITE_URL": "https://learn.example.org",
        **given,
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )


def test_in_production_everything_goes_over_tls(tmp_path):
    wanted = {
        "DEBUG": False,
        "DEMO": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_HTTPONLY": True,
        "ALLOWED_HOSTS": ["learn.example.org"],
    }
    assert json.loads(in_production(list(wanted), tmp_path).stdout) == wanted


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_its_own_secret_and_hosts(tmp_path, name):
    refused = in_production(["DEBUG"], tmp_path, **{name: ""})
    assert refused.returncode != 0
    assert name in refused.stderr
    assert "Traceback" not in refused.stderr
