from django import template

from framework import rules
from learning.assessment.queries.standing import Standing

register = template.Library()


@register.filter
def still_needed(standing: Standing) -> str:
    """Return what is still missing for a requirement as one sentence."""
    phrases = [rules.describe(proof.rule) for proof in standing.missing]
    if not phrases:
        return "Nothing has been agreed yet that would prove it."
    return f"Still needed: {' and '.join(phrases)}."
