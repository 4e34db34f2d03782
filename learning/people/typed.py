import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

MACHINE_MADE = {"csrfmiddlewaretoken", "client_id", "seen"}
CODE = re.compile(r"\d{1,2}|[0-9a-f-]{36}")  # the place or the id that a chosen option sends: nothing that was written
SECRET = {"password", "login", "oldpassword", "password1", "password2"}


def typed_text(request: HttpRequest) -> list[str]:
    """Return what a person typed into a form that cannot be taken now, so that a page can hand it back."""
    hidden = MACHINE_MADE | SECRET
    sent = [value for name, values in request.POST.lists() if name not in hidden for value in values]
    return [value for value in sent if value.strip() and not CODE.fullmatch(value)]


def page_behind(request: HttpRequest) -> str:
    """Return the address of the page with the form that was sent; empty when it cannot be known.

    Some addresses only take a form and cannot be opened; their page is the one that the browser says it came from.
    """
    view = request.resolver_match.func if request.resolver_match else None
    if "GET" in getattr(view, "methods", ("GET",)):
        return request.path
    came_from = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
