from django import template
from django.utils.translation import gettext as _

from framework.words import describe
from learning.assessment.queries.standing import Standing

register = template.Library()


@register.filter
def still_needed(standing: Standing) -> str:
    """Return what is still missing for a requirement as one sentence."""
    phrases = [describe(proof.rule) for proof in standing.missing]
    if not phrases:
        return _("Nothing has been agreed yet that would prove it.")
    return _("Still needed: %(phrases)s.") % {"phrases": _(" and ").join(phrases)}
