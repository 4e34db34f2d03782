import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def client_id(value: str = "") -> SafeString:
    """A hidden field with a new UUID, so that sending the form twice counts once."""
    return format_html('<input type="hidden" name="client_id" value="{}">', value or uuid.uuid4())
