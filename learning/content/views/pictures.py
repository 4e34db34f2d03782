from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

PICTURES = ("images", "original_images")
LONGEST_NAME = 255  # bytes; a file system refuses more


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a lesson's picture from the local folder. Documents never: they go through their readers' guard."""
    folder, _, name = path.partition("/")
    # One plain name in one of our folders: `images/../documents/x` leads elsewhere.
    if folder not in PICTURES or "/" in name or name in {"", ".", ".."} or len(name.encode()) > LONGEST_NAME:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    # A picture may be an SVG somebody drew elsewhere: opened on its own it must not run anything.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response
