"""How a view is declared: which methods it answers, and that somebody must be signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from learning.people.models import Account
from learning.people.typed import page_behind, typed_text

READ = ("GET", "HEAD")


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Account
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def _declared(view: View, methods: tuple[str, ...]) -> View:
    guarded: View = _only(methods, _signed_in(view))
    guarded.methods = methods  # type: ignore[attr-defined]
    return guarded


def _only(methods: tuple[str, ...], view: View) -> View:
    """Answer other methods with a page that says what to do, such as when the address of a form is opened."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in methods:
            return view(request, *args, **kwargs)
        refused = render(request, "405.html", status=405)
        refused["Allow"] = ", ".join(methods)
        return refused

    return guarded


def page(view: View) -> View:
    """A page that is only read."""
    return _declared(view, READ)


def form_page(view: View) -> View:
    """A page with a form that posts back to it."""
    return _declared(view, (*READ, "POST"))


def open_page(view: View) -> View:
    """A page that whoever holds its address may read, signed in or not."""
    guarded: View = _only(READ, view)
    guarded.methods = READ  # type: ignore[attr-defined]
    return guarded


def open_form_page(view: View) -> View:
    """A page with a form for whoever holds its address, signed in or not."""
    guarded: View = _only((*READ, "POST"), view)
    guarded.methods = (*READ, "POST")  # type: ignore[attr-defined]
    return guarded


def open_write(view: View) -> View:
    """An address that only takes a form, from anybody."""
    guarded: View = _only(("POST",), view)
    guarded.methods = ("POST",)  # type: ignore[attr-defined]
    return guarded


def write(view: View) -> View:
    """An address that only takes a form."""
    return _declared(view, ("POST",))


def _signed_in(view: View) -> View:
    """Let only signed-in people through. A reader is sent to sign in; what a writer typed is shown to be copied."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return send_to_sign_in(request)

    return guarded


def send_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a reader to sign in, and hand a writer back what was typed."""
    if request.method in READ:
        return redirect_to_login(request.get_full_path())
    context = {"typed": typed_text(request), "next": page_behind(request)}
    return render(request, "people/signed_out.html", context, status=403)
