from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import include, path
from wagtail import hooks

from learning.content.permissions import can_open_document, can_open_page
from learning.content.siblings import urls as siblings_urls
from learning.content.siblings import wagtail_hooks as siblings_hooks  # noqa: F401 - registers its own
from learning.content.siblings.serving import serve_version


@hooks.register("register_admin_urls")
def register_urls():
    return [path("versions/", include(siblings_urls))]


@hooks.register("before_serve_page")
def open_pages_to_their_readers(page, request, serve_args, serve_kwargs):
    """Send strangers to sign in; answer outsiders as if the page did not exist."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_open_page(request.user, page):
        raise Http404
    return serve_version(request, page)


@hooks.register("before_serve_document")
def open_documents_to_their_readers(document, request):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_open_document(request.user, document):
        raise Http404
    return None
