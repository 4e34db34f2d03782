"""The way back, from the editor and from publishing, to what is left to do on a module that is on its way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from learning.authoring.models import StartedModule
from learning.authoring.starting.queries import start_of, words_left_on
from learning.content.models import ModulePage

LEFT = "What is left to do"


def left_address(started: StartedModule) -> str:
    return reverse("starting:left", args=[started.module_id])


def say_what_is_left(request: HttpRequest, page: Page) -> None:
    """Tell who writes a page of a module on its way what is left on this page, and lead back to what else there is."""
    started = start_of(page) if not page.live else None
    if started is None:
        return
    button = messages.button(left_address(started), LEFT, new_window=False)
    words = words_left_on(page, started) or ["Everything on this page is in your own words."]
    messages.info(request, words[0], buttons=[button])


def back_when_first_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead who has just published a page of a module on its way, for the first time, to what comes next."""
    page = Page.objects.get(pk=page.pk).specific
    started = start_of(page)
    if started is None or not page.live or page.first_published_at != page.last_published_at:
        return None
    next_step = (
        "Learners find it under Learning." if isinstance(page, ModulePage) else "People find it with its module."
    )
    messages.success(request, f"‘{page.title}’ has been published. {next_step}")
    return redirect(left_address(started))
