from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from learning.people.decorators import send_to_sign_in
from learning.people.permissions import may_open_staff_area

STAFF_AREAS = ("/cms/", "/django-admin/")


class StaffAreas:
    """Sends strangers to sign in under the staff areas, and answers 404 to people who have no business there.

    Wagtail and Django would redirect them in a circle or say what exists; the rest of the site says neither.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        area = next((area for area in STAFF_AREAS if request.path.startswith(area)), None)
        if area is None or request.path == f"{area}login/":
            return None
        if not request.user.is_authenticated:
            # Wagtail's and Django's own forms know no way back for what was typed; ours do.
            is_ours = hasattr(view, "methods")
            return send_to_sign_in(request) if is_ours else redirect_to_login(request.get_full_path())
        if not may_open_staff_area(request.user, area):
            raise Http404
        return None
