"""What depends on which part of the site answers: headers, and the language."""

from collections.abc import Callable

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

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


class ChosenLanguage(LocaleMiddleware):
    """Answers in the language that the reader chose, or that the browser asks for. The staff areas stay in English:

    there an author chooses in the profile of /cms/ itself.
    """

    STAFF_AREAS = ("/cms/", "/django-admin/")

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(self.STAFF_AREAS):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)
