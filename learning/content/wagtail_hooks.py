from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks

from learning.content.permissions import can_open_document, can_open_page


@hooks.register("before_serve_page")
def open_pages_to_their_readers(page, request, serve_args, serve_kwargs):
    """Send strangers to sign in; answer outsiders as if the page did not exist."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_open_page(request.user, page):
        raise Http404
    return None


@hooks.register("before_serve_document")
def open_documents_to_their_readers(document, request):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_open_document(request.user, document):
        raise Http404
    return None
