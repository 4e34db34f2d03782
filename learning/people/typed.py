from django.http import HttpRequest

MACHINE_MADE = {"csrfmiddlewaretoken", "client_id", "seen"}
SECRET = {"password", "login", "oldpassword", "password1", "password2"}


def typed_text(request: HttpRequest) -> list[str]:
    """Return what a person typed into a form that cannot be taken now, so that a page can hand it back."""
    hidden = MACHINE_MADE | SECRET
    return [value for name, values in request.POST.lists() if name not in hidden for value in values if value.strip()]
