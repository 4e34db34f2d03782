from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog, set_language

from learning.people.decorators import SignedInRequest, form_page, open_write
from learning.people.typed import page_behind, typed_text


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page stood open too long, or came from elsewhere: nothing changed, and nothing is lost."""
    context = {"typed": typed_text(request), "again": page_behind(request)}
    return render(request, "people/form_expired.html", context, status=403)


@require_safe
def one_door(request: HttpRequest) -> HttpResponse:
    """Send the other sign-in pages to the one that counts tries: Wagtail's and Django's do not."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "/")
    is_safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect_to_login(wanted if is_safe else "/")


@require_safe
@never_cache
def form_token(request: HttpRequest) -> JsonResponse:
    """Tell an open page who is signed in now and the token that its forms need: signing in made the old one invalid."""
    who = str(request.user.person.uuid) if request.user.is_authenticated else ""
    return JsonResponse({"who": who, "token": get_token(request)})


@form_page
def organisation_decides(request: SignedInRequest) -> HttpResponse:
    """Close the page on which people would change the address they sign in with: their organisation looks after it."""
    raise Http404


@open_write
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language that somebody chose for the site, signed in or not, and go back to the page."""
    return set_language(request)


class OurWords(JavaScriptCatalog):
    """What our scripts say in the language of the reader, without what those of Django and Wagtail would say."""

    packages = ["learning"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [str(folder) for folder in settings.LOCALE_PATHS]


@require_safe
@cache_control(private=True, max_age=3600)
def words(request: HttpRequest) -> HttpResponseBase:
    """Give the words of scripts; the address names the language, so that another one is another address."""
    return OurWords.as_view()(request)
