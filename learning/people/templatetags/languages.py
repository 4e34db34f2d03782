"""How languages are named and marked."""

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def html_lang(code: str) -> str:
    """Return a language code as HTML writes it: en-gb as en-GB."""
    language, _, region = code.partition("-")
    return f"{language}-{region.upper()}" if region else language


@register.filter
def own_name(code: str) -> str:
    """Return what a language calls itself, without its region: English, Cymraeg."""
    name = str(get_language_info(code.partition("-")[0])["name_local"])
    return name[0].upper() + name[1:]
