"""E-mail: one plain text for each message; the HTML beside it is made from that text, in our layout."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a message; with an address it is shown as a button."""

    words: str
    address: str = ""


def paragraphs(text: str) -> list[Paragraph]:
    """Split a message at its empty lines; `Do this:` with an address on the next line becomes a button."""
    return [_paragraph(part.strip()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _paragraph(part: str) -> Paragraph:
    label, _, address = part.rpartition("\n")
    if label and address.startswith(("https://", "http://")) and " " not in address:
        return Paragraph(label.strip().removesuffix(":"), address)
    return Paragraph(part)


def as_html(subject: str, text: str) -> str:
    """Return a plain text message as an HTML page that mail programs show."""
    context = {
        "subject": subject,
        "paragraphs": paragraphs(text),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    return render_to_string("emails/message.html", context)
