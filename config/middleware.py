"""Response headers that depend on which part of the site answers."""

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse

# Wagtail's own admin still uses inline scripts and styles (its issue 1288), so only there are they allowed.
CMS_POLICY = {"script-src": [SELF, "'unsafe-inline'"], "style-src": [SELF, "'unsafe-inline'"]}


class CmsContentSecurityPolicy:
    """Loosens the content security policy under /cms/ and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response._csp_replace = CMS_POLICY  # type: ignore[attr-defined]
        return response
