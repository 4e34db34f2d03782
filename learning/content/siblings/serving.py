"""A page read in another of its versions, at the page's own address."""

from __future__ import annotations

from urllib.parse import urlsplit

from csp.constants import NONE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page

from framework.models import ToolPage
from learning.content.siblings.reading import sibling_context, version_asked_for


def serve_version(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer in the version the address asks for; None where the page is to be read as it is."""
    if urlsplit(page.get_url(request) or "").path != request.path:
        return None
    version = version_asked_for(request, page)
    if version is None:
        return None
    response = render(request, "content/sibling.html", sibling_context(page, version))
    if isinstance(page, ToolPage):
        posting = [request.build_absolute_uri(reverse(name)) for name in ToolPage.FORMS_OF_THE_FRAME]
        response._csp_replace = {"connect-src": [NONE], "form-action": posting}  # type: ignore[attr-defined]
    return response
