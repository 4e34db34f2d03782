from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from learning.people.mail import as_html


class ClosedSignup(DefaultAccountAdapter):
    """Accounts come from the organisation, so nobody signs themselves up; what we send has our looks."""

    def is_open_for_signup(self, request):
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address in the e-mail: under the site's own name, whatever host the asking request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def render_mail(self, template_prefix: str, email: str | list[str], context: dict, headers: Any = None):
        message = super().render_mail(template_prefix, email, context, headers)
        if isinstance(message, EmailMultiAlternatives):
            message.attach_alternative(as_html(str(message.subject), str(message.body)), "text/html")
        return message
