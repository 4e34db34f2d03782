"""What authoring sends by e-mail. A message names a page and a role, never a person who draws on support."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from learning.people.mail import as_html
from learning.people.models import Person


def send(person: Person, message: str, context: dict[str, Any]) -> None:
    """Send a message to the first address somebody signs in with: `templates/authoring/email/<message>.txt`.

    Its first line is the subject. Who may not sign in any more gets none. Nobody asked for it and nobody's choice of a
    language is kept, so it is in the site's own, whatever whoever caused it reads in.
    """
    account = person.accounts.filter(is_active=True).order_by("pk").first()
    if account is None:
        return
    context = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject, _, text = render_to_string(f"authoring/email/{message}.txt", context).strip().partition("\n")
        subject, text = " ".join(subject.split()), text.strip()
        mail = EmailMultiAlternatives(subject, text, to=[account.email])
        mail.attach_alternative(as_html(subject, text), "text/html")
    mail.send()
