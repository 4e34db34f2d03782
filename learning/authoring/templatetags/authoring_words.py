"""A difference in words."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma

from learning.content.difference import ADDED, CHANGED, REMOVED, Difference

register = template.Library()


@register.filter
def in_words(difference: Difference) -> str:
    """Return a difference as a sentence: 2 blocks changed, 1 new, 1 moved; 34 words came and 12 went."""
    counts = [
        (difference.count(CHANGED), "changed"),
        (difference.count(ADDED), "new"),
        (difference.count(REMOVED), "gone"),
        (difference.moved, "moved"),
    ]
    parts = [f"{number} {word}" for number, word in counts if number]
    words = f"{intcomma(difference.words_added)} words came and {intcomma(difference.words_removed)} went"
    return f"Blocks: {', '.join(parts)}. {words[0].upper()}{words[1:]}."
